// Names in archives: the input's lines are the raw names of one archive's members. Each becomes
// well-formed UTF-8, and no two are taken under one name.
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "core/text.h"
#include "ingest/archive_name.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jianzhen;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  ingest::MemberNames names;
  std::set<std::string> taken;
  while (!rest.empty()) {
    const std::string_view raw = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(raw.size() + 1, rest.size()));
    const std::string name = ingest::decoded_name(raw);
    if (!core::is_utf8(name)) std::abort();
    ingest::leaves_its_folder(name);
    ingest::is_system_litter(name);
    if (!taken.insert(names.take(name).name).second) std::abort();
  }
  return 0;
}
