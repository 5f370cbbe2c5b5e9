#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <map>
#include <memory>
#include <string>

#include "core/text.h"
#include "ingest/cpu_allowance.h"
#include "ingest/failures.h"
#include "ingest/formats.h"
#include "ingest/pdf_layout.h"
#include "ingest/pdf_structure.h"
#include "ingest/pixels.h"
#include "ingest/text_lines.h"
#include "ingest/text_trust.h"

namespace jianzhen::ingest {
namespace {

using core::Observation;
using core::ObservationKind;
using core::Result;

using Document = std::unique_ptr<poppler::document>;
using Page = std::unique_ptr<poppler::page>;

constexpr double kPointsPerInch = 72;

void say_nothing(const std::string&, void*) {}

// Opening and one page each have this much CPU time; the slowest real pages take a third of it.
constexpr std::chrono::seconds kPatience{10};

Result<Document> open_document(const std::filesystem::path& file) {
  const CpuAllowance allowance(kPatience);
  poppler::set_debug_error_function(say_nothing, nullptr);
  Document document(poppler::document::load_from_file(file.string()));
  if (!document) return corrupt("Poppler cannot open it");
  if (document->is_locked()) return encrypted("a user password is set");
  if (document->pages() <= 0) return empty_file("no page");
  return document;
}

PageFrame frame_of(const poppler::page& page) {
  const poppler::rectf crop = page.page_rect(poppler::crop_box);
  const auto quarter = [&] {
    switch (page.orientation()) {
      case poppler::page::landscape:
        return 1;
      case poppler::page::upside_down:
        return 2;
      case poppler::page::seascape:
        return 3;
      default:
        return 0;
    }
  }();
  return PageFrame({crop.left(), crop.top(), crop.right(), crop.bottom()}, quarter);
}

std::u32string utf32_of(const poppler::ustring& utf16) {
  std::u32string text;
  for (std::size_t i = 0; i < utf16.size(); ++i) {
    const char32_t unit = utf16[i];
    const bool pair = unit >= 0xD800 && unit < 0xDC00 && i + 1 < utf16.size() &&
                      utf16[i + 1] >= 0xDC00 && utf16[i + 1] < 0xE000;
    if (pair) {
      text += static_cast<char32_t>(0x10000 + ((unit - 0xD800) << 10) + (utf16[++i] - 0xDC00U));
    } else {
      text += unit >= 0xD800 && unit < 0xE000 ? U'\uFFFD' : unit;
    }
  }
  return text;
}

core::Box box_of(const poppler::rectf& r) { return {r.left(), r.top(), r.right(), r.bottom()}; }

Word word_of(const poppler::text_box& found) {
  Word word{.text = utf32_of(found.text()), .box = box_of(found.bbox()), .characters = {}};
  word.space_after = found.has_space_after();
  word.quarter_turns = found.rotation();
  word.vertical_writing = found.has_font_info() && found.get_wmode() == found.vertical_wmode;
  word.characters.reserve(word.text.size());
  for (std::size_t i = 0; i < word.text.size(); ++i) {
    word.characters.push_back(box_of(found.char_bbox(i)));
  }
  return word;
}

TextLayer text_layer(const poppler::page& page, const PageFrame& frame) {
  const auto laid_out = [&](int options) {
    std::vector<Word> words;
    const std::vector<poppler::text_box> found = page.text_list(options);
    words.reserve(found.size());
    std::ranges::transform(found, std::back_inserter(words), word_of);
    return lay_out(words, frame.width(), frame.height());
  };
  TextLayer layer = laid_out(0);
  // A page on its side, or vertical writing? Only the fonts tell, and asking for them takes time.
  constexpr int kRunsDown = 270;
  return layer.turn == kRunsDown ? laid_out(poppler::page::text_list_include_font) : layer;
}

// The note's rows, one below the other in the place of its icon.
std::vector<core::Line> lines_of(const PdfStructure::Note& note, const PageFrame& frame) {
  constexpr std::size_t kRows = 200;
  constexpr std::size_t kLongest = 2000;  // characters of a row
  std::vector<core::Line> lines;
  std::u32string row;
  const auto end_row = [&] {
    if (row.find_first_not_of(U" \t") != std::u32string::npos) {
      lines.push_back({.text = core::to_utf8(row), .box = {}});
    }
    row.clear();
  };
  for (const char32_t c : core::to_utf32(note.text)) {
    if (c == U'\n' || c == U'\r' || row.size() == kLongest) end_row();
    if (lines.size() == kRows) break;
    if (c != U'\n' && c != U'\r') row += c;
  }
  if (lines.size() < kRows) end_row();
  const core::Box place = frame.displayed(note.place);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const double height = place.height() / static_cast<double>(lines.size());
    const double top = place.top + height * static_cast<double>(i);
    lines[i].box = {place.left, top, place.right, top + height};
  }
  return lines;
}

Result<core::Picture> rendered(const poppler::page& page, double dpi) {
  poppler::page_renderer renderer;
  renderer.set_render_hint(poppler::page_renderer::antialiasing, true);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing, true);
  renderer.set_image_format(poppler::image::format_bgr24);
  const poppler::image image = renderer.render_page(&page, dpi, dpi);
  if (!image.is_valid()) return corrupt("the page cannot be rendered");
  core::Picture picture{
      .width = image.width(), .height = image.height(), .channels = 3, .dpi = dpi, .pixels = {}};
  const std::size_t row = static_cast<std::size_t>(picture.width) * 3;
  picture.pixels.reserve(row * static_cast<std::size_t>(picture.height));
  for (int y = 0; y < picture.height; ++y) {
    const char* from = image.const_data() + static_cast<std::ptrdiff_t>(y) * image.bytes_per_row();
    picture.pixels.insert(picture.pixels.end(), from, from + row);
  }
  return picture;
}

