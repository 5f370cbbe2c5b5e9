#include "store/seal.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "store/scratch_folder.h"

namespace jianzhen::store {
namespace {

TEST(Seal, what_is_sealed_is_opened_with_the_same_key_alone) {
  const ScratchFolder scratch;
  const SealKey key = SealKey::load_or_make(scratch.path() / "service.key").value();
  const SealKey other = SealKey::load_or_make(scratch.path() / "other.key").value();
  const std::string sealed = key.seal("JBSWY3DPEHPK3PXP");
  EXPECT_EQ(sealed.find("JBSWY3DPEHPK3PXP"), std::string::npos);
  EXPECT_EQ(key.open(sealed), "JBSWY3DPEHPK3PXP");
  EXPECT_EQ(key.open(key.seal("")), "");
  EXPECT_NE(key.seal("same"), key.seal("same"));
  EXPECT_FALSE(other.open(sealed));
}

TEST(Seal, what_was_changed_is_not_opened) {
  const ScratchFolder scratch;
  const SealKey key = SealKey::load_or_make(scratch.path() / "service.key").value();
  std::string sealed = key.seal("JBSWY3DPEHPK3PXP");
  sealed[sealed.size() - 3] = sealed[sealed.size() - 3] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(key.open(sealed));
  EXPECT_FALSE(key.open("sealed:"));
  EXPECT_FALSE(key.open("sealed:!"));
  EXPECT_FALSE(key.open("JBSWY3DPEHPK3PXP"));
}

TEST(Seal, the_key_is_made_once_for_its_owners_eyes) {
  const ScratchFolder scratch;
  const auto file = scratch.path() / "service.key";
  const std::string sealed = SealKey::load_or_make(file)->seal("x");
  EXPECT_EQ(SealKey::load_or_make(file)->open(sealed), "x");
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(Seal, a_file_that_holds_no_key_is_refused_and_left_alone) {
  const ScratchFolder scratch;
  for (const char* content : {"", "too short", "no base64 at all, but of a fitting length !"}) {
    const auto file = scratch.file("service.key", content);
    EXPECT_EQ(SealKey::load_or_make(file).error().code, core::ErrorCode::corrupt);
    std::string kept;
    std::getline(std::ifstream(file), kept);
    EXPECT_EQ(kept, content);
  }
}

}  // namespace
}  // namespace jianzhen::store
