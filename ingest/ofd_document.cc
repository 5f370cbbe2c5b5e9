#include "ingest/ofd_document.h"

#include <algorithm>

#include "ingest/failures.h"

namespace jianzhen::ingest {
namespace {

using core::Result;
using pugi::xml_node;

constexpr int kDepth = 12;                   // blocks within blocks, units within units
constexpr std::size_t kObjects = 2'000'000;  // of one page
constexpr std::size_t kDocuments = 100;      // of one package
constexpr const char* kEntry = "OFD.xml";

tl::unexpected<core::Error> no_document() { return corrupt("OFD.xml names no document"); }

// An object's CTM, then its place on what holds it (GB/T 33190-2016, 8.5).
Matrix placed(const xml_node& object, const Matrix& holder) {
  Matrix own;
  const auto ctm = numbers(object.attribute("CTM").value());
  if (ctm.size() == 6) own = {ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]};
  const auto boundary = ofd_box(object.attribute("Boundary").value());
  const Matrix place = boundary ? Matrix{.e = boundary->left, .f = boundary->top} : Matrix{};
  return own.then(place).then(holder);
}

}  // namespace

Result<OfdDocument::File> OfdDocument::open(const std::filesystem::path& file,
                                            const Limits& limits) {
  auto opened = OfdPackage::open(file, limits);
  if (!opened) return core::fail(opened.error());
  const auto package = std::make_shared<OfdPackage>(std::move(*opened));
  const auto entry = package->xml(kEntry);
  if (!entry) return core::fail(entry.error());
  File all;
  for (const xml_node& body : entry->children()) {
    if (local_name(body) != "DocBody") continue;
    if (all.documents.size() == kDocuments) {
      all.whole = false;
      break;
    }
    auto document = read(package, body);
    if (document) {
      all.documents.push_back(std::move(*document));
    } else if (all.documents.empty() || document.error().code == core::ErrorCode::unsafe) {
      return core::fail(document.error());
    } else {
      all.whole = false;
    }
  }
  if (all.documents.empty()) return no_document();
  return all;
}

Result<OfdDocument> OfdDocument::open(std::string_view bytes, const Limits& limits) {
  auto opened = OfdPackage::open(bytes, limits);
  if (!opened) return core::fail(opened.error());
  const auto package = std::make_shared<OfdPackage>(std::move(*opened));
  const auto entry = package->xml(kEntry);
  if (!entry) return core::fail(entry.error());
  return read(package, child(*entry, "DocBody"));
}

Result<OfdDocument> OfdDocument::read(std::shared_ptr<OfdPackage> package, const xml_node& body) {
  OfdDocument document(std::move(package));
  if (auto read = document.read_body(body); !read) return core::fail(read.error());
  return document;
}

Result<void> OfdDocument::read_body(const xml_node& body) {
  const auto root = OfdPackage::resolved(kEntry, child_text(body, "DocRoot"));
  if (!root) return no_document();
  root_ = *root;
  if (const auto list = OfdPackage::resolved(kEntry, child_text(body, "Signatures"))) {
    signatures_ = *list;
  }
  const auto document = package_->xml(root_);
  if (!document) return core::fail(document.error());
  const xml_node common = child(*document, "CommonData");
  default_area_ = child_text(child(common, "PageArea"), "PhysicalBox");
  for (const xml_node& node : common.children()) {
    if (local_name(node) != "TemplatePage") continue;
    const auto path = OfdPackage::resolved(root_, node.attribute("BaseLoc").value());
    if (path) templates_.emplace(node.attribute("ID").value(), *path);
  }
  for (const xml_node& page : child(*document, "Pages").children()) {
    const auto path = OfdPackage::resolved(root_, page.attribute("BaseLoc").value());
    pages_.push_back({page.attribute("ID").value(), path.value_or("")});
  }
  if (pages_.empty()) return empty_file("no page");
  read_resources(common, "PublicRes");
  read_resources(common, "DocumentRes");
  read_annotations(*document);
  return {};
}

void OfdDocument::read_resources(const xml_node& common, std::string_view element) {
  for (const xml_node& named : common.children()) {
    if (local_name(named) != element) continue;
    const auto path = OfdPackage::resolved(root_, trimmed_text(named));
    const auto resources = path ? package_->xml(*path) : Result<xml_node>(corrupt("outside"));
    if (!resources) continue;  // its pages lack what it holds, and are read all the same
    // Where it says no base, locations are from its own folder.
    const std::string told = resources->attribute("BaseLoc").value();
    const auto base = told.empty() ? path : OfdPackage::resolved(*path, told + "/resource");
    for (const xml_node& group : resources->children()) {
      for (const xml_node& one : group.children()) {
        const std::string id = one.attribute("ID").value();
        const std::string_view kind = local_name(one);
        if (kind == "DrawParam") parameters_.emplace(id, one);
        if (kind == "Font") {
          const auto file =
              base ? OfdPackage::resolved(*base, child_text(one, "FontFile")) : std::nullopt;
          fonts_.emplace(id, FontPlace{one.attribute("FontName").value(), file.value_or("")});
        }
        if (kind == "CompositeGraphicUnit" || kind == "VectorG") composites_.emplace(id, one);
        if (kind != "MultiMedia" || !base) continue;
        const auto file = OfdPackage::resolved(*base, child_text(one, "MediaFile"));
        if (file) pictures_.emplace(id, *file);
      }
    }
  }
}

