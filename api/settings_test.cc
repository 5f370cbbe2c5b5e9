#include "api/settings.h"

#include <gtest/gtest.h>

#include <fstream>

namespace jianzhen::api {
namespace {

class SettingsTest : public testing::Test {
 protected:
  ~SettingsTest() override { std::filesystem::remove(file_); }

  core::Result<Settings> loaded(const std::string& text) {
    std::ofstream(file_) << text;
    return load_settings(file_);
  }

  std::filesystem::path file_ =
      std::filesystem::path(testing::TempDir()) /
      (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".toml");
};

TEST_F(SettingsTest, what_is_not_said_stays_as_it_is) {
  const auto settings = loaded("[limits]\nmax_pages = 20\nocr_dpi = 150\n");
  ASSERT_TRUE(settings);
  ingest::Limits expected;
  expected.max_pages = 20;
  expected.ocr_dpi = 150;
  EXPECT_EQ(settings->limits, expected);
}

TEST_F(SettingsTest, the_limits_go_there_and_back) {
  ingest::Limits limits;
  limits.max_archive_depth = 2;
  limits.max_unpack_ratio = 50;
  const auto settings = loaded(limits_toml(limits));
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->limits, limits);
}

TEST_F(SettingsTest, a_key_that_is_not_known_is_named_with_its_line) {
  const auto settings = loaded("# ours\n[limits]\nmax_page = 20\n");
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().code, core::ErrorCode::usage);
  EXPECT_NE(settings.error().message.en.find("line 3: there is no key max_page"),
            std::string::npos);
}

TEST_F(SettingsTest, a_value_out_of_range_is_refused) {
  EXPECT_FALSE(loaded("[limits]\nmax_pages = 0\n"));
  EXPECT_FALSE(loaded("[limits]\nmax_pages = 2.5\n"));
  EXPECT_FALSE(loaded("[limits]\nmax_pages = \"many\"\n"));
}

TEST_F(SettingsTest, what_is_no_toml_is_refused) { EXPECT_FALSE(loaded("[limits\n")); }

TEST_F(SettingsTest, a_file_that_is_not_there_is_said) {
  EXPECT_EQ(load_settings("/nowhere/settings.toml").error().code, core::ErrorCode::unreadable);
}

}  // namespace
}  // namespace jianzhen::api
