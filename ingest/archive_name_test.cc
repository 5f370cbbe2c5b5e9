#include "ingest/archive_name.h"

#include <gtest/gtest.h>

namespace jianzhen::ingest {
namespace {

TEST(ArchiveName, utf8_stays) { EXPECT_EQ(decoded_name("证明/营业执照.pdf"), "证明/营业执照.pdf"); }

TEST(ArchiveName, gbk_of_windows_tools_is_read) {
  EXPECT_EQ(decoded_name("\xD6\xA4\xC3\xF7/1.pdf"), "证明/1.pdf");
}

TEST(ArchiveName, a_backslash_within_a_gbk_character_is_no_separator) {
  EXPECT_EQ(decoded_name("\x94\x5C.txt"), "擻.txt");
}

TEST(ArchiveName, a_backslash_of_its_own_separates) {
  EXPECT_EQ(decoded_name("a\\b.txt"), "a/b.txt");
}

TEST(ArchiveName, control_characters_are_shown_not_obeyed) {
  EXPECT_EQ(decoded_name("a\n\x1B[31m.pdf"), "a\uFFFD\uFFFD[31m.pdf");
}

TEST(ArchiveName, a_dot_in_front_is_nothing) { EXPECT_EQ(decoded_name("./a.pdf"), "a.pdf"); }

TEST(ArchiveName, paths_out_are_known) {
  for (const char* name : {"../a", "a/../../b", "/etc/passwd", "C:/a", "c:a", "a/..", ""}) {
    EXPECT_TRUE(leaves_its_folder(name)) << name;
  }
}

TEST(ArchiveName, two_dots_within_a_name_are_harmless) {
  for (const char* name : {"a..b", "2024..pdf", "a/b.pdf", "..."}) {
    EXPECT_FALSE(leaves_its_folder(name)) << name;
  }
}

TEST(MemberNames, of_one_name_are_told_apart_before_the_extension) {
  MemberNames names;
  EXPECT_EQ(names.take("证明/1.pdf").name, "证明/1.pdf");
  const auto second = names.take("证明/1.pdf");
  EXPECT_EQ(second.name, "证明/1 (2).pdf");
  EXPECT_EQ(second.first, "证明/1.pdf");
  EXPECT_EQ(names.take("证明/1.pdf").name, "证明/1 (3).pdf");
}

TEST(MemberNames, longer_than_a_file_system_allows_are_cut_between_characters) {
  MemberNames names;
  std::string longest;
  for (int i = 0; i < 2000; ++i) longest += "证";
  const std::string name = names.take(longest + ".pdf").name;
  EXPECT_EQ(name.substr(name.size() - 7), "….pdf");
  EXPECT_EQ(name.size(), 3900U + 7U);
  EXPECT_TRUE(longest.starts_with(name.substr(0, 3900)));
}

TEST(MemberNames, ten_thousand_of_one_name_are_kept_apart_at_once) {
  MemberNames names;
  std::string last;
  for (int i = 0; i < 10'000; ++i) last = names.take("1.pdf").name;
  EXPECT_EQ(last, "1 (10000).pdf");
}

TEST(MemberNames, composed_and_decomposed_are_one_name) {
  MemberNames names;
  names.take("caf\u00E9");
  EXPECT_EQ(names.take("cafe\u0301").first, "caf\u00E9");
}

TEST(ArchiveName, what_systems_leave_behind_is_no_material) {
  EXPECT_TRUE(is_system_litter("__MACOSX/证明/._1.pdf"));
  EXPECT_TRUE(is_system_litter("证明/.DS_Store"));
  EXPECT_FALSE(is_system_litter("证明/DS_Store.pdf"));
  EXPECT_FALSE(is_system_litter("__MACOSX/real.txt"));
  EXPECT_FALSE(is_system_litter("Thumbs.db/real.txt"));
  EXPECT_FALSE(is_system_litter("证明/._1.pdf"));
}

}  // namespace
}  // namespace jianzhen::ingest
