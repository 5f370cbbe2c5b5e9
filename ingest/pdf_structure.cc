#include "ingest/qpdf_lint.h"  // first
//
#include <algorithm>
#include <iterator>
#include <new>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <string>
#include <utility>

#include "ingest/bounded_pipeline.h"
#include "ingest/pdf_actions.h"
#include "ingest/pdf_picture.h"
#include "ingest/pdf_signature.h"
#include "ingest/pdf_structure.h"

namespace jianzhen::ingest {
namespace {

// All content of one page, forms included. A busy drawing has some megabytes.
constexpr std::size_t kContentBytes = std::size_t{48} << 20;
constexpr int kAnnotations = 500;
constexpr std::size_t kNotes = 500;

// One page's look-up of names; keeps the resource dictionaries its handles stand for.
class PageResources {
 public:
  explicit PageResources(const QPDFObjectHandle& page) : page_(page) {}

  std::string content() {
    std::string bytes;
    QPDFObjectHandle contents = page_.getKey("/Contents");
    const int parts = contents.isArray() ? contents.getArrayNItems() : 1;
    for (int i = 0; i < parts; ++i) {
      append(contents.isArray() ? contents.getArrayItem(i) : contents, bytes);
      bytes += '\n';  // parts are joined as if white space stood between them (7.8.2)
    }
    return bytes;
  }

  std::size_t handle_of(QPDFObjectHandle resources) {
    known_.push_back(std::move(resources));
    return known_.size() - 1;
  }

  NamedObject find(std::size_t handle, std::string_view name) {
    QPDFObjectHandle object =
        known_[handle].getKeyIfDict("/XObject").getKeyIfDict("/" + std::string(name));
    if (object.isImage(false)) return picture(object);
    return object.isFormXObject() ? form(object, handle) : NamedObject{};
  }

  NamedObject form(QPDFObjectHandle object, std::size_t inherited) {
    NamedObject found{.kind = NamedObject::Kind::form, .picture = {}, .content = {}};
    append(object, found.content);
    QPDFObjectHandle dictionary = object.getDict();
    if (dictionary.getKey("/Matrix").isMatrix()) {
      const auto m = dictionary.getKey("/Matrix").getArrayAsMatrix();
      found.matrix = {m.a, m.b, m.c, m.d, m.e, m.f};
    }
    QPDFObjectHandle own = dictionary.getKey("/Resources");
    found.resources = own.isDictionary() ? handle_of(own) : inherited;
    return found;
  }

 private:
  void append(QPDFObjectHandle stream, std::string& bytes) {
    if (!stream.isStream()) return;
    Collected collected(bytes, left_);
    stream.pipeStreamData(&collected, 0, qpdf_dl_generalized, true);
    if (collected.is_over()) throw TooMuch();
  }

  static NamedObject picture(QPDFObjectHandle object) {
    QPDFObjectHandle dictionary = object.getDict();
    const auto size = [&](const char* key) {
      QPDFObjectHandle value = dictionary.getKey(key);
      return value.isInteger() ? value.getIntValueAsInt() : 0;
    };
    const auto id = object.getObjGen();
    NamedObject found{.kind = NamedObject::Kind::picture, .picture = {}, .content = {}};
    found.picture.width = size("/Width");
    found.picture.height = size("/Height");
    found.picture.identity =
        static_cast<std::uint64_t>(id.getObj()) << 16 | static_cast<std::uint64_t>(id.getGen());
    return found;
  }