// Reads the pages of one file in order.
class PdfReader {
 public:
  PdfReader(const Reading& reading, Document document)
      : reading_(reading), document_(std::move(document)) {}

  Result<void> run() {
    const int count = document_->pages();
    reading_.sink.info({reading_.type.media_type, count, look_at_structure()});
    if (count > reading_.limits.max_pages) {
      reading_.sink.observed({ObservationKind::truncated, 0, "page limit"});
    }
    int unreadable = 0;
    for (int number = 1; number <= std::min(count, reading_.limits.max_pages); ++number) {
      if (!reading_.begins(number)) continue;
      const Page page(document_->create_page(number - 1));
      auto raw = page ? read(*page, number) : corrupt("no such page in the page tree");
      if (!raw) {
        // One damaged page does not cost the others; that it lacks is said.
        reading_.sink.observed({ObservationKind::truncated, number, raw.error().detail});
        if (++unreadable == count) return core::fail(raw.error());
        continue;
      }
      if (!reading_.sink.page(std::move(*raw))) return {};
    }
    return {};
  }

 private:
  std::vector<Observation> look_at_structure() {
    const CpuAllowance allowance(kPatience);
    structure_ = PdfStructure::open(reading_.file);
    std::vector<Observation> seen;
    if (structure_) {
      seen = structure_->observations();
    } else {
      seen.push_back({ObservationKind::unseen, 0, "actions, attachments and signatures"});
    }
    if (!document_->is_encrypted()) return seen;
    using poppler::permission_enum;
    for (const permission_enum which :
         {poppler::perm_print, poppler::perm_change, poppler::perm_copy, poppler::perm_add_notes,
          poppler::perm_fill_forms, poppler::perm_assemble}) {
      if (document_->has_permission(which)) continue;
      seen.push_back({ObservationKind::owner_restricted, 0, ""});
      break;
    }
    return seen;
  }

