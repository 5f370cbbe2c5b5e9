// entry.json: whatever is accepted is written back and read again as the same entry.
#include <cstdlib>
#include <string_view>

#include "core/entry.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jianzhen;
  const std::string_view json(reinterpret_cast<const char*>(data), size);
  const auto entry = core::parse_entry(json, "LN2024-0001");
  if (!entry) return 0;
  const auto again = core::parse_entry(core::entry_json(*entry), "LN2024-0001");
  if (!again || *again != *entry) std::abort();
  return 0;
}
