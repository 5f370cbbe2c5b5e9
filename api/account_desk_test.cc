#include "api/account_desk.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "store/totp.h"

namespace jianzhen::api {
namespace {

constexpr const char* kPassword = "一句不短的口令 42";

class AccountDeskTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    auto accounts =
        store::Accounts::open("sqlite3://" + (folder_ / "catalogue.sqlite").string(),
                              store::SealKey::load_or_make(folder_ / "service.key").value());
    ASSERT_TRUE(accounts) << accounts.error().detail;
    desk_.emplace(std::move(*accounts), [this] { return now_; });
  }
  void TearDown() override {
    desk_.reset();
    std::filesystem::remove_all(folder_);
  }

  store::Account add(const std::string& name, const std::string& role,
                     std::set<std::string> tracks = {}) {
    store::Account account;
    account.name = name;
    account.title = "某人";
    account.role = role;
    account.tracks = std::move(tracks);
    const auto added = desk_->add(account, local_principal());
    EXPECT_TRUE(added) << added.error().message.en;
    EXPECT_TRUE(desk_->set_password(added->id, kPassword, local_principal()));
    return *added;
  }

  Principal logged_in(const std::string& name) {
    const auto secret = desk_->log_in(name, kPassword, "", "192.0.2.1");
    EXPECT_TRUE(secret && *secret) << secret.error().message.en;
    return desk_->by_session(**secret).value().value();
  }

  void fail_to_log_in(const std::string& name, int times,
                      const std::string& address = "192.0.2.1") {
    for (int i = 0; i < times; ++i) EXPECT_FALSE(desk_->log_in(name, "wrong", "", address));
  }

  std::filesystem::path folder_ =
      testing::TempDir() + "jianzhen_desk_" + std::to_string(::getpid());
  store::Seconds now_ = 1'800'000'000;
  std::optional<AccountDesk> desk_;
};

TEST_F(AccountDeskTest, the_first_account_is_an_administrator) {
  store::Account judge;
  judge.name = "li";
  judge.title = "李";
  judge.role = "judge";
  EXPECT_EQ(desk_->add(judge, local_principal()).error().code, core::ErrorCode::usage);
  EXPECT_FALSE(desk_->in_use().value());
  add("root", "administrator");
  EXPECT_TRUE(desk_->in_use().value());
  EXPECT_TRUE(desk_->add(judge, local_principal()));
}

TEST_F(AccountDeskTest, a_name_is_known_in_any_case) {
  add("Root", "administrator");
  EXPECT_EQ(logged_in("rOOT").name, "root");
}

TEST_F(AccountDeskTest, a_wrong_name_and_a_wrong_password_are_one_answer) {
  add("root", "administrator");
  EXPECT_EQ(desk_->log_in("root", "wrong", "", "192.0.2.1").error(),
            desk_->log_in("nobody", "wrong", "", "192.0.2.1").error());
}

TEST_F(AccountDeskTest, each_failure_makes_the_next_wait_longer) {
  add("root", "administrator");
  fail_to_log_in("root", 3);
  EXPECT_LE(desk_->wait("root", "192.0.2.1").value(), 0);
  fail_to_log_in("root", 1);
  EXPECT_EQ(desk_->wait("root", "192.0.2.1").value(), 2);
  fail_to_log_in("root", 1);
  EXPECT_EQ(desk_->wait("root", "192.0.2.1").value(), 4);
  now_ += 4;
  EXPECT_LE(desk_->wait("root", "192.0.2.1").value(), 0);
}

TEST_F(AccountDeskTest, whoever_tries_many_names_waits_too) {
  add("root", "administrator");
  for (int i = 0; i < 21; ++i) fail_to_log_in("name" + std::to_string(i), 1);
  EXPECT_GT(desk_->wait("root", "192.0.2.1").value(), 0);
  EXPECT_LE(desk_->wait("root", "198.51.100.7").value(), 0);
}

TEST_F(AccountDeskTest, a_good_log_in_clears_the_name_but_not_the_address) {
  add("root", "administrator");
  fail_to_log_in("root", 4);
  now_ += 60;
  logged_in("root");
  EXPECT_LE(desk_->wait("root", "198.51.100.7").value(), 0);
  fail_to_log_in("other", 17);
  EXPECT_GT(desk_->wait("third", "192.0.2.1").value(), 0);
}

TEST_F(AccountDeskTest, who_is_locked_cannot_log_in_and_is_nobody_at_once) {
  add("root", "administrator");
  store::Account judge = add("li", "judge");
  const std::string secret = desk_->log_in("li", kPassword, "", "192.0.2.1").value().value();
  judge.locked = true;
  ASSERT_TRUE(desk_->change(judge, local_principal()));
  EXPECT_EQ(desk_->by_session(secret).value(), std::nullopt);
  EXPECT_EQ(desk_->log_in("li", kPassword, "", "192.0.2.1").error().code, core::ErrorCode::login);
}

TEST_F(AccountDeskTest, a_session_ends_after_a_day_of_work) {
  add("root", "administrator");
  const std::string secret = desk_->log_in("root", kPassword, "", "192.0.2.1").value().value();
  for (int hour = 0; hour < 11; ++hour) {
    now_ += 3600;
    EXPECT_TRUE(desk_->by_session(secret).value()) << hour;
  }
  now_ += 3600;
  EXPECT_FALSE(desk_->by_session(secret).value());
}

