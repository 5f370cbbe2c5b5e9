#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "api/account_desk.h"
#include "store/catalogue.h"
#include "store/totp.h"

namespace jianzhen::api {
namespace {

using core::ErrorCode;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kHere = "192.0.2.1";

class ProviderLoginTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    const auto key = store::SealKey::load_or_make(folder_ / "service.key").value();
    desk_.emplace(store::Accounts::open(database_, key).value(), [this] { return now_; });
    add("root", "administrator");
    judge_ = add("li", "judge");
  }
  void TearDown() override {
    desk_.reset();
    std::filesystem::remove_all(folder_);
  }

  store::Account add(const std::string& name, const std::string& role) {
    store::Account account;
    account.name = name;
    account.title = "某人";
    account.role = role;
    return desk_->add(account, local_principal()).value();
  }

  // All of it, as the browser goes there and back.
  core::Result<std::optional<std::string>> enters(const store::Subject& subject,
                                                  const std::string& link = {}) {
    secret_ = desk_->begin_provider_login(link).value();
    const auto login = desk_->take_provider_login(secret_);
    if (!login) return core::fail(login.error());
    return desk_->enter(*login, subject, secret_);
  }
  Principal who(const core::Result<std::optional<std::string>>& session) {
    return desk_->by_session(**session).value().value();
  }

  const store::Subject li_{"https://sso.example.cn", "u-17"};
  std::filesystem::path folder_ =
      testing::TempDir() + "jianzhen_provider_" + std::to_string(::getpid());
  std::string database_ = "sqlite3://" + (folder_ / "catalogue.sqlite").string();
  store::Seconds now_ = 1'800'000'000;
  std::optional<AccountDesk> desk_;
  store::Account judge_;
  std::string secret_;
};

TEST_F(ProviderLoginTest, nobody_gets_an_account_by_being_known_elsewhere) {
  const auto refused = enters(li_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
  EXPECT_THAT(refused.error().message.zh, HasSubstr("没有绑定本系统的账号"));
  EXPECT_EQ(desk_->accounts()->size(), 2U);
}

TEST_F(ProviderLoginTest, a_link_binds_once_and_then_the_provider_is_enough) {
  const std::string link = desk_->invite(judge_.id, local_principal()).value();
  EXPECT_EQ(who(enters(li_, link)).name, "li");
  EXPECT_EQ(desk_->begin_provider_login(link).error().code, ErrorCode::not_found);
  EXPECT_EQ(who(enters(li_)).name, "li");
  EXPECT_EQ(who(enters(li_)).role, Role::judge);
}

TEST_F(ProviderLoginTest, the_same_subject_of_another_provider_is_somebody_else) {
  ASSERT_TRUE(desk_->bind(judge_.id, li_, local_principal()));
  EXPECT_FALSE(enters({"https://other.example.cn", li_.id}));
  EXPECT_FALSE(enters({li_.issuer, "U-17"}));
}

TEST_F(ProviderLoginTest, an_identity_is_one_accounts) {
  ASSERT_TRUE(desk_->bind(judge_.id, li_, local_principal()));
  const std::string link = desk_->invite(1, local_principal()).value();
  EXPECT_EQ(enters(li_, link).error().code, ErrorCode::conflict);
  EXPECT_EQ(desk_->bind(1, li_, local_principal()).error().code, ErrorCode::conflict);
}

TEST_F(ProviderLoginTest, an_answer_counts_once_and_for_ten_minutes) {
  secret_ = desk_->begin_provider_login("").value();
  EXPECT_TRUE(desk_->take_provider_login(secret_));
  EXPECT_EQ(desk_->take_provider_login(secret_).error().code, ErrorCode::login);
  secret_ = desk_->begin_provider_login("").value();
  now_ += 600;
  EXPECT_EQ(desk_->take_provider_login(secret_).error().code, ErrorCode::login);
  EXPECT_EQ(desk_->take_provider_login("").error().code, ErrorCode::login);
}

TEST_F(ProviderLoginTest, who_is_locked_stays_out) {
  judge_ = desk_->bind(judge_.id, li_, local_principal()).value();
  judge_.locked = true;
  ASSERT_TRUE(desk_->change(judge_, local_principal()));
  EXPECT_EQ(enters(li_).error().code, ErrorCode::forbidden);
}

TEST_F(ProviderLoginTest, who_is_unbound_is_out_at_once) {
  ASSERT_TRUE(desk_->bind(judge_.id, li_, local_principal()));
  const auto session = enters(li_);
  ASSERT_TRUE(desk_->unbind(judge_.id, local_principal()));
  EXPECT_FALSE(desk_->by_session(**session).value());
  EXPECT_FALSE(enters(li_));
}

TEST_F(ProviderLoginTest, a_second_factor_is_asked_for_here_too_and_failures_count) {
  ASSERT_TRUE(desk_->set_password(judge_.id, "一句不短的口令 42", local_principal()));
  ASSERT_TRUE(desk_->bind(judge_.id, li_, local_principal()));
  const Principal li = who(enters(li_));
  const auto factor = desk_->begin_second_factor(li, "一句不短的口令 42").value();
  ASSERT_TRUE(desk_->use_second_factor(li, store::totp_code(factor.key, now_ / 30)));
  now_ += 60;
  EXPECT_FALSE(enters(li_).value());  // a code lacks
  EXPECT_EQ(desk_->take_provider_login(secret_).error().code, ErrorCode::login);
  EXPECT_EQ(desk_->waits_for_code(secret_)->name, "li");
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(desk_->enter_with_code(secret_, "000000", kHere));
  EXPECT_GT(desk_->wait("li", "198.51.100.7").value(), 0);
  const auto session =
      desk_->enter_with_code(secret_, store::totp_code(factor.key, now_ / 30), kHere);
  ASSERT_TRUE(session) << session.error().message.en;
  EXPECT_EQ(desk_->by_session(*session).value()->name, "li");
  EXPECT_FALSE(desk_->enter_with_code(secret_, store::totp_code(factor.key, now_ / 30), kHere));
}

TEST_F(ProviderLoginTest, the_audit_trail_tells_who_came_in_how_and_names_no_identity) {
  ASSERT_TRUE(desk_->bind(judge_.id, li_, local_principal()));
  ASSERT_TRUE(enters(li_));
  std::string told;
  const auto catalogue = store::Catalogue::open(database_).value();
  const auto events = catalogue->events("", 0, 100).value();
  for (const store::Event& event : events) {
    told += event.type + " " + event.data_json + "\n";
  }
  EXPECT_THAT(told, HasSubstr(R"(account.bound {"account":"A2"})"));
  EXPECT_THAT(told, HasSubstr(R"(session.opened {"account":"A2","by":"provider"})"));
  EXPECT_THAT(told, Not(HasSubstr(li_.id)));
}

}  // namespace
}  // namespace jianzhen::api
