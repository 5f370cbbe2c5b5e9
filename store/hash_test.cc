#include "store/hash.h"

#include <gtest/gtest.h>

#include <string>

#include "store/scratch_folder.h"

namespace jianzhen::store {
namespace {

// FIPS 180-4, examples of NIST.
constexpr char kAbc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr char kMillionA[] = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
constexpr char kNothing[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Hasher, agrees_with_the_standard_s_examples) {
  Hasher hasher;
  hasher.update(bytes_of("abc"));
  EXPECT_EQ(hasher.finish().hex(), kAbc);
  EXPECT_EQ(Hasher().finish().hex(), kNothing);
}

TEST(Hasher, does_not_care_how_the_bytes_are_cut) {
  const std::string all(1'000'000, 'a');
  Hasher hasher;
  for (std::size_t at = 0; at < all.size(); at += 977) {
    hasher.update(bytes_of(std::string_view(all).substr(at, 977)));
  }
  EXPECT_EQ(hasher.finish().hex(), kMillionA);
}

TEST(HashFile, tells_hash_and_length) {
  const ScratchFolder scratch;
  const auto hashed = hash_file(scratch.file("a", std::string(1'000'000, 'a')));
  ASSERT_TRUE(hashed);
  EXPECT_EQ(hashed->sha256.hex(), kMillionA);
  EXPECT_EQ(hashed->bytes, 1'000'000U);
}

TEST(HashFile, a_missing_file_is_named) {
  const ScratchFolder scratch;
  const auto hashed = hash_file(scratch.path() / "没有.pdf");
  ASSERT_FALSE(hashed);
  EXPECT_EQ(hashed.error().code, core::ErrorCode::not_found);
  EXPECT_NE(hashed.error().message.zh.find("没有.pdf"), std::string::npos);
}

TEST(HashFile, a_folder_cannot_be_read) {
  const ScratchFolder scratch;
  const auto hashed = hash_file(scratch.path());
  ASSERT_FALSE(hashed);
  EXPECT_EQ(hashed.error().code, core::ErrorCode::unreadable);
}

}  // namespace
}  // namespace jianzhen::store