  Result<RawPage> read(const poppler::page& page, int number) {
    const CpuAllowance allowance(kPatience);
    const PageFrame frame = frame_of(page);
    if (!frame.has_area()) return corrupt("a page without area");
    RawPage raw;
    raw.page.number = number;
    raw.page.width = static_cast<int>(std::lround(frame.width()));
    raw.page.height = static_cast<int>(std::lround(frame.height()));
    TextLayer layer = text_layer(page, frame);
    raw.page.lines = std::move(layer.lines);
    if (structure_) {
      for (Observation& seen : structure_->observations(number)) {
        reading_.sink.observed(std::move(seen));
      }
      for (const PdfStructure::Note& note : structure_->notes(number)) {
        std::ranges::move(lines_of(note, frame), std::back_inserter(raw.notes));
      }
    }
    const PageLayout layout = layout_of(structure_, frame, number, pictures_seen_);
    const TextVerdict verdict = judge(raw.page.lines, layout.surroundings);
    if (verdict.trusted) {
      raw.page.source = core::PageSource::text_layer;
      raw.page.confidence = 1;
      raw.page.turn = layer.turn;
      if (!verdict.part_is_missing && !layout.needs_eyes) return raw;
      raw.page.source = core::PageSource::both;
    } else {
      raw.page.lines.clear();
      if (!verdict.reason.empty()) {
        reading_.sink.observed({ObservationKind::text_layer_rejected, number, verdict.reason});
      }
    }
    return with_picture(std::move(raw), page, frame, layout);
  }

  Result<RawPage> with_picture(RawPage raw, const poppler::page& page, const PageFrame& frame,
                               const PageLayout& layout) const {
    auto picture = scan(frame, layout);
    if (!picture) picture = rendered(page, dpi_for(frame, layout, reading_.limits));
    if (!picture) {
      if (raw.page.source == core::PageSource::none) return core::fail(picture.error());
      // The words are there; what is painted beside them cannot be seen, and that is said.
      raw.page.source = core::PageSource::text_layer;
      reading_.sink.observed({ObservationKind::truncated, raw.page.number, picture.error().detail});
      return raw;
    }
    raw.page.width = picture->width;
    raw.page.height = picture->height;
    raw.picture = std::move(*picture);
    for (const core::Box& box : layout.pictures) raw.page.figures.push_back({box, {}});
    return raw;
  }

  // The page's one picture as it was scanned; drawing the page would only blur it.
  Result<core::Picture> scan(const PageFrame& frame, const PageLayout& layout) const {
    if (!layout.scan) return corrupt("no scan");
    auto stored = structure_->stored_picture(*layout.scan, reading_.limits.max_pixels);
    if (!stored) return corrupt("no scan that is shown as it is stored");
    core::Picture upright = turned_picture(*stored, frame.quarter_turns());
    upright.dpi = layout.native_dpi;
    return upright;
  }

  const Reading& reading_;
  Document document_;
  std::optional<PdfStructure> structure_;
  PicturesSeen pictures_seen_;
};

}  // namespace

Result<void> read_pdf(const Reading& reading) {
  auto document = open_document(reading.file);
  if (!document) return core::fail(document.error());
  return PdfReader(reading, std::move(*document)).run();
}

Result<core::Picture> render_pdf(const Rendering& rendering) {
  auto document = open_document(rendering.file);
  if (!document) return core::fail(document.error());
  if (rendering.page < 1 || rendering.page > (*document)->pages()) {
    return no_such_page(rendering.page);
  }
  const Page page((*document)->create_page(rendering.page - 1));
  if (!page) return corrupt("no such page in the page tree");
  const PageFrame frame = frame_of(*page);
  if (!frame.has_area()) return corrupt("a page without area");
  const CpuAllowance allowance(kPatience);
  const double wanted = rendering.width * kPointsPerInch / frame.width();
  return rendered(*page, std::min(wanted, largest_dpi(frame, rendering.limits)));
}

}  // namespace jianzhen::ingest
