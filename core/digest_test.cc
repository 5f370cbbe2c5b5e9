#include "core/digest.h"

#include <gtest/gtest.h>

namespace jianzhen::core {
namespace {

TEST(Digest, hex_goes_there_and_back) {
  const std::string hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  ASSERT_TRUE(Digest::from_hex(hex));
  EXPECT_EQ(Digest::from_hex(hex)->hex(), hex);
}

TEST(Digest, anything_but_64_lower_case_hex_digits_is_no_digest) {
  EXPECT_FALSE(Digest::from_hex(""));
  EXPECT_FALSE(Digest::from_hex(std::string(63, 'a')));
  EXPECT_FALSE(Digest::from_hex(std::string(64, 'A')));
  EXPECT_FALSE(Digest::from_hex("../" + std::string(61, 'a')));
}

}  // namespace
}  // namespace jianzhen::core
