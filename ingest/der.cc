#include "ingest/der.h"

#include <algorithm>

namespace jianzhen::ingest {
namespace {

constexpr int kDepth = 32;  // of indefinite lengths within each other
constexpr std::uint8_t kConstructed = 0x20;
constexpr std::uint8_t kLongForm = 0x80;
constexpr std::uint8_t kHighTag = 0x1F;

struct Header {
  std::uint8_t tag = 0;
  std::size_t size = 0;    // of the header itself
  std::size_t length = 0;  // of the content, where it is definite
  bool indefinite = false;
};

std::optional<Header> header_of(std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  Header header{.tag = static_cast<std::uint8_t>(bytes[0]), .size = 2};
  if ((header.tag & kHighTag) == kHighTag) return std::nullopt;
  const auto first = static_cast<std::uint8_t>(bytes[1]);
  if (first < kLongForm) {
    header.length = first;
  } else if (first == kLongForm) {
    header.indefinite = true;
    if ((header.tag & kConstructed) == 0) return std::nullopt;
  } else {
    const std::size_t count = first - kLongForm;
    if (count > 4 || bytes.size() < 2 + count) return std::nullopt;
    for (std::size_t i = 0; i < count; ++i) {
      header.length = header.length << 8 | static_cast<std::uint8_t>(bytes[2 + i]);
    }
    header.size += count;
  }
  if (!header.indefinite && header.length > bytes.size() - header.size) return std::nullopt;
  return header;
}

bool is_end_mark(std::string_view bytes) {
  return bytes.size() >= 2 && bytes[0] == '\0' && bytes[1] == '\0';
}

std::optional<DerNode> node_of(std::string_view bytes, int depth) {
  const auto header = header_of(bytes);
  if (!header || depth > kDepth) return std::nullopt;
  if (!header->indefinite) {
    return DerNode{header->tag, bytes.substr(header->size, header->length),
                   bytes.substr(0, header->size + header->length)};
  }
  std::size_t at = header->size;
  while (!is_end_mark(bytes.substr(at))) {
    const auto child = node_of(bytes.substr(at), depth + 1);
    if (!child) return std::nullopt;
    at += child->whole.size();
  }
  return DerNode{header->tag, bytes.substr(header->size, at - header->size),
                 bytes.substr(0, at + 2)};
}

void append_octets(const DerNode& node, int depth, std::string& bytes) {
  if ((node.tag & kConstructed) == 0) {
    bytes += node.content;
    return;
  }
  DerReader parts(node);
  while (const auto part = parts.next()) {
    if (depth < kDepth) append_octets(*part, depth + 1, bytes);
  }
}

}  // namespace

std::optional<DerNode> DerReader::next() {
  const auto node = node_of(rest_, 0);
  if (node) rest_.remove_prefix(node->whole.size());
  return node;
}

std::optional<DerNode> DerReader::next(std::uint8_t tag) {
  if (rest_.empty() || static_cast<std::uint8_t>(rest_[0]) != tag) return std::nullopt;
  return next();
}

std::string octets_of(const DerNode& node) {
  std::string bytes;
  append_octets(node, 0, bytes);
  return bytes;
}

std::optional<std::string_view> bits_of(const DerNode& node) {
  if (node.content.empty() || node.content[0] != '\0') return std::nullopt;
  return node.content.substr(1);
}

std::string retagged(std::uint8_t tag, std::string_view content) {
  std::string bytes(1, static_cast<char>(tag));
  if (content.size() < kLongForm) {
    bytes += static_cast<char>(content.size());
  } else {
    std::string length;
    for (std::size_t left = content.size(); left > 0; left >>= 8) {
      length.insert(length.begin(), static_cast<char>(left & 0xFF));
    }
    bytes += static_cast<char>(kLongForm + length.size());
    bytes += length;
  }
  bytes += content;
  return bytes;
}

std::string object_identifier(const DerNode& node) {
  constexpr unsigned kArcs = 40;  // X.690, 8.19.4: the first two arcs share one number
  if (node.tag != der::kObjectIdentifier || node.content.empty()) return {};
  std::string text;
  std::uint64_t arc = 0;
  for (const char c : node.content) {
    const auto byte = static_cast<std::uint8_t>(c);
    arc = arc << 7 | (byte & 0x7FU);
    if (arc > UINT32_MAX) return {};
    if ((byte & 0x80U) != 0) continue;
    if (text.empty()) {
      const std::uint64_t first = std::min<std::uint64_t>(arc / kArcs, 2);
      text = std::to_string(first) + "." + std::to_string(arc - first * kArcs);
    } else {
      text += "." + std::to_string(arc);
    }
    arc = 0;
  }
  return text;
}

std::string time_of(const DerNode& node) {
  std::string digits;
  for (const char c : node.content) {
    if (c < '0' || c > '9') break;
    digits += c;
  }
  if (node.tag == der::kUtcTime && digits.size() >= 2) {
    // RFC 5280, 4.1.2.5.1: two digits of the year stand for 1950 to 2049.
    digits.insert(0, digits[0] >= '5' ? "19" : "20");
  }
  if (digits.size() < 14) return {};
  const bool utc = node.content.ends_with('Z');
  const auto two = [&](std::size_t at) { return digits.substr(at, 2); };
  return digits.substr(0, 4) + "-" + two(4) + "-" + two(6) + " " + two(8) + ":" + two(10) + ":" +
         two(12) + (utc ? " UTC" : "");
}

}  // namespace jianzhen::ingest
