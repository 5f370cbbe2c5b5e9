#pragma once

// A walk over ASN.1 in DER, and in BER with indefinite lengths as signers' tools write it (X.690).
// Views into the bytes given; hostile input ends the walk, nothing is read beyond it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jianzhen::ingest {

namespace der {
inline constexpr std::uint8_t kInteger = 0x02;
inline constexpr std::uint8_t kBitString = 0x03;
inline constexpr std::uint8_t kOctetString = 0x04;
inline constexpr std::uint8_t kObjectIdentifier = 0x06;
inline constexpr std::uint8_t kUtf8String = 0x0C;
inline constexpr std::uint8_t kUtcTime = 0x17;
inline constexpr std::uint8_t kGeneralizedTime = 0x18;
inline constexpr std::uint8_t kSequence = 0x30;
inline constexpr std::uint8_t kSet = 0x31;
constexpr std::uint8_t context(int number) { return static_cast<std::uint8_t>(0xA0 + number); }
}  // namespace der

struct DerNode {
  std::uint8_t tag = 0;      // the identifier octet; numbers above 30 are refused
  std::string_view content;  // without the end mark of an indefinite length
  std::string_view whole;    // with header (and end mark)
};

// The nodes that stand beside each other in `bytes`, in order.
class DerReader {
 public:
  explicit DerReader(std::string_view bytes) : rest_(bytes) {}
  // The children of a constructed node.
  explicit DerReader(const DerNode& parent) : rest_(parent.content) {}

  // nothing: the end, or bytes that are no ASN.1.
  std::optional<DerNode> next();
  // The next node, if it has this tag; else it stays where it is.
  std::optional<DerNode> next(std::uint8_t tag);

  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

// The bytes of an OCTET STRING, in one piece or (BER) in several.
std::string octets_of(const DerNode& node);

// The bytes of a BIT STRING; nothing where its length is no multiple of 8.
std::optional<std::string_view> bits_of(const DerNode& node);

// The node again with another tag and a definite length.
std::string retagged(std::uint8_t tag, std::string_view content);

// "1.2.840.113549.1.7.2"; empty where it is no object identifier.
std::string object_identifier(const DerNode& node);

// UTCTime, GeneralizedTime or a text of that form → "2024-07-09 01:30:00 UTC"; empty where it is
// none.
std::string time_of(const DerNode& node);

}  // namespace jianzhen::ingest
