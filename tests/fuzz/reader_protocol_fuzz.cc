// What a hostile child may send down its pipe, and what may be kept as a reading: frames, and in
// each the payload of its type. The parent lives, and a member's file never leaves its scratch.
#include <cstdlib>

#include "api/reader/protocol.h"
#include "core/serial.h"

namespace {

using namespace jianzhen;

void decode(const api::Frame& frame) {
  switch (frame.type) {
    case api::FrameType::info:
    case api::FrameType::observed:
      core::decode_document(frame.payload);
      break;
    case api::FrameType::page:
      if (const auto page = core::decode_page(frame.payload)) core::page_json(*page);
      break;
    case api::FrameType::member: {
      const auto member = api::decode_member(frame.payload);
      if (member && member->file.find('/') != std::string::npos) std::abort();
      break;
    }
    case api::FrameType::error:
      core::decode_error(frame.payload);
      break;
    default:
      break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span bytes(data, size);
  api::decode_request(bytes);
  api::FrameParser parser;
  parser.feed(bytes);
  while (true) {
    const auto frame = parser.next();
    if (!frame || !*frame) return 0;
    decode(**frame);
  }
}
