// A signature's CMS container (RFC 5652): read to its end or refused, whatever form is expected.
#include <array>
#include <string_view>

#include "ingest/cms.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jianzhen::ingest;
  const std::string_view der(reinterpret_cast<const char*>(data), size);
  const std::array<std::string_view, 1> content = {"what is signed"};
  for (const CmsContent form :
       {CmsContent::detached, CmsContent::sha1_inside, CmsContent::timestamp_token})
    shown(check_cms(der, form, content));
  return 0;
}
