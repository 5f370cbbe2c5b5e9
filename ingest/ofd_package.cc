#include "ingest/ofd_package.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "ingest/archive_name.h"
#include "ingest/archive_reader.h"
#include "ingest/failures.h"

namespace jianzhen::ingest {
namespace {

using core::Result;

// Held in memory while it is read. A package of fonts and scans has some tens of megabytes.
constexpr std::uint64_t kBytes = std::uint64_t{384} << 20;

tl::unexpected<core::Error> unsafe_package(const std::string& detail) {
  return core::fail(core::ErrorCode::unsafe,
                    {"OFD 文件的内部结构不安全，没有打开。",
                     "The inside of this OFD file is not safe; it was not opened."},
                    detail);
}

Result<std::string> read_entry(archive* reader, std::uint64_t& left) {
  constexpr std::size_t kBlock = std::size_t{64} << 10;
  std::string bytes;
  std::array<char, kBlock> block{};
  for (;;) {
    const auto got = archive_read_data(reader, block.data(), block.size());
    if (got == 0) return bytes;
    if (got < 0) return archive_failure(reader);
    if (static_cast<std::uint64_t>(got) > left) return unsafe_package("unpacks to too much");
    left -= static_cast<std::uint64_t>(got);
    bytes.append(block.data(), static_cast<std::size_t>(got));
  }
}

bool differ_in_case_only(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : +c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool has_doctype(const pugi::xml_document& document) {
  return std::ranges::any_of(document.children(), [](const pugi::xml_node& node) {
    return node.type() == pugi::node_doctype;
  });
}

}  // namespace

Result<OfdPackage> OfdPackage::open(const std::filesystem::path& file, const Limits& limits) {
  const Utf8Locale utf8;
  const auto reader = open_archive(file, "application/zip");
  if (!reader) return core::fail(reader.error());
  return read(reader->get(), limits);
}

Result<OfdPackage> OfdPackage::open(std::string_view bytes, const Limits& limits) {
  const Utf8Locale utf8;
  const auto reader = open_archive(bytes, "application/zip");
  if (!reader) return core::fail(reader.error());
  return read(reader->get(), limits);
}

Result<OfdPackage> OfdPackage::read(archive* reader, const Limits& limits) {
  OfdPackage package;
  std::uint64_t left = std::min(kBytes, limits.max_unpacked_bytes);
  archive_entry* entry = nullptr;
  for (int count = 0;; ++count) {
    const int status = archive_read_next_header(reader, &entry);
    if (status == ARCHIVE_EOF) return package;
    if (status < ARCHIVE_WARN) return archive_failure(reader);
    if (count >= limits.max_archive_entries) return unsafe_package("too many entries");
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    const char* raw = archive_entry_pathname(entry);
    const auto path = resolved("", decoded_name(raw != nullptr ? raw : ""));
    if (!path) return unsafe_package("a path that leaves the package");
    auto bytes = read_entry(reader, left);
    if (!bytes) return core::fail(bytes.error());
    // Which of the two is meant nobody can know, and readers differ.
    if (!package.entries_.emplace(*path, std::move(*bytes)).second) {
      return unsafe_package("two entries of one path: " + *path);
    }
  }
}

std::optional<std::string> OfdPackage::resolved(std::string_view from, std::string_view location) {
  std::vector<std::string_view> parts;
  const auto walk = [&](std::string_view path) {
    while (!path.empty()) {
      const std::size_t end = std::min(path.find('/'), path.size());
      const std::string_view part = path.substr(0, end);
      path.remove_prefix(std::min(end + 1, path.size()));
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.push_back(part);
      } else if (parts.empty()) {
        return false;
      } else {
        parts.pop_back();
      }
    }
    return true;
  };
  if (!location.starts_with('/')) {
    const std::size_t folder = from.rfind('/');
    if (!walk(folder == std::string_view::npos ? "" : from.substr(0, folder))) return std::nullopt;
  }
  if (!walk(location) || parts.empty()) return std::nullopt;
  std::string path;
  for (const std::string_view part : parts) {
    path += (path.empty() ? "" : "/") + std::string(part);
  }
  return path;
}

std::string OfdPackage::entry_for(const std::string& path) const {
  if (entries_.contains(path)) return path;
  std::string found;
  for (const auto& [entry, bytes] : entries_) {
    if (!differ_in_case_only(entry, path)) continue;
    if (!found.empty()) return path;
    found = entry;
  }
  return found.empty() ? path : found;
}

std::optional<std::string_view> OfdPackage::bytes(const std::string& path) const {
  const auto found = entries_.find(entry_for(path));
  if (found == entries_.end()) return std::nullopt;
  return found->second;
}

Result<pugi::xml_node> OfdPackage::xml(const std::string& path) {
  if (const auto known = documents_.find(path); known != documents_.end()) {
    return known->second.document_element();
  }
  const auto text = bytes(path);
  if (!text) return corrupt("the package has no " + path);
  pugi::xml_document document;
  const auto parsed =
      document.load_buffer(text->data(), text->size(), pugi::parse_default | pugi::parse_doctype);
  if (has_doctype(document)) return unsafe_package("a DOCTYPE in " + path);
  if (!parsed) return corrupt(path + ": " + parsed.description());
  return documents_.emplace(path, std::move(document)).first->second.document_element();
}

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') + 1);  // npos + 1 is 0
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
  for (const pugi::xml_node& node : parent.children()) {
    if (local_name(node) == name) return node;
  }
  return {};
}

std::string_view trimmed_text(const pugi::xml_node& node) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::string_view text = node.text().get();
  const std::size_t from = text.find_first_not_of(kSpace);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kSpace) - from + 1);
}

std::string_view child_text(const pugi::xml_node& parent, std::string_view name) {
  return trimmed_text(child(parent, name));
}

std::vector<double> numbers(std::string_view text) {
  std::vector<double> values;
  while (true) {
    const std::size_t from = text.find_first_not_of(" \t\r\n,");
    if (from == std::string_view::npos) return values;
    text.remove_prefix(from);
    double value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc() || !std::isfinite(value)) return values;
    values.push_back(value);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
}

std::optional<core::Box> ofd_box(std::string_view text) {
  const auto values = numbers(text);
  if (values.size() != 4 || values[2] < 0 || values[3] < 0) return std::nullopt;
  return core::Box{values[0], values[1], values[0] + values[2], values[1] + values[3]};
}

}  // namespace jianzhen::ingest
