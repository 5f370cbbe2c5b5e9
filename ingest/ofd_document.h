#pragma once

// The document inside an OFD package: its pages, and what each one shows, flattened in the order of
// painting. Millimetres, y downwards, from the page's top-left corner. Needs pugixml, for the
// ofd*.cc files only.

#include <map>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "core/geometry.h"
#include "ingest/ofd_package.h"
#include "ingest/page_content.h"

namespace jianzhen::ingest {

// One thing on a page: a TextObject, PathObject or ImageObject.
struct OfdObject {
  enum class Kind { text, path, picture } kind = Kind::path;
  pugi::xml_node node;
  Matrix matrix;  // from the object's own coordinates to the page
};

// What a page shows, in the order of painting.
struct OfdObjects {
  std::vector<OfdObject> all;
  bool whole = true;  // false: a limit was met; there is more
};

class OfdDocument {
 public:
  // Every document of the package; what is wrong with the first is the error, a later one that
  // cannot be read is left out. Errors: corrupt, encrypted, unsafe, empty.
  struct File;
  static core::Result<File> open(const std::filesystem::path& file, const Limits& limits);
  // The first of a package that another holds, such as a seal's picture.
  static core::Result<OfdDocument> open(std::string_view bytes, const Limits& limits);

  int page_count() const { return static_cast<int>(pages_.size()); }
  // Of the page (from 1) as it is to be seen.
  core::Result<core::Box> area(int page);
  // Templates, content and annotations. Errors: corrupt, unsafe.
  core::Result<OfdObjects> objects(int page);

  // The files that say what the pages show: the document, pages, templates and annotations.
  std::vector<std::string> shown_files() const;
  // Bytes of a picture resource; nothing where it is not there.
  std::optional<std::string_view> picture(std::string_view id) const;
  // The DrawParam an object or its layer refers to; an empty node where there is none.
  pugi::xml_node draw_parameters(std::string_view id) const;
  std::string_view font_name(std::string_view id) const;
  // Bytes of an embedded font; nothing where there is none.
  std::optional<std::string_view> font_file(std::string_view id) const;
  // By which other files of the package name the page (from 1).
  const std::string& page_id(int page) const {
    return pages_.at(static_cast<std::size_t>(page) - 1).id;
  }

  OfdPackage& package() { return *package_; }
  // The list of signatures, where the package names one.
  const std::string& signatures() const { return signatures_; }

 private:
  struct PagePlace {
    std::string id;
    std::string path;
  };

  struct FontPlace {
    std::string name;
    std::string path;  // empty: not embedded
  };

  explicit OfdDocument(std::shared_ptr<OfdPackage> package) : package_(std::move(package)) {}
  static core::Result<OfdDocument> read(std::shared_ptr<OfdPackage> package,
                                        const pugi::xml_node& body);
  core::Result<void> read_body(const pugi::xml_node& body);
  void read_resources(const pugi::xml_node& common, std::string_view element);
  void read_annotations(const pugi::xml_node& document);
  void add_page(const pugi::xml_node& page, int depth, OfdObjects& into);
  void add_block(const pugi::xml_node& block, const Matrix& matrix, int depth, OfdObjects& into);
  void add_annotations(const std::string& page_id, OfdObjects& into);

  std::shared_ptr<OfdPackage> package_;  // of all its documents
  std::string root_;                     // Document.xml
  std::string signatures_;
  std::string default_area_;
  std::vector<PagePlace> pages_;
  std::map<std::string, std::string, std::less<>> templates_;    // id → path
  std::map<std::string, std::string, std::less<>> annotations_;  // page id → path
  std::map<std::string, std::string, std::less<>> pictures_;     // id → path
  std::map<std::string, pugi::xml_node, std::less<>> parameters_;
  std::map<std::string, pugi::xml_node, std::less<>> composites_;
  std::map<std::string, FontPlace, std::less<>> fonts_;
};

struct OfdDocument::File {
  std::vector<OfdDocument> documents;  // at least one
  bool whole = true;                   // false: there are more
};

}  // namespace jianzhen::ingest
