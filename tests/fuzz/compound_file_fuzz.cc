// The directory of an OLE compound file, and whether it is locked.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "ingest/compound_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jianzhen;
  const int file = ::memfd_create("compound", MFD_CLOEXEC);
  if (file < 0 || ::write(file, data, size) != static_cast<ssize_t>(size)) std::abort();
  const std::filesystem::path path = "/proc/self/fd/" + std::to_string(file);
  if (const auto found = ingest::look_into_compound(path)) ingest::needs_password(path, *found);
  ::close(file);
  return 0;
}