void OfdDocument::read_annotations(const xml_node& document) {
  const auto path = OfdPackage::resolved(root_, child_text(document, "Annotations"));
  const auto list = path ? package_->xml(*path) : Result<xml_node>(corrupt("none"));
  if (!list) return;
  for (const xml_node& page : list->children()) {
    const auto file = OfdPackage::resolved(*path, child_text(page, "FileLoc"));
    if (file) annotations_.emplace(page.attribute("PageID").value(), *file);
  }
}

Result<core::Box> OfdDocument::area(int page) {
  const auto content = package_->xml(pages_.at(static_cast<std::size_t>(page) - 1).path);
  if (!content) return core::fail(content.error());
  auto area = ofd_box(child_text(child(*content, "Area"), "PhysicalBox"));
  if (!area) area = ofd_box(default_area_);
  if (!area || area->area() <= 0) return corrupt("a page without area");
  return *area;
}

Result<OfdObjects> OfdDocument::objects(int page) {
  const PagePlace& place = pages_.at(static_cast<std::size_t>(page) - 1);
  const auto content = package_->xml(place.path);
  if (!content) return core::fail(content.error());
  OfdObjects objects;
  add_page(*content, 0, objects);
  add_annotations(place.id, objects);
  return objects;
}

void OfdDocument::add_page(const xml_node& page, int depth, OfdObjects& into) {
  if (depth > kDepth) {
    into.whole = false;
    return;
  }
  const auto add_templates = [&](bool background) {
    for (const xml_node& node : page.children()) {
      if (local_name(node) != "Template") continue;
      const std::string_view order = node.attribute("ZOrder").value();
      if ((order != "Foreground") != background) continue;
      const auto found = templates_.find(std::string_view(node.attribute("TemplateID").value()));
      if (found == templates_.end()) continue;
      if (const auto content = package_->xml(found->second)) add_page(*content, depth + 1, into);
    }
  };
  add_templates(true);
  for (const xml_node& layer : child(page, "Content").children()) add_block(layer, {}, 0, into);
  add_templates(false);
}

void OfdDocument::add_block(const xml_node& block, const Matrix& matrix, int depth,
                            OfdObjects& into) {
  if (depth > kDepth) {
    into.whole = false;
    return;
  }
  for (const xml_node& object : block.children()) {
    if (into.all.size() >= kObjects) {
      into.whole = false;
      return;
    }
    const std::string_view name = local_name(object);
    const Matrix place = placed(object, matrix);
    if (name == "TextObject") into.all.push_back({OfdObject::Kind::text, object, place});
    if (name == "PathObject") into.all.push_back({OfdObject::Kind::path, object, place});
    if (name == "ImageObject") into.all.push_back({OfdObject::Kind::picture, object, place});
    if (name == "PageBlock") add_block(object, matrix, depth + 1, into);
    if (name != "CompositeObject") continue;
    const auto unit = composites_.find(std::string_view(object.attribute("ResourceID").value()));
    if (unit != composites_.end()) {
      add_block(child(unit->second, "Content"), place, depth + 1, into);
    }
  }
}

void OfdDocument::add_annotations(const std::string& page_id, OfdObjects& into) {
  const auto found = annotations_.find(page_id);
  if (found == annotations_.end()) return;
  const auto list = package_->xml(found->second);
  if (!list) return;
  for (const xml_node& annotation : list->children()) {
    if (!annotation.attribute("Visible").as_bool(true)) continue;
    const xml_node appearance = child(annotation, "Appearance");
    add_block(appearance, placed(appearance, {}), 1, into);
  }
}

std::vector<std::string> OfdDocument::shown_files() const {
  std::vector<std::string> files = {root_};
  for (const PagePlace& page : pages_) files.push_back(page.path);
  for (const auto& [id, path] : templates_) files.push_back(path);
  for (const auto& [id, path] : annotations_) files.push_back(path);
  for (std::string& file : files) file = package_->entry_for(file);
  return files;
}

std::optional<std::string_view> OfdDocument::picture(std::string_view id) const {
  const auto found = pictures_.find(id);
  return found == pictures_.end() ? std::nullopt : package_->bytes(found->second);
}

xml_node OfdDocument::draw_parameters(std::string_view id) const {
  const auto found = parameters_.find(id);
  return found == parameters_.end() ? xml_node() : found->second;
}

std::string_view OfdDocument::font_name(std::string_view id) const {
  const auto found = fonts_.find(id);
  return found == fonts_.end() ? std::string_view() : std::string_view(found->second.name);
}

std::optional<std::string_view> OfdDocument::font_file(std::string_view id) const {
  const auto found = fonts_.find(id);
  if (found == fonts_.end() || found->second.path.empty()) return std::nullopt;
  return package_->bytes(found->second.path);
}

}  // namespace jianzhen::ingest
