#include "verify/keyed_hash.h"

#include <bit>
#include <random>

namespace jianzhen::verify {
namespace {

constexpr int kBlock = 8;  // bytes

struct Sip {
  std::uint64_t a, b, c, d;

  void rounds(int count) {
    for (int i = 0; i < count; ++i) {
      a += b, c += d;
      b = std::rotl(b, 13) ^ a, d = std::rotl(d, 16) ^ c;
      a = std::rotl(a, 32);
      c += b, a += d;
      b = std::rotl(b, 17) ^ c, d = std::rotl(d, 21) ^ a;
      c = std::rotl(c, 32);
    }
  }

  void take(std::uint64_t block) {
    d ^= block;
    rounds(2);
    a ^= block;
  }
};

// Little-endian; bytes that are not there count as zero.
template <typename Bytes>
std::uint64_t block_at(const Bytes& bytes, std::size_t from) {
  std::uint64_t block = 0;
  for (std::size_t i = 0; i < kBlock && from + i < bytes.size(); ++i) {
    block |= std::uint64_t{static_cast<std::uint8_t>(bytes[from + i])} << (8 * i);
  }
  return block;
}

HashKey drawn_key() {
  std::random_device random;
  HashKey key{};
  for (std::uint8_t& byte : key) byte = static_cast<std::uint8_t>(random());
  return key;
}

}  // namespace

std::uint64_t keyed_hash(std::string_view text, const HashKey& key) {
  const std::uint64_t low = block_at(key, 0);
  const std::uint64_t high = block_at(key, kBlock);
  Sip sip{low ^ 0x736f6d6570736575, high ^ 0x646f72616e646f6d, low ^ 0x6c7967656e657261,
          high ^ 0x7465646279746573};
  std::size_t at = 0;
  for (; at + kBlock <= text.size(); at += kBlock) sip.take(block_at(text, at));
  sip.take(block_at(text, at) | std::uint64_t{text.size() & 0xFF} << 56);
  sip.c ^= 0xFF;
  sip.rounds(4);
  return sip.a ^ sip.b ^ sip.c ^ sip.d;
}

std::uint64_t keyed_hash(std::string_view text) {
  static const HashKey key = drawn_key();
  return keyed_hash(text, key);
}

}  // namespace jianzhen::verify
