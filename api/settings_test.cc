#include "api/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace jianzhen::api {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

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

TEST_F(SettingsTest, what_is_in_force_goes_there_and_back) {
  Settings settings;
  settings.serve.listen = "[::1]:8443";
  settings.serve.origin = "https://contest.example.cn";
  settings.data.folder = "/srv/鉴真 \"数据\"";
  settings.work.readers = 3;
  settings.rules.contest = file_;  // a file that is there
  const auto read = loaded(settings_toml(settings));
  ASSERT_TRUE(read);
  EXPECT_EQ(settings_toml(*read), settings_toml(settings));
  EXPECT_EQ(read->data.folder, settings.data.folder);
}

TEST_F(SettingsTest, a_path_is_meant_from_the_folder_of_the_file) {
  const auto settings = loaded("[data]\nfolder = \"kept/here\"\ncache = \"/var/cache/x\"\n");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->data.folder, file_.parent_path() / "kept/here");
  EXPECT_EQ(settings->data.cache, "/var/cache/x");
}

TEST_F(SettingsTest, every_mistake_is_told_in_the_order_of_the_lines) {
  std::ofstream(file_) << "[work]\n"
                          "readers = 1000\n"
                          "[limits]\n"
                          "max_page = 20\n"
                          "[serve]\n"
                          "origin = \"http://contest.example.cn\"\n"
                          "listen = 8080\n"
                          "[rules]\n"
                          "contest = \"nowhere.yaml\"\n"
                          "[colours]\n";
  const auto read = read_settings(file_);
  ASSERT_TRUE(read);
  std::vector<std::string> told;
  for (const core::Bilingual& mistake : read->mistakes) told.push_back(mistake.en);
  EXPECT_THAT(told, ElementsAre(HasSubstr("line 2: readers is a number between 0 – 256."),
                                HasSubstr("line 4: there is no key [limits] max_page."),
                                HasSubstr("line 6: origin: The public address is https://HOST"),
                                HasSubstr("line 7: listen is a text in quotes."),
                                AllOf(HasSubstr("line 9: contest: There is no"),
                                      HasSubstr((file_.parent_path() / "nowhere.yaml").string())),
                                HasSubstr("line 10: there is no section [colours].")));
}

TEST_F(SettingsTest, a_provider_of_identities_is_named_whole_and_reached_by_https) {
  const auto mistakes = [&](const std::string& oidc) {
    std::ofstream(file_) << "[oidc]\n" << oidc;
    std::string told;
    for (const core::Bilingual& mistake : read_settings(file_)->mistakes) told += mistake.en;
    return told;
  };
  const std::string client = "client_id = \"jianzhen\"\n";
  EXPECT_EQ(mistakes("issuer = \"https://sso.example.cn/realms/x\"\n" + client), "");
  EXPECT_EQ(mistakes("issuer = \"http://127.0.0.1:9000\"\n" + client), "");
  EXPECT_THAT(mistakes("issuer = \"http://sso.example.cn\"\n" + client), HasSubstr("line 2"));
  EXPECT_THAT(mistakes("issuer = \"http://127.0.0.1.example.cn\"\n" + client), HasSubstr("line 2"));
  EXPECT_THAT(mistakes("issuer = \"https://sso.example.cn/?x\"\n" + client), HasSubstr("line 2"));
  EXPECT_THAT(mistakes("issuer = \"https://sso.example.cn\"\n"),
              HasSubstr("line 1: [oidc] lacks client_id."));
  EXPECT_THAT(mistakes(client), HasSubstr("[oidc] lacks issuer."));
  EXPECT_THAT(mistakes("client_secret_file = \"nowhere\"\n"), HasSubstr("There is no"));
}

TEST_F(SettingsTest, no_command_runs_on_settings_that_are_wrong_and_all_that_is_wrong_is_said) {
  const auto settings = loaded("[limits]\nmax_page = 20\nocr_dpi = 10\n");
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().code, core::ErrorCode::usage);
  EXPECT_THAT(settings.error().message.zh,
              AllOf(HasSubstr("第 2 行：没有 [limits] max_page 这一项。"),
                    HasSubstr("第 3 行：ocr_dpi 应为 72 – 600 之间的数。")));
}

TEST_F(SettingsTest, an_empty_file_says_nothing_and_that_is_right) { EXPECT_TRUE(loaded("")); }

TEST_F(SettingsTest, a_value_out_of_range_is_refused) {
  EXPECT_FALSE(loaded("[limits]\nmax_pages = 0\n"));
  EXPECT_FALSE(loaded("[limits]\nmax_pages = 2.5\n"));
  EXPECT_FALSE(loaded("[limits]\nmax_pages = \"many\"\n"));
}

TEST_F(SettingsTest, what_is_no_toml_is_refused_with_its_line) {
  const auto settings = loaded("[serve]\nlisten = \n");
  ASSERT_FALSE(settings);
  EXPECT_THAT(settings.error().message.en, HasSubstr("line 2: no TOML"));
}

TEST_F(SettingsTest, a_file_that_is_not_there_is_said) {
  EXPECT_EQ(load_settings("/nowhere/settings.toml").error().code, core::ErrorCode::unreadable);
}

}  // namespace
}  // namespace jianzhen::api
