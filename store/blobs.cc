#include "store/blobs.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <system_error>

#include "store/files.h"

namespace jianzhen::store {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

constexpr char kIncoming[] = "incoming";  // files that are being written
constexpr mode_t kReadOnly = 0440;        // what is there is never changed

// The 256 folders "00" … "ff", made at once, so that a commit has one folder to sync, not two.
std::vector<std::string> shelves() {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::vector<std::string> names;
  for (const char high : kHex) {
    for (const char low : kHex) names.push_back({high, low});
  }
  return names;
}

fs::path shelf_of(const fs::path& folder, const core::Digest& sha256) {
  return folder / sha256.hex().substr(0, 2);
}

// A writer holds a lock on its file as long as it lives, and the lock dies with the process: a file
// that can be locked was left behind.
void remove_leftovers(const fs::path& incoming) {
  std::error_code ignored;
  for (const fs::directory_entry& left : fs::directory_iterator(incoming, ignored)) {
    const Fd fd(::open(left.path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (fd && ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) fs::remove(left.path(), ignored);
  }
}

bool was_removed(const Fd& fd) {
  struct stat status {};
  return ::fstat(fd.get(), &status) != 0 || status.st_nlink == 0;
}

}  // namespace

struct BlobWriter::State {
  fs::path folder;
  fs::path file;  // in incoming/; empty once it has its name
  Fd fd;
  Hasher hasher;
  std::uint64_t bytes = 0;

  ~State() {
    if (!file.empty()) ::unlink(file.c_str());
  }
};

BlobWriter::BlobWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlobWriter::~BlobWriter() = default;
BlobWriter::BlobWriter(BlobWriter&&) noexcept = default;

Result<void> BlobWriter::write(std::span<const std::uint8_t> bytes) {
  state_->hasher.update(bytes);
  state_->bytes += bytes.size();
  return write_whole(state_->fd, state_->folder, bytes);
}

Result<HashedFile> BlobWriter::commit() {
  const HashedFile result{state_->hasher.finish(), state_->bytes};
  const fs::path shelf = shelf_of(state_->folder, result.sha256);
  const fs::path target = shelf / result.sha256.hex();
  if (::fchmod(state_->fd.get(), kReadOnly) != 0 || ::fsync(state_->fd.get()) != 0) {
    return fail(cannot_write(target, errno));
  }
  // Over a blob that is there already: the same bytes by its name, and whole if that one was not.
  if (::rename(state_->file.c_str(), target.c_str()) != 0) return fail(cannot_write(target, errno));
  state_->file.clear();
  if (auto synced = sync_folder(shelf); !synced) return fail(synced.error());
  return result;
}

Result<Blobs> Blobs::open(const fs::path& folder) {
  const fs::path incoming = folder / kIncoming;
  if (auto made = make_folder(incoming); !made) return fail(made.error());
  bool any_new = false;
  for (const std::string& name : shelves()) {
    const fs::path shelf = folder / name;
    if (::mkdir(shelf.c_str(), 0750) == 0) {
      any_new = true;
    } else if (errno != EEXIST) {
      return fail(cannot_write(shelf, errno));
    }
  }
  if (any_new) {
    if (auto synced = sync_folder(folder); !synced) return fail(synced.error());
  }
  remove_leftovers(incoming);
  return Blobs(folder);
}

Result<BlobWriter> Blobs::begin() const {
  auto state = std::make_unique<BlobWriter::State>();
  state->folder = folder_;
  while (true) {
    std::string name = (folder_ / kIncoming / "XXXXXX").string();
    state->fd = Fd(::mkostemp(name.data(), O_CLOEXEC));
    if (!state->fd) return fail(cannot_write(folder_ / kIncoming, errno));
    state->file = name;
    // Another process may open the folder between the two calls and take the file for a leftover.
    if (::flock(state->fd.get(), LOCK_EX | LOCK_NB) == 0 && !was_removed(state->fd)) {
      return BlobWriter(std::move(state));
    }
  }
}

Result<HashedFile> Blobs::put_file(const fs::path& file) const {
  auto hashed = hash_file(file);
  if (!hashed) return hashed;
  struct stat there {};
  const fs::path target = shelf_of(folder_, hashed->sha256) / hashed->sha256.hex();
  if (::stat(target.c_str(), &there) == 0 &&
      static_cast<std::uint64_t>(there.st_size) == hashed->bytes) {
    if (auto synced = sync_folder(target.parent_path()); !synced) return fail(synced.error());
    return hashed;
  }
  auto writer = begin();
  if (!writer) return fail(writer.error());
  const auto copied = for_each_piece(
      file, [&](std::span<const std::uint8_t> piece) { return writer->write(piece); });
  if (!copied) return fail(copied.error());
  return writer->commit();
}

Result<void> Blobs::adopt(const fs::path& file, const core::Digest& sha256) const {
  const fs::path shelf = shelf_of(folder_, sha256);
  const fs::path target = shelf / sha256.hex();
  const Fd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd) return fail(cannot_read(file, errno));
  if (::fchmod(fd.get(), kReadOnly) != 0 || ::fsync(fd.get()) != 0 ||
      ::rename(file.c_str(), target.c_str()) != 0) {
    return fail(cannot_write(target, errno));
  }
  return sync_folder(shelf);
}

Result<fs::path> Blobs::path(const core::Digest& sha256) const {
  fs::path file = shelf_of(folder_, sha256) / sha256.hex();
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) {
    return fail(ErrorCode::not_found,
                {"库中没有文件 " + sha256.hex() + "。", "No stored file " + sha256.hex() + "."},
                std::generic_category().message(errno), file.string());
  }
  return file;
}

Result<Blobs::Listing> Blobs::list() const {
  Listing listing;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder_, error), end; !error && it != end;
       it.increment(error)) {
    const fs::path& file = it->path();
    const std::string name = file.filename().string();
    const auto digest = core::Digest::from_hex(name);
    if (it.depth() == 0 && name == kIncoming) {
      it.disable_recursion_pending();
    } else if (digest && it.depth() == 1 && file.parent_path().filename() == name.substr(0, 2) &&
               it->symlink_status(error).type() == fs::file_type::regular) {
      listing.blobs.push_back(*digest);
    } else if (!it->is_directory(error) || it->is_symlink(error)) {
      listing.strangers.push_back(file);
    }
  }
  if (error) return fail(cannot_read(folder_, error.value()));
  std::sort(listing.blobs.begin(), listing.blobs.end());
  std::sort(listing.strangers.begin(), listing.strangers.end());
  return listing;
}

}  // namespace jianzhen::store
