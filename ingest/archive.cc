#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <vector>

#include "ingest/archive_name.h"
#include "ingest/archive_reader.h"
#include "ingest/failures.h"
#include "ingest/ingest.h"

namespace jianzhen::ingest {
namespace {

using core::ErrorCode;
using core::Result;

constexpr std::size_t kNamesTold = 5;  // of members in one message
// A page of one colour or a log shrinks more than 100:1 and harms nobody: below this size the ratio
// is not asked.
constexpr std::uint64_t kRatioFreeBytes = std::uint64_t{32} << 20;

tl::unexpected<core::Error> not_a_plain_file() {
  return core::fail(ErrorCode::unsafe,
                    {"压缩包内的这一项是链接或设备文件，没有展开。",
                     "This item of the archive is a link or a device; it was not unpacked."},
                    "not a regular file");
}

tl::unexpected<core::Error> path_out() {
  return core::fail(ErrorCode::unsafe,
                    {"压缩包内的这一项路径指向目标文件夹之外，没有展开。",
                     "The path of this item leaves the folder; it was not unpacked."},
                    "path escape");
}

tl::unexpected<core::Error> bomb(const std::string& detail) {
  return core::fail(ErrorCode::unsafe,
                    {"压缩包展开后过大或条目过多（疑似压缩炸弹），已停止展开。",
                     "The archive unpacks to too much (a possible bomb); unpacking was stopped."},
                    detail);
}

tl::unexpected<core::Error> nested_too_deep(int depth) {
  return core::fail(ErrorCode::unsafe,
                    {"压缩包嵌套层数过多，没有继续展开。",
                     "Archives are nested too deep; this one was not unpacked."},
                    "depth " + std::to_string(depth));
}

// What may still be unpacked. Sizes in headers are not believed; only bytes that came out count.
class Budget {
 public:
  Budget(const Limits& limits, std::uint64_t archive_bytes)
      : bytes_(std::min(limits.max_unpacked_bytes,
                        std::max(kRatioFreeBytes,
                                 static_cast<std::uint64_t>(static_cast<double>(archive_bytes) *
                                                            limits.max_unpack_ratio)))),
        entries_(limits.max_archive_entries) {}

  bool takes_entry() { return --entries_ >= 0; }
  bool takes_bytes(std::uint64_t count) {
    used_ += count;
    return used_ <= bytes_;
  }
  std::uint64_t used() const { return used_; }

 private:
  std::uint64_t bytes_;
  std::uint64_t used_ = 0;
  int entries_;
};

class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path path)
      : path_(std::move(path)),
        fd_(open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)) {}
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile() {
    if (fd_ >= 0) close(fd_);
  }

  bool is_open() const { return fd_ >= 0; }

  bool write_at(const char* data, std::size_t size, off_t offset) const {
    while (size > 0) {
      const ssize_t n = pwrite(fd_, data, size, offset);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return false;
      data += n;
      size -= static_cast<std::size_t>(n);
      offset += n;
    }
    return true;
  }

  bool grow_to(std::uint64_t size) const { return ftruncate(fd_, static_cast<off_t>(size)) == 0; }

 private:
  std::filesystem::path path_;
  int fd_;
};

// How the unpacking of one member ended. `fatal` ends the archive, `own` is the member's alone.
struct Unpacked {
  std::uint64_t bytes = 0;
  std::optional<core::Error> own;
  std::optional<core::Error> fatal;
};

Unpacked write_member(archive* reader, const std::filesystem::path& to, Budget& budget) {
  Unpacked result;
  const OutputFile out(to);
  if (!out.is_open()) {
    result.fatal = system_failure(errno, "create " + to.string()).value();
    return result;
  }
  for (;;) {
    const void* data = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    const int status = archive_read_data_block(reader, &data, &size, &offset);
    if (status == ARCHIVE_EOF) break;
    if (status == ARCHIVE_RETRY) continue;
    if (status < ARCHIVE_WARN) {
      auto error = archive_failure(reader).value();
      (status == ARCHIVE_FATAL ? result.fatal : result.own) = std::move(error);
      break;
    }
    // Holes of a sparse file count: whoever reads it meets them as zeros.
    const std::uint64_t end = static_cast<std::uint64_t>(offset) + size;
    if (end > result.bytes) {
      if (!budget.takes_bytes(end - result.bytes)) {
        result.fatal = bomb("unpacked " + std::to_string(budget.used()) + " bytes").value();
        break;
      }
      result.bytes = end;
    }
    if (!out.write_at(static_cast<const char*>(data), size, offset)) {
      result.fatal = system_failure(errno, "write " + to.string()).value();
      break;
    }
  }
  if (!result.fatal && !out.grow_to(result.bytes)) {
    result.fatal = system_failure(errno, "write " + to.string()).value();
  }
  return result;
}

