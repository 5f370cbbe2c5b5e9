#pragma once

// An OFD file (GB/T 33190-2016) as the package it is: a zip of XML files that name each other by
// paths. Paths never leave the package; XML with a DOCTYPE is refused. Needs pugixml, for the
// ofd*.cc files only.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/ingest.h"
#include "ingest/page_content.h"

struct archive;  // libarchive's

namespace jianzhen::ingest {

class OfdPackage {
 public:
  // Reads every entry. Errors: corrupt, encrypted, unsafe (a bomb; two entries of one path).
  static core::Result<OfdPackage> open(const std::filesystem::path& file, const Limits& limits);

  static core::Result<OfdPackage> open(std::string_view bytes, const Limits& limits);

  // `location` as written in the file `from` ("/Doc_0/x.xml" or relative to its folder); nothing
  // where it leaves the package.
  static std::optional<std::string> resolved(std::string_view from, std::string_view location);

  // The entry that a resolved location means: of that path, else (writers under Windows do not
  // mind) the only one that differs in the case of ASCII letters; the location itself where there
  // is none.
  std::string entry_for(const std::string& path) const;

  // nothing: no such entry. The view lives as long as the package.
  std::optional<std::string_view> bytes(const std::string& path) const;

  // Parsed once. Errors: corrupt (no such entry, no XML), unsafe (DOCTYPE).
  core::Result<pugi::xml_node> xml(const std::string& path);

 private:
  static core::Result<OfdPackage> read(archive* reader, const Limits& limits);

  std::map<std::string, std::string> entries_;
  std::map<std::string, pugi::xml_document> documents_;
};

// Elements by their local names: the prefix is the writer's choice.
std::string_view local_name(const pugi::xml_node& node);
pugi::xml_node child(const pugi::xml_node& parent, std::string_view name);
// The text of a child element, trimmed; empty where there is none.
std::string_view child_text(const pugi::xml_node& parent, std::string_view name);
std::string_view trimmed_text(const pugi::xml_node& node);

// ST_Array, ST_Box: numbers apart by white space; what is no number ends it.
std::vector<double> numbers(std::string_view text);

// ST_Box "x y width height" in millimetres. nothing: not four numbers, or no area.
std::optional<core::Box> ofd_box(std::string_view text);

}  // namespace jianzhen::ingest
