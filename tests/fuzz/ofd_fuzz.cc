// An OFD package. The input is its entries as text, each after a line "== path", so that what
// mutates is what they say and not the zip around them; all are read, and the first page drawn.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "ingest/ingest.h"
#include "ingest/test_sink.h"
#include "ingest/test_zip.h"

namespace {

using namespace jianzhen;

ingest::ZipMembers entries_of(std::string_view text) {
  constexpr std::string_view kMark = "== ";
  ingest::ZipMembers entries;
  while (text.starts_with(kMark)) {
    text.remove_prefix(kMark.size());
    const std::string_view path = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(path.size() + 1, text.size()));
    const std::size_t next = text.find("\n== ");
    entries.emplace_back(path, text.substr(0, next));
    text.remove_prefix(next == text.npos ? text.size() : next + 1);
  }
  return entries;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = ::memfd_create("ofd", MFD_CLOEXEC);
  if (file < 0) std::abort();
  const std::filesystem::path path = "/proc/self/fd/" + std::to_string(file);
  ingest::write_zip(path, entries_of({reinterpret_cast<const char*>(data), size}),
                    ingest::Packing::stored);
  const ingest::FileType type{ingest::FileClass::ofd, "application/ofd"};
  ingest::Limits limits;
  limits.max_pixels = 1e5;
  limits.max_pages = 10;
  ingest::TestSink sink(10);
  if (ingest::read_pages(path, type, limits, {}, sink)) ingest::render(path, type, 1, {}, 100, {});
  ::close(file);
  return 0;
}
