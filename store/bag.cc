#include "store/bag.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>

#include "store/files.h"
#include "store/sql.h"

namespace jianzhen::store {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

constexpr char kDeclaration[] = "bagit.txt";
constexpr char kInfo[] = "bag-info.txt";
constexpr char kManifest[] = "manifest-sha256.txt";
constexpr char kTagManifest[] = "tagmanifest-sha256.txt";  // of the three above
constexpr std::string_view kVersion = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
constexpr std::string_view kPayload = "data/";

std::string manifest_line(const core::Digest& sha256, const std::string& path) {
  return sha256.hex() + "  " + path + "\n";
}

Result<void> write_file(const fs::path& file, std::string_view text) {
  const Fd out(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
  if (!out) return fail(cannot_write(file, errno));
  return write_whole(out, file, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

Result<std::string> text_of(const fs::path& file) {
  std::string text;
  const auto read = for_each_piece(file, [&](std::span<const std::uint8_t> piece) -> Result<void> {
    text.append(piece.begin(), piece.end());
    return {};
  });
  if (!read) return fail(read.error());
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  return lines;
}

tl::unexpected<core::Error> not_whole(const fs::path& folder, const std::string& what) {
  return fail(ErrorCode::unreadable,
              {"这份备份不完整或已被改动：" + folder.string() + "（" + what + "）。",
               "Not a whole backup, or an altered one: " + folder.string() + " (" + what + ")."},
              {}, folder.string());
}

// A path that stays below the folder it is meant from.
bool is_within(const std::string& path) {
  const fs::path plain = fs::path(path).lexically_normal();
  return !path.empty() && plain.is_relative() && *plain.begin() != ".." && plain == path;
}

Result<std::vector<BagFile>> manifest_of(const fs::path& folder, const char* name) {
  const auto text = text_of(folder / name);
  if (!text) return fail(text.error());
  std::vector<BagFile> files;
  for (const std::string& line : lines_of(*text)) {
    const auto sha256 = core::Digest::from_hex(line.substr(0, 64));
    if (!sha256 || line.substr(64, 2) != "  " || !is_within(line.substr(66))) {
      return not_whole(folder, name);
    }
    files.push_back({line.substr(66), *sha256});
  }
  return files;
}

// Everything below `path` that is a file, by path.
Result<std::vector<std::string>> files_below(const fs::path& root, const fs::path& path) {
  std::vector<std::string> files;
  std::error_code error;
  auto at = fs::recursive_directory_iterator(path, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (!at->is_directory()) files.push_back(at->path().lexically_relative(root).string());
  }
  if (error) return fail(cannot_read(path, error.value()));
  std::ranges::sort(files);
  return files;
}

}  // namespace

Result<BagWriter> BagWriter::begin(const fs::path& to) {
  const fs::path place = fs::absolute(to).lexically_normal();
  std::error_code unknown;
  if (fs::exists(fs::symlink_status(place, unknown))) {
    return fail(ErrorCode::usage, {place.string() + " 已经存在。每份备份放在一个新的文件夹里。",
                                   place.string() + " is there already. Every backup is a new "
                                                    "folder of its own."});
  }
  if (auto made = make_folder(place.parent_path()); !made) return fail(made.error());
  std::string partial = place.string() + ".partial-XXXXXX";
  if (::mkdtemp(partial.data()) == nullptr) return fail(cannot_write(place, errno));
  BagWriter bag(place, partial);
  if (auto made = make_folder(bag.partial_ / kPayload); !made) return fail(made.error());
  return bag;
}

BagWriter::BagWriter(BagWriter&& other) noexcept
    : to_(std::move(other.to_)),
      partial_(std::exchange(other.partial_, {})),
      files_(std::move(other.files_)),
      bytes_(other.bytes_) {}

BagWriter::~BagWriter() {
  std::error_code ignored;
  if (!partial_.empty()) fs::remove_all(partial_, ignored);
}

Result<fs::path> BagWriter::place(const std::string& path) const {
  const fs::path at = partial_ / kPayload / path;
  std::error_code error;
  fs::create_directories(at.parent_path(), error);
  if (error) return fail(cannot_write(at, error.value()));
  return at;
}

Result<void> BagWriter::add(const std::string& path) {
  const fs::path root = partial_ / kPayload;
  std::vector<std::string> paths = {path};
  if (fs::is_directory(root / path)) {
    auto below = files_below(root, root / path);
    if (!below) return fail(below.error());
    paths = std::move(*below);
  }
  for (const std::string& one : paths) {
    const auto hashed = hash_file(root / one);
    if (!hashed) return fail(hashed.error());
    add(one, *hashed);
  }
  return {};
}

void BagWriter::add(const std::string& path, const HashedFile& file) {
  files_.push_back({path, file.sha256});
  bytes_ += file.bytes;
}

Result<void> BagWriter::finish(BagInfo info) {
  info.emplace_back("Bagging-Date", utc_now().substr(0, 10));
  info.emplace_back("Payload-Oxum", std::to_string(bytes_) + "." + std::to_string(files_.size()));
  std::ranges::sort(files_, {}, &BagFile::path);
  std::string manifest;
  for (const BagFile& file : files_) {
    manifest += manifest_line(file.sha256, std::string(kPayload) + file.path);
  }
  std::string labels;
  for (const auto& [label, value] : info)
    labels.append(label).append(": ").append(value).append("\n");
  std::string tags;
  for (const auto& [name, text] : {std::pair<const char*, std::string_view>{kInfo, labels},
                                   {kDeclaration, kVersion},
                                   {kManifest, manifest}}) {
    if (auto written = write_file(partial_ / name, text); !written) return written;
    tags += manifest_line(sha256_of(text), name);
  }
  if (auto written = write_file(partial_ / kTagManifest, tags); !written) return written;
  if (auto synced = sync_file_system(partial_); !synced) return synced;
  if (::rename(partial_.c_str(), to_.c_str()) != 0) return fail(cannot_write(to_, errno));
  partial_.clear();
  return sync_folder(to_.parent_path());
}

Result<Bag> open_bag(const fs::path& folder) {
  std::error_code unknown;
  if (!fs::is_directory(folder, unknown)) return fail(cannot_read(folder, ENOENT));
  const auto tags = manifest_of(folder, kTagManifest);
  if (!tags) return not_whole(folder, kTagManifest);
  for (const char* name : {kDeclaration, kInfo, kManifest}) {
    const auto tag = std::ranges::find(*tags, std::string(name), &BagFile::path);
    const auto hashed = hash_file(folder / name);
    if (tag == tags->end() || !hashed || hashed->sha256 != tag->sha256) {
      return not_whole(folder, name);
    }
  }
  if (text_of(folder / kDeclaration) != std::string(kVersion)) {
    return not_whole(folder, kDeclaration);
  }
  auto files = manifest_of(folder, kManifest);
  if (!files) return fail(files.error());
  Bag bag;
  for (BagFile& file : *files) {
    if (!file.path.starts_with(kPayload)) return not_whole(folder, kManifest);
    bag.files.push_back({file.path.substr(kPayload.size()), file.sha256});
  }
  for (const std::string& line : lines_of(text_of(folder / kInfo).value_or(""))) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) return not_whole(folder, kInfo);
    bag.info.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  return bag;
}

Result<std::vector<std::string>> strangers(const fs::path& folder, const Bag& bag) {
  auto there = files_below(folder / kPayload, folder / kPayload);
  if (!there) return there;
  std::erase_if(*there, [&](const std::string& path) {
    return std::ranges::binary_search(bag.files, path, {}, &BagFile::path);
  });
  return there;
}

}  // namespace jianzhen::store
