#include "ingest/archive_reader.h"

#include <archive.h>
#include <locale.h>

#include <array>
#include <cerrno>
#include <string_view>

#include "ingest/failures.h"

namespace jianzhen::ingest {
namespace {

int zip(archive* a) { return archive_read_support_format_zip(a); }
int seven_zip(archive* a) { return archive_read_support_format_7zip(a); }
int rar(archive* a) {
  const int four = archive_read_support_format_rar(a);
  const int five = archive_read_support_format_rar5(a);
  return four < five ? four : five;
}
int tar(archive* a) { return archive_read_support_format_tar(a); }

// One filter, named and not guessed. What is not a tar inside is one file (`raw`).
int filtered(archive* a, int filter) {
  if (archive_read_append_filter(a, filter) < ARCHIVE_WARN) return ARCHIVE_FATAL;
  archive_read_support_format_raw(a);
  return archive_read_support_format_tar(a);
}
int gzip(archive* a) { return filtered(a, ARCHIVE_FILTER_GZIP); }
int bzip2(archive* a) { return filtered(a, ARCHIVE_FILTER_BZIP2); }
int xz(archive* a) { return filtered(a, ARCHIVE_FILTER_XZ); }
int zstd(archive* a) { return filtered(a, ARCHIVE_FILTER_ZSTD); }

struct Kind {
  std::string_view media_type;
  int (*enable)(archive*);
};

constexpr std::array kKinds = {
    Kind{"application/zip", zip},   Kind{"application/x-7z-compressed", seven_zip},
    Kind{"application/x-rar", rar}, Kind{"application/x-tar", tar},
    Kind{"application/gzip", gzip}, Kind{"application/x-bzip2", bzip2},
    Kind{"application/x-xz", xz},   Kind{"application/zstd", zstd},
};

}  // namespace

void ArchiveCloser::operator()(archive* reader) const { archive_read_free(reader); }

namespace {

// libarchive 3.6.2 follows a stray pointer when it is asked of an archive that did not open.
enum class Opened { no, yes };

tl::unexpected<core::Error> failure(archive* reader, Opened opened) {
  const char* text = archive_error_string(reader);
  const std::string detail = text != nullptr ? text : "libarchive says nothing";
  const bool locked = detail.find("passphrase") != std::string::npos ||
                      detail.find("Passphrase") != std::string::npos ||
                      detail.find("ncrypt") != std::string::npos ||
                      (opened == Opened::yes && archive_read_has_encrypted_entries(reader) > 0);
  if (locked) return encrypted(detail);
  if (archive_errno(reader) == ENOMEM) {
    return core::fail(core::ErrorCode::memory,
                      {"展开压缩包所需内存超过限制。", "Unpacking needs more memory than allowed."},
                      detail);
  }
  return corrupt(detail);
}

}  // namespace

tl::unexpected<core::Error> archive_failure(archive* reader) {
  return failure(reader, Opened::yes);
}

namespace {

template <typename Open>
core::Result<ArchiveHandle> opened(const std::string& media_type, Open open) {
  for (const Kind& kind : kKinds) {
    if (kind.media_type != media_type) continue;
    ArchiveHandle reader(archive_read_new());
    if (!reader) return core::fail(core::ErrorCode::memory, {"内存不足。", "Out of memory."});
    if (kind.enable(reader.get()) < ARCHIVE_WARN || open(reader.get()) < ARCHIVE_WARN) {
      return failure(reader.get(), Opened::no);
    }
    return reader;
  }
  return unsupported(media_type);
}

}  // namespace

core::Result<ArchiveHandle> open_archive(const std::filesystem::path& file,
                                         const std::string& media_type) {
  return opened(media_type, [&](archive* reader) {
    constexpr std::size_t kBlock = std::size_t{64} << 10;
    return archive_read_open_filename(reader, file.c_str(), kBlock);
  });
}

core::Result<ArchiveHandle> open_archive(std::string_view bytes, const std::string& media_type) {
  return opened(media_type, [&](archive* reader) {
    return archive_read_open_memory(reader, bytes.data(), bytes.size());
  });
}

struct Utf8Locale::State {
  locale_t utf8;
  locale_t before;
};

Utf8Locale::Utf8Locale() : state_(std::make_unique<State>()) {
  state_->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (state_->utf8 != nullptr) state_->before = uselocale(state_->utf8);
}

Utf8Locale::~Utf8Locale() {
  if (state_->utf8 == nullptr) return;
  uselocale(state_->before);
  freelocale(state_->utf8);
}

}  // namespace jianzhen::ingest