  QPDFObjectHandle page_;
  std::vector<QPDFObjectHandle> known_;
  std::size_t left_ = kContentBytes;
};

// ISO 32000-1, 12.5.5, algorithm 8.1: the appearance's box, turned by its matrix, fills Rect.
std::optional<Matrix> placed(QPDFObjectHandle annotation, QPDFObjectHandle appearance) {
  QPDFObjectHandle rect = annotation.getKey("/Rect");
  QPDFObjectHandle box = appearance.getDict().getKey("/BBox");
  if (!rect.isRectangle() || !box.isRectangle()) return std::nullopt;
  const auto r = rect.getArrayAsRectangle();
  const auto b = box.getArrayAsRectangle();
  Matrix own;
  if (appearance.getDict().getKey("/Matrix").isMatrix()) {
    const auto m = appearance.getDict().getKey("/Matrix").getArrayAsMatrix();
    own = {m.a, m.b, m.c, m.d, m.e, m.f};
  }
  const core::Box turned = Matrix{.a = b.urx - b.llx, .d = b.ury - b.lly, .e = b.llx, .f = b.lly}
                               .then(own)
                               .around_unit_square();
  if (turned.width() <= 0 || turned.height() <= 0) return std::nullopt;
  const double sx = (r.urx - r.llx) / turned.width();
  const double sy = (r.ury - r.lly) / turned.height();
  return Matrix{.a = sx, .d = sy, .e = r.llx - turned.left * sx, .f = r.lly - turned.top * sy};
}

void scan_annotations(QPDFObjectHandle page, PageResources& resources, const LookUp& look_up,
                      Painted& painted) {
  QPDFObjectHandle annotations = page.getKey("/Annots");
  const int count = annotations.isArray() ? annotations.getArrayNItems() : 0;
  if (count > kAnnotations) painted.complete = false;
  for (int i = 0; i < std::min(count, kAnnotations); ++i) {
    QPDFObjectHandle annotation = annotations.getArrayItem(i);
    QPDFObjectHandle appearance = shown_appearance(annotation);
    if (!appearance.isStream()) continue;
    const auto place = placed(annotation, appearance);
    if (!place) continue;
    const std::size_t none = resources.handle_of(QPDFObjectHandle::newDictionary());
    const NamedObject form = resources.form(appearance, none);
    scan_content(form.content, form.resources, form.matrix.then(*place), look_up, painted);
  }
}

std::vector<PdfStructure::Note> notes_on(QPDFObjectHandle page) {
  std::vector<PdfStructure::Note> notes;
  QPDFObjectHandle annotations = page.getKeyIfDict("/Annots");
  for (int i = 0; annotations.isArray() && i < annotations.getArrayNItems(); ++i) {
    QPDFObjectHandle one = annotations.getArrayItem(i);
    if (!one.getKeyIfDict("/Subtype").isNameAndEquals("/Text")) continue;
    QPDFObjectHandle text = one.getKey("/Contents");
    QPDFObjectHandle rect = one.getKey("/Rect");
    if (!text.isString() || !rect.isRectangle()) continue;
    const auto r = rect.getArrayAsRectangle();
    notes.push_back({text.getUTF8Value(), {r.llx, r.lly, r.urx, r.ury}});
    if (notes.size() == kNotes) break;
  }
  return notes;
}

Painted painted_by(const QPDFObjectHandle& page) {
  Painted painted;
  PageResources resources(page);
  const LookUp look_up = [&](std::size_t handle, std::string_view name) {
    return resources.find(handle, name);
  };
  try {
    const std::size_t own =
        resources.handle_of(QPDFPageObjectHelper(page).getAttribute("/Resources", false));
    scan_content(resources.content(), own, {}, look_up, painted);
    scan_annotations(page, resources, look_up, painted);
  } catch (const TooMuch&) {
    painted.complete = false;
  }
  return painted;
}

// What qpdf does not follow is nothing; memory that runs out is told by the sandbox.
template <typename Look>
auto unless_damaged(Look look) -> std::optional<decltype(look())> {
  try {
    return look();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

struct PdfStructure::State {
  mutable QPDF pdf;
  std::filesystem::path file;
  bool has_pages = false;
  std::vector<QPDFObjectHandle> pages;
};

PdfStructure::PdfStructure(std::unique_ptr<State> state) : state_(std::move(state)) {}
PdfStructure::PdfStructure(PdfStructure&&) noexcept = default;
PdfStructure& PdfStructure::operator=(PdfStructure&&) noexcept = default;
PdfStructure::~PdfStructure() = default;

std::optional<PdfStructure> PdfStructure::open(const std::filesystem::path& file) {
  auto state = std::make_unique<State>();
  state->file = file;
  const auto opened = unless_damaged([&] {
    state->pdf.setSuppressWarnings(true);
    state->pdf.processFile(file.c_str());
    return true;
  });
  if (!opened) return std::nullopt;
  // A page tree that qpdf does not follow hides nothing that stands beside it.
  const auto pages = unless_damaged([&] { return state->pdf.getAllPages(); });
  state->has_pages = pages.has_value();
  if (pages) state->pages = *pages;
  return PdfStructure(std::move(state));
}

std::vector<core::Observation> PdfStructure::observations() const {
  auto seen = document_actions(state_->pdf);
  const auto unseen = [&](const char* detail) {
    seen.push_back({core::ObservationKind::unseen, 0, detail});
  };
  if (!state_->has_pages) unseen("actions and attachments of its pages");
  auto signatures =
      unless_damaged([&] { return signature_observations(state_->pdf, state_->file); });
  if (!signatures) unseen("signatures");
  if (signatures) std::ranges::move(*signatures, std::back_inserter(seen));
  return seen;
}

std::vector<core::Observation> PdfStructure::observations(int page) const {
  if (page < 1 || page > static_cast<int>(state_->pages.size())) return {};
  return page_actions(state_->pages[static_cast<std::size_t>(page) - 1], page);
}

std::vector<PdfStructure::Note> PdfStructure::notes(int page) const {
  if (page < 1 || page > static_cast<int>(state_->pages.size())) return {};
  return unless_damaged([&] { return notes_on(state_->pages[static_cast<std::size_t>(page) - 1]); })
      .value_or(std::vector<Note>());
}

std::optional<Painted> PdfStructure::painted(int page) const {
  if (page < 1 || page > static_cast<int>(state_->pages.size())) return std::nullopt;
  return unless_damaged(
      [&] { return painted_by(state_->pages[static_cast<std::size_t>(page) - 1]); });
}

std::optional<core::Picture> PdfStructure::stored_picture(const PaintedPicture& picture,
                                                          double max_pixels) const {
  if (1.0 * picture.width * picture.height > max_pixels) return std::nullopt;
  const auto number = static_cast<int>(picture.identity >> 16);
  const auto generation = static_cast<int>(picture.identity & 0xFFFF);
  return unless_damaged([&] { return pixels_of(state_->pdf.getObject(number, generation)); })
      .value_or(std::nullopt);
}

}  // namespace jianzhen::ingest
