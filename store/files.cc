#include "store/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

namespace jianzhen::store {

using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

constexpr std::size_t kPiece = 1 << 18;  // bytes read at once: of the size of a second-level cache

std::string words_of(int number) { return std::generic_category().message(number); }

}  // namespace

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

Result<void> write_whole(const Fd& fd, const std::filesystem::path& file,
                         std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(cannot_write(file, errno));
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

core::Error cannot_read(const std::filesystem::path& file, int number) {
  const std::string name = file.string();
  if (number == ENOENT || number == ENOTDIR) {
    return {ErrorCode::not_found,
            {"找不到 " + name + "。", "There is no " + name + "."},
            words_of(number),
            name};
  }
  return {ErrorCode::unreadable,
          {"无法读取 " + name + "。", "Cannot read " + name + "."},
          words_of(number),
          name};
}

core::Error cannot_write(const std::filesystem::path& file, int number) {
  const std::string name = file.string();
  if (number == ENOSPC || number == EDQUOT) {
    return {ErrorCode::no_space,
            {"磁盘已满，无法写入 " + name + "。", "The disk is full: cannot write " + name + "."},
            words_of(number),
            name};
  }
  return {ErrorCode::unreadable,
          {"无法写入 " + name + "。", "Cannot write " + name + "."},
          words_of(number),
          name};
}

Result<TemporaryFile> TemporaryFile::make() {
  std::string path = (std::filesystem::temp_directory_path() / "jianzhen-XXXXXX").string();
  Fd fd(::mkstemp(path.data()));
  if (!fd) return fail(cannot_write(path, errno));
  return TemporaryFile(std::move(path), std::move(fd));
}

TemporaryFile::~TemporaryFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Result<void> TemporaryFile::write(std::string_view bytes) const {
  return write_whole(fd_, path_,
                     {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

Result<void> for_each_piece(
    const std::filesystem::path& file,
    const std::function<Result<void>(std::span<const std::uint8_t>)>& take) {
  const Fd in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in) return fail(cannot_read(file, errno));
  std::vector<std::uint8_t> buffer(kPiece);
  while (true) {
    const ssize_t got = ::read(in.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(cannot_read(file, errno));
    if (got == 0) return {};
    if (auto taken = take({buffer.data(), static_cast<std::size_t>(got)}); !taken) return taken;
  }
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) return fail(cannot_write(folder, errno));
  return {};
}

Result<void> sync_file_system(const std::filesystem::path& folder) {
  const Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::syncfs(fd.get()) != 0) return fail(cannot_write(folder, errno));
  return {};
}

Result<void> make_folder(const std::filesystem::path& folder) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return {};
  const std::filesystem::path above = folder.has_parent_path() ? folder.parent_path() : ".";
  if (above != folder && !std::filesystem::exists(above)) {
    if (auto made = make_folder(above); !made) return made;
  }
  if (::mkdir(folder.c_str(), 0750) != 0 && errno != EEXIST) {
    return fail(cannot_write(folder, errno));
  }
  return sync_folder(above);
}

Result<Fd> lock_folder(const std::filesystem::path& folder) {
  Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return fail(cannot_read(folder, errno));
  while (::flock(fd.get(), LOCK_EX) != 0) {
    if (errno != EINTR) return fail(cannot_read(folder, errno));
  }
  return fd;
}

}  // namespace jianzhen::store
