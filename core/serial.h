#pragma once

// Documents as CBOR (RFC 8949): over the child's pipe and in the cache of readings. What is decoded
// may come from a hostile child, so decoding checks every field and bounds every list.

#include <cstdint>
#include <span>
#include <vector>

#include "core/document.h"
#include "core/error.h"

namespace jianzhen::core {

// Changes with the form below; another version's bytes are refused, never guessed at.
inline constexpr int kDocumentVersion = 3;

std::vector<std::uint8_t> encode(const Page& page);
std::vector<std::uint8_t> encode(const Document& document);
std::vector<std::uint8_t> encode(const Error& error);

// Error: corrupt, where the bytes are not what encode() makes.
Result<Page> decode_page(std::span<const std::uint8_t> cbor);
Result<Document> decode_document(std::span<const std::uint8_t> cbor);
Result<Error> decode_error(std::span<const std::uint8_t> cbor);

// `read --json`'s form of one page (contract.md, "jianzhen read").
std::string page_json(const Page& page);

// … of what a video is …
std::string video_json(const Video& video);

// … and of what a reader noticed, a list.
std::string observations_json(const std::vector<Observation>& observations);

}  // namespace jianzhen::core
