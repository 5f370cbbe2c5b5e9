// A form with boundary "b". However it is cut into pieces, the same parts come out, or none do.
#include <cstdlib>
#include <string>
#include <string_view>

#include "api/http/multipart.h"

namespace {

using namespace jianzhen;

class Notes : public http::PartSink {
 public:
  core::Result<void> begin(const http::PartHead& head) override {
    text += head.name + '\n' + head.filename.value_or("") + '\n';
    return {};
  }
  core::Result<void> data(std::string_view bytes) override {
    text += bytes;
    return {};
  }
  core::Result<void> end() override {
    text += '\n';
    return {};
  }
  std::string text;
};

std::string parsed(std::string_view body, std::size_t piece) {
  Notes notes;
  http::MultipartParser parser("b", notes);
  for (std::size_t at = 0; at < body.size(); at += piece) {
    if (!parser.feed(body.substr(at, piece))) return "refused";
  }
  return parser.finish() ? notes.text : "refused";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  http::multipart_boundary(body);
  const std::string whole = parsed(body, size + 1);
  for (const std::size_t piece : {1, 7}) {
    if (parsed(body, piece) != whole) std::abort();
  }
  return 0;
}