TEST_F(AccountDeskTest, a_link_serves_once) {
  const std::int64_t id = add("root", "administrator").id;
  const std::string link = desk_->invite(id, local_principal()).value();
  EXPECT_EQ(desk_->invited(link).value().name, "root");
  ASSERT_TRUE(desk_->accept(link, "另一句不短的口令 7"));
  EXPECT_EQ(desk_->accept(link, "又一句不短的口令 8").error().code, core::ErrorCode::not_found);
  EXPECT_TRUE(desk_->log_in("root", "另一句不短的口令 7", "", "192.0.2.1"));
}

TEST_F(AccountDeskTest, a_link_expires_after_a_week) {
  const std::int64_t id = add("root", "administrator").id;
  const std::string link = desk_->invite(id, local_principal()).value();
  now_ += 7 * 24 * 3600;
  EXPECT_EQ(desk_->invited(link).error().code, core::ErrorCode::not_found);
}

TEST_F(AccountDeskTest, a_password_is_long_and_does_not_hold_the_name) {
  const std::int64_t id = add("administrator1", "administrator").id;
  for (const char* weak : {"", "short", "123456789", "my Administrator1 pass"}) {
    EXPECT_EQ(desk_->set_password(id, weak, local_principal()).error().code, core::ErrorCode::usage)
        << weak;
  }
}

TEST_F(AccountDeskTest, another_password_needs_the_old_one) {
  add("root", "administrator");
  const Principal root = logged_in("root");
  EXPECT_EQ(desk_->change_password(root, "wrong", "另一句不短的口令 7").error().code,
            core::ErrorCode::login);
  EXPECT_TRUE(desk_->change_password(root, kPassword, "另一句不短的口令 7"));
}

class SecondFactorTest : public AccountDeskTest {
 protected:
  void SetUp() override {
    AccountDeskTest::SetUp();
    add("root", "administrator");
    who_ = logged_in("root");
    key_ = desk_->begin_second_factor(who_, kPassword).value().key;
  }

  std::string code() const { return store::totp_code(key_, now_ / 30); }
  auto log_in_with(const std::string& code) {
    return desk_->log_in("root", kPassword, code, "192.0.2.1");
  }

  Principal who_;
  std::string key_;
};

TEST_F(SecondFactorTest, is_asked_for_once_a_code_of_it_was_shown) {
  EXPECT_TRUE(log_in_with("").value());
  EXPECT_EQ(desk_->use_second_factor(who_, "000000").error().code, core::ErrorCode::login);
  EXPECT_EQ(desk_->use_second_factor(who_, code()).value().size(), 10U);
  EXPECT_FALSE(log_in_with("").value());
  EXPECT_EQ(log_in_with("000000").error().code, core::ErrorCode::login);
  now_ += 30;
  EXPECT_TRUE(log_in_with(code()).value());
}

TEST_F(SecondFactorTest, a_code_that_was_seen_over_a_shoulder_is_spent) {
  ASSERT_TRUE(desk_->use_second_factor(who_, code()));
  EXPECT_FALSE(log_in_with(code()));  // with it the factor was set up
  now_ += 30;
  const std::string used = code();
  ASSERT_TRUE(log_in_with(used));
  EXPECT_FALSE(log_in_with(used));
}

TEST_F(SecondFactorTest, each_recovery_code_lets_in_once) {
  const auto codes = desk_->use_second_factor(who_, code()).value();
  EXPECT_TRUE(log_in_with(codes[3]).value());
  EXPECT_FALSE(log_in_with(codes[3]));
  EXPECT_EQ(desk_->second_factor(who_).value()->recovery_codes, 9);
}

TEST_F(SecondFactorTest, wrong_codes_are_counted_as_wrong_passwords_are) {
  ASSERT_TRUE(desk_->use_second_factor(who_, code()));
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(log_in_with("000000"));
  EXPECT_GT(desk_->wait("root", "192.0.2.1").value(), 0);
}

TEST_F(SecondFactorTest, ends_by_the_password_or_by_an_administrator) {
  ASSERT_TRUE(desk_->use_second_factor(who_, code()));
  EXPECT_EQ(desk_->end_second_factor(who_, "wrong").error().code, core::ErrorCode::login);
  ASSERT_TRUE(desk_->end_second_factor(who_, kPassword));
  EXPECT_TRUE(log_in_with("").value());
}

TEST_F(AccountDeskTest, a_token_cannot_do_what_its_owner_may_not) {
  add("root", "administrator");
  add("li", "judge");
  const Principal judge = logged_in("li");
  EXPECT_EQ(desk_->add_token(judge, "脚本", {"account.manage"}, 30).error().code,
            core::ErrorCode::usage);
  const auto token = desk_->add_token(judge, "脚本", {"entry.read"}, 30).value();
  const Principal program = desk_->by_token(token.secret).value().value();
  EXPECT_TRUE(program.may(Action::entry_read));
  EXPECT_FALSE(program.may(Action::material_read));
  now_ += 30 * 24 * 3600;
  EXPECT_FALSE(desk_->by_token(token.secret).value());
}

TEST_F(AccountDeskTest, what_a_judge_declared_is_known_of_them) {
  add("root", "administrator");
  add("li", "judge", {"工业制造"});
  ASSERT_TRUE(
      desk_->declare(logged_in("li"), {{"LN-1", false, "", {}}, {"LN-2", true, "同事", {}}}));
  const Principal judge = logged_in("li");
  EXPECT_EQ(judge.cleared, std::set<std::string>{"LN-1"});
  EXPECT_EQ(judge.recused, std::set<std::string>{"LN-2"});
}

}  // namespace
}  // namespace jianzhen::api
