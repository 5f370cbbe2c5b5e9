#pragma once

// Pages → search and back, on Xapian with our own tokens and query tree (docs/search.md): one
// document per page or frame. One writer at a time; readers see whole commits only.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/error.h"

namespace jianzhen::index {

struct Hit {
  std::string entry;
  std::string material;        // path
  int page = 0;                // from 1
  std::optional<double> time;  // seconds, of a video frame
  // The best window of the page, the hits between U+E000 and U+E001 (private use, so that no text
  // can forge a mark); the printer turns them into colour, <mark> or **.
  std::string snippet;
  std::vector<core::Box> boxes;  // of the words that hit
  double score = 0;
};

// Under which Query and Answer know a material.
std::string material_key(const std::string& entry, const std::string& material);

struct Query {
  std::string words;
  int limit = 10;
  std::string entry;  // only in this entry; empty: in all
  // Only in these, where it is set: what whoever asks may see.
  std::optional<std::vector<std::string>> among = std::nullopt;
  // Only in these materials (by key), where it is set.
  std::optional<std::vector<std::string>> materials = std::nullopt;
  bool count_materials = false;
};

struct Answer {
  std::vector<Hit> hits;
  std::size_t total = 0;  // pages that match, estimated where many
  // Where it was asked for: how many of them each material has, by key; where they are many, of the
  // best thousand and some.
  std::map<std::string, std::size_t> pages;
};

class Writer {
 public:
  // Errors: conflict (another writer), corrupt or unsupported (not ours, or a newer format).
  static core::Result<std::unique_ptr<Writer>> open(const std::filesystem::path& folder);
  virtual ~Writer() = default;
  // Replaces all pages of the material.
  virtual core::Result<void> put(const std::string& entry, const std::string& material,
                                 const core::Document& document) = 0;
  virtual core::Result<void> remove(const std::string& entry, const std::string& material) = 0;
  virtual core::Result<void> commit() = 0;
};

class Reader {
 public:
  // Errors: not_found (nothing indexed yet), unsupported.
  static core::Result<std::unique_ptr<Reader>> open(const std::filesystem::path& folder);
  virtual ~Reader() = default;
  // Thread-safe. Sees what was committed before the call. Errors: usage (no words), unreadable.
  virtual core::Result<Answer> search(const Query& query) = 0;
};

// A copy of what was committed, made while a writer goes on; not synced. `to` must not be there.
// Errors: not_found (nothing indexed yet), conflict (the writer never rests), unreadable.
core::Result<void> copy_index(const std::filesystem::path& folder, const std::filesystem::path& to);

}  // namespace jianzhen::index
