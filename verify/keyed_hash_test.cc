#include "verify/keyed_hash.h"

#include <gtest/gtest.h>

#include <numeric>
#include <string>

namespace jianzhen::verify {
namespace {

// The vectors of the reference implementation: key 00 … 0f, message 00, 01, 02 … of each length.
TEST(KeyedHash, is_siphash) {
  HashKey key{};
  std::iota(key.begin(), key.end(), std::uint8_t{0});
  std::string message(15, '\0');
  std::iota(message.begin(), message.end(), '\0');
  EXPECT_EQ(keyed_hash(std::string_view(message).substr(0, 0), key), 0x726fdb47dd0e0e31U);
  EXPECT_EQ(keyed_hash(std::string_view(message).substr(0, 1), key), 0x74f839c593dc67fdU);
  EXPECT_EQ(keyed_hash(std::string_view(message).substr(0, 8), key), 0x93f5f5799a932462U);
  EXPECT_EQ(keyed_hash(message, key), 0xa129ca6149be45e5U);
}

TEST(KeyedHash, is_the_same_for_the_same_number_in_one_process) {
  EXPECT_EQ(keyed_hash("210101190001010014"), keyed_hash("210101190001010014"));
  EXPECT_NE(keyed_hash("210101190001010014"), keyed_hash("210101190001010022"));
}

}  // namespace
}  // namespace jianzhen::verify