Member named(archive_entry* entry) {
  Member member;
  const char* raw = archive_entry_pathname(entry);
  if (raw == nullptr) raw = archive_entry_pathname_utf8(entry);
  if (raw != nullptr) member.raw_name = raw;
  // One compressed file without a name of its own: libarchive calls it "data".
  member.name = decoded_name(member.raw_name);
  return member;
}

std::optional<core::Error> refusal(archive_entry* entry, const Member& member) {
  const bool link =
      archive_entry_hardlink(entry) != nullptr || archive_entry_symlink(entry) != nullptr;
  if (link || archive_entry_filetype(entry) != AE_IFREG) return not_a_plain_file().value();
  if (leaves_its_folder(member.name)) return path_out().value();
  return std::nullopt;
}

bool is_directory(archive_entry* entry, const Member& member) {
  return archive_entry_filetype(entry) == AE_IFDIR || member.name.ends_with('/');
}

// Unpacks one archive; keeps what the end of it needs to know.
class Unpacker {
 public:
  Unpacker(archive* reader, Budget budget, const std::filesystem::path& scratch,
           const std::function<void(Member)>& give)
      : reader_(reader), budget_(budget), scratch_(scratch), give_(give) {}

  Result<void> run() {
    auto end = members();
    for (Member& member : found_) give_(std::move(member));
    return end;
  }

 private:
  Result<void> members() {
    archive_entry* entry = nullptr;
    for (;;) {
      const int status = archive_read_next_header(reader_, &entry);
      if (status == ARCHIVE_EOF) return at_end();
      if (status == ARCHIVE_RETRY) continue;
      if (status < ARCHIVE_WARN) return archive_failure(reader_);
      if (!budget_.takes_entry()) {
        found_.clear();  // reading all that fitted would be the harm that was meant
        return bomb("too many entries");
      }
      if (auto failed = one(entry)) return core::fail(std::move(*failed));
    }
  }

  std::optional<core::Error> one(archive_entry* entry) {
    Member member = named(entry);
    if (is_directory(entry, member) || is_system_litter(member.name)) return std::nullopt;
    ++members_;
    if (auto refused = refusal(entry, member)) {
      if (!refused_) refused_ = std::move(refused);
      if (refused_names_.size() < kNamesTold) refused_names_.push_back(member.name);
      return std::nullopt;
    }
    MemberNames::Taken taken = names_.take(member.name);
    member.name = std::move(taken.name);
    member.same_name_as = std::move(taken.first);
    member.file = scratch_ / std::to_string(members_);
    Unpacked unpacked = write_member(reader_, member.file, budget_);
    member.bytes = unpacked.bytes;
    if (!unpacked.fatal && !unpacked.own) {
      ++readable_;
      found_.push_back(std::move(member));
      return std::nullopt;
    }
    return failed(std::move(member), std::move(unpacked));
  }

  // A fatal end within a member is the archive's to tell: what stood behind it nobody has seen.
  std::optional<core::Error> failed(Member member, Unpacked unpacked) {
    std::error_code ignored;
    std::filesystem::remove(member.file, ignored);
    member.file.clear();
    member.error = unpacked.fatal ? unpacked.fatal : unpacked.own;
    if (member.error->code == ErrorCode::encrypted) {
      ++encrypted_;
      // The other members may be open: the end of the archive decides.
      unpacked.fatal.reset();
    }
    if (unpacked.fatal) return with_names(std::move(*unpacked.fatal), {member.name});
    found_.push_back(std::move(member));
    return std::nullopt;
  }

  // The same words, and which members they are about.
  static core::Error with_names(core::Error error, const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : "、") + name;
    error.message.zh += "（" + list + "）";
    error.message.en += " (" + list + ")";
    return error;
  }

  Result<void> at_end() const {
    if (refused_) return core::fail(with_names(*refused_, refused_names_));
    if (encrypted_ > 0 && readable_ == 0) return encrypted("every member is encrypted");
    if (members_ == 0) return empty_file("no member");
    return {};
  }

  archive* reader_;
  Budget budget_;
  const std::filesystem::path& scratch_;
  const std::function<void(Member)>& give_;
  std::vector<Member> found_;  // given when the end is known
  // A link or a path out makes the whole archive unsafe; its other members are read all the same.
  std::optional<core::Error> refused_;
  std::vector<std::string> refused_names_;
  MemberNames names_;
  int members_ = 0;
  int readable_ = 0;
  int encrypted_ = 0;
};

}  // namespace

Result<void> unpack(const std::filesystem::path& archive, const FileType& type, int depth,
                    const Limits& limits, const std::filesystem::path& scratch,
                    const std::function<void(Member)>& member) {
  if (depth > limits.max_archive_depth) return nested_too_deep(depth);
  const Utf8Locale utf8;
  const auto reader = open_archive(archive, type.media_type);
  if (!reader) return core::fail(reader.error());
  std::error_code error;
  const auto bytes = std::filesystem::file_size(archive, error);
  if (error) return system_failure(error.value(), "stat " + archive.string());
  return Unpacker(reader->get(), Budget(limits, bytes), scratch, member).run();
}

}  // namespace jianzhen::ingest
