// An OFD package. The input is its entries as text, each after a line "== path", so that what
// mutates is what they say and not the zip around them; all are read, and the first page drawn.
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "ingest/ingest.h"
#include "ingest/test_sink.h"

namespace {

using namespace jianzhen;

void add(archive* writer, std::string_view path, std::string_view bytes) {
  archive_entry* entry = archive_entry_new();
  archive_entry_copy_pathname(entry, std::string(path).c_str());
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, 0644);
  archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
  archive_write_header(writer, entry);
  archive_write_data(writer, bytes.data(), bytes.size());
  archive_entry_free(entry);
}

// Into `file`, stored without compression.
void write_package(int file, std::string_view text) {
  constexpr std::string_view kMark = "== ";
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  archive_write_zip_set_compression_store(writer);
  archive_write_open_fd(writer, file);
  while (text.starts_with(kMark)) {
    text.remove_prefix(kMark.size());
    const std::string_view path = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(path.size() + 1, text.size()));
    const std::size_t next = text.find("\n== ");
    add(writer, path, text.substr(0, next));
    text.remove_prefix(next == text.npos ? text.size() : next + 1);
  }
  archive_write_close(writer);
  archive_write_free(writer);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = ::memfd_create("ofd", MFD_CLOEXEC);
  if (file < 0) std::abort();
  write_package(file, {reinterpret_cast<const char*>(data), size});
  const std::filesystem::path path = "/proc/self/fd/" + std::to_string(file);
  const ingest::FileType type{ingest::FileClass::ofd, "application/ofd"};
  ingest::Limits limits;
  limits.max_pixels = 1e5;
  limits.max_pages = 10;
  ingest::TestSink sink(10);
  if (ingest::read_pages(path, type, limits, {}, sink)) ingest::render(path, type, 1, {}, 100, {});
  ::close(file);
  return 0;
}
