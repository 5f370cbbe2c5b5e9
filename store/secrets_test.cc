#include "store/secrets.h"

#include <gtest/gtest.h>

namespace jianzhen::store {
namespace {

TEST(Secrets, no_two_are_the_same_and_each_can_stand_in_a_link) {
  const std::string secret = new_secret();
  EXPECT_EQ(secret.size(), 43);
  EXPECT_EQ(secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                     "0123456789-_"),
            std::string::npos);
  EXPECT_NE(secret, new_secret());
}

TEST(Secrets, what_is_kept_of_one_is_its_sha256) {
  EXPECT_EQ(hash_of_secret("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Secrets, a_password_is_known_again_and_no_other) {
  const std::string hash = hash_of_password("一个足够长的口令");
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_TRUE(is_password("一个足够长的口令", hash));
  EXPECT_FALSE(is_password("一个足够长的口令 ", hash));
}

TEST(Secrets, one_password_has_another_hash_each_time) {
  EXPECT_NE(hash_of_password("same"), hash_of_password("same"));
}

TEST(Secrets, without_a_password_none_fits) {
  EXPECT_FALSE(is_password("", ""));
  EXPECT_FALSE(is_password("anything", ""));
}

}  // namespace
}  // namespace jianzhen::store
