#pragma once

// A folder of files with their sums, as BagIt 1.0 has it (RFC 8493): the files below data/, and
// beside it manifest-sha256.txt, which anybody can hold them against (`sha256sum -c`). Not
// thread-safe.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "store/hash.h"

namespace jianzhen::store {

struct BagFile {
  std::string path;  // below data/: "blobs/ab/abcd…"
  core::Digest sha256;
};

using BagInfo = std::vector<std::pair<std::string, std::string>>;  // labels of bag-info.txt

struct Bag {
  std::vector<BagFile> files;  // by path
  BagInfo info;
};

// Fills a new bag beside its place and moves it there when it is whole: a bag that can be seen is
// one. Dropping it unfinished leaves nothing.
class BagWriter {
 public:
  // Errors: usage (something is there already), unreadable, no_space.
  static core::Result<BagWriter> begin(const std::filesystem::path& to);
  ~BagWriter();
  BagWriter(BagWriter&& other) noexcept;
  BagWriter& operator=(BagWriter&&) = delete;

  // Where to put a file of that path, before add(); its folder is made. Errors: unreadable,
  // no_space.
  core::Result<std::filesystem::path> place(const std::string& path) const;
  // Takes what was put there, a file or a folder of files. Errors: as hash_file().
  core::Result<void> add(const std::string& path);
  // Takes a file that was put there and whose sum is known.
  void add(const std::string& path, const HashedFile& file);

  // Writes the manifests (date and size among the labels), syncs all of it, gives it its name.
  // Errors: unreadable, no_space.
  core::Result<void> finish(BagInfo info);

 private:
  BagWriter(std::filesystem::path to, std::filesystem::path partial)
      : to_(std::move(to)), partial_(std::move(partial)) {}
  std::filesystem::path to_;
  std::filesystem::path partial_;  // empty once it has its name
  std::vector<BagFile> files_;
  std::uint64_t bytes_ = 0;
};

// What the bag says is in it; its files are not read. Errors: not_found (no bag), unreadable (not a
// whole one: a manifest or what it says of the others does not hold).
core::Result<Bag> open_bag(const std::filesystem::path& folder);

// Files below data/ that the manifest does not name.
core::Result<std::vector<std::string>> strangers(const std::filesystem::path& folder,
                                                 const Bag& bag);

}  // namespace jianzhen::store
