#include "store/accounts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/catalogue.h"
#include "store/test_database.h"

namespace jianzhen::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr Seconds kNow = 1'700'000'000;
constexpr Seconds kHour = 3600;

class AccountsTest : public EachEngine {
 protected:
  void SetUp() override {
    EachEngine::SetUp();
    if (IsSkipped()) return;
    auto opened = Accounts::open(connection_, key_);
    ASSERT_TRUE(opened) << opened.error().detail;
    accounts_ = std::move(*opened);
  }

  void TearDown() override {
    accounts_.reset();
    EachEngine::TearDown();
  }

  Account add(const std::string& name, const std::string& role) {
    Account account;
    account.name = name;
    account.title = "某人";
    account.role = role;
    return accounts_->add(account, {}).value();
  }

  std::vector<Event> events() {
    return Catalogue::open(connection_).value()->events("", 0, 1000).value();
  }

  const ScratchFolder keys_;
  const SealKey key_ = SealKey::load_or_make(keys_.path() / "service.key").value();
  std::unique_ptr<Accounts> accounts_;
};

INSTANTIATE_TEST_SUITE_P(Engines, AccountsTest, each_engine(), engine_name);

TEST_P(AccountsTest, at_first_there_is_none) {
  EXPECT_FALSE(accounts_->any().value());
  add("root", "administrator");
  EXPECT_TRUE(accounts_->any().value());
}

TEST_P(AccountsTest, an_account_is_kept_with_what_it_is_assigned) {
  Account judge;
  judge.name = "li";
  judge.title = "李评委";
  judge.role = "judge";
  judge.tracks = {"工业制造", "金融服务"};
  judge.entries = {"LN-1"};
  const std::int64_t id = accounts_->add(judge, "A0").value().id;
  const Account kept = accounts_->account_named("li").value().value();
  EXPECT_EQ(kept.id, id);
  EXPECT_EQ(kept.title, "李评委");
  EXPECT_EQ(kept.tracks, judge.tracks);
  EXPECT_EQ(kept.entries, judge.entries);
}

TEST_P(AccountsTest, a_name_is_one_accounts) {
  add("li", "judge");
  Account other;
  other.name = "li";
  other.role = "verifier";
  EXPECT_EQ(accounts_->add(other, {}).error().code, core::ErrorCode::conflict);
}

TEST_P(AccountsTest, events_name_an_account_by_its_number_alone) {
  add("zhangsan", "administrator");
  const auto all = events();
  EXPECT_EQ(all.back().type, "account.created");
  EXPECT_THAT(all.back().data_json, HasSubstr("A1"));
  EXPECT_THAT(all.back().data_json, Not(HasSubstr("zhangsan")));
}

TEST_P(AccountsTest, the_last_administrator_cannot_be_shut_out) {
  Account root = add("root", "administrator");
  root.locked = true;
  EXPECT_EQ(accounts_->change(root, {}).error().code, core::ErrorCode::conflict);
  EXPECT_FALSE(accounts_->account(root.id).value().locked);
  add("second", "administrator");
  EXPECT_TRUE(accounts_->change(root, {}));
}

TEST_P(AccountsTest, a_session_ends_by_itself) {
  const auto id = add("root", "administrator").id;
  ASSERT_TRUE(accounts_->open_session("s", id, kNow, kNow + 12 * kHour));
  EXPECT_EQ(accounts_->session("s", kNow + 1, kHour).value(), id);
  EXPECT_EQ(accounts_->session("other", kNow + 1, kHour).value(), std::nullopt);
  EXPECT_EQ(accounts_->session("s", kNow + 1 + kHour, kHour).value(), std::nullopt);
}

TEST_P(AccountsTest, a_session_in_use_lasts_to_its_end) {
  const auto id = add("root", "administrator").id;
  ASSERT_TRUE(accounts_->open_session("s", id, kNow, kNow + 2 * kHour));
  ASSERT_TRUE(accounts_->used_session("s", kNow + kHour - 1));
  EXPECT_EQ(accounts_->session("s", kNow + 2 * kHour - 2, kHour).value(), id);
  EXPECT_EQ(accounts_->session("s", kNow + 2 * kHour, kHour).value(), std::nullopt);
}

TEST_P(AccountsTest, who_is_locked_is_logged_out) {
  add("root", "administrator");
  Account judge = add("li", "judge");
  ASSERT_TRUE(accounts_->open_session("s", judge.id, kNow, kNow + kHour));
  judge.locked = true;
  ASSERT_TRUE(accounts_->change(judge, {}));
  EXPECT_EQ(accounts_->session("s", kNow, kHour).value(), std::nullopt);
}

TEST_P(AccountsTest, a_new_password_ends_sessions_and_links) {
  const auto id = add("root", "administrator").id;
  ASSERT_TRUE(accounts_->open_session("s", id, kNow, kNow + kHour));
  ASSERT_TRUE(accounts_->invite("link", id, kNow + kHour, {}));
  ASSERT_TRUE(accounts_->set_password(id, "hash", {}));
  EXPECT_EQ(accounts_->session("s", kNow, kHour).value(), std::nullopt);
  EXPECT_EQ(accounts_->invited("link", kNow).value(), std::nullopt);
  EXPECT_EQ(accounts_->account(id).value().password, "hash");
}

TEST_P(AccountsTest, an_invitation_expires_and_a_newer_one_ends_it) {
  const auto id = add("root", "administrator").id;
  ASSERT_TRUE(accounts_->invite("first", id, kNow + kHour, {}));
  EXPECT_EQ(accounts_->invited("first", kNow).value(), id);
  EXPECT_EQ(accounts_->invited("first", kNow + kHour).value(), std::nullopt);
  ASSERT_TRUE(accounts_->invite("second", id, kNow + kHour, {}));
  EXPECT_EQ(accounts_->invited("first", kNow).value(), std::nullopt);
}

TEST_P(AccountsTest, a_token_is_known_until_it_expires_or_is_removed) {
  const auto id = add("root", "administrator").id;
  const ApiToken token =
      accounts_->add_token("t", {0, id, "脚本", {"entry.read", "search"}, kNow + kHour, {}})
          .value();
  EXPECT_EQ(accounts_->token("t", kNow).value()->scopes, token.scopes);
  EXPECT_EQ(accounts_->token("t", kNow + kHour).value(), std::nullopt);
  EXPECT_EQ(accounts_->remove_token(id + 1, token.id).error().code, core::ErrorCode::not_found);
  ASSERT_TRUE(accounts_->remove_token(id, token.id));
  EXPECT_EQ(accounts_->token("t", kNow).value(), std::nullopt);
}

TEST_P(AccountsTest, failures_are_counted_by_source_and_forgotten) {
  ASSERT_TRUE(accounts_->failed("account:a", kNow, kHour));
  ASSERT_TRUE(accounts_->failed("account:a", kNow + 1, kHour));
  EXPECT_EQ(accounts_->attempts("account:a").value().failures, 2);
  EXPECT_EQ(accounts_->attempts("account:b").value().failures, 0);
  ASSERT_TRUE(accounts_->failed("account:b", kNow + 2 * kHour, kHour));
  EXPECT_EQ(accounts_->attempts("account:a").value().failures, 0);
  ASSERT_TRUE(accounts_->succeeded("account:b"));
  EXPECT_EQ(accounts_->attempts("account:b").value().failures, 0);
}

TEST_P(AccountsTest, a_declared_conflict_stands) {
  const auto id = add("li", "judge").id;
  ASSERT_TRUE(accounts_->declare(id, {{"LN-1", false, "", {}}, {"LN-2", true, "同事", {}}}));
  ASSERT_TRUE(accounts_->declare(id, {{"LN-1", true, "想起来了", {}}, {"LN-2", false, "", {}}}));
  const auto recusals = accounts_->recusals(id).value();
  ASSERT_EQ(recusals.size(), 2);
  EXPECT_TRUE(recusals[0].conflict);
  EXPECT_TRUE(recusals[1].conflict);
  EXPECT_EQ(recusals[1].reason, "同事");
}

TEST_P(AccountsTest, a_recusal_is_about_an_entry_and_no_part_of_its_story) {
  const auto id = add("li", "judge").id;
  ASSERT_TRUE(accounts_->declare(id, {{"LN-1", true, "同事", {}}}));
  const Event event = events().back();
  EXPECT_EQ(event.type, "recusal.declared");
  EXPECT_EQ(event.entry, "");
  EXPECT_EQ(event.about, "LN-1");
  EXPECT_EQ(event.actor, "A1");
}

TEST_P(AccountsTest, a_second_factor_is_asked_for_once_a_code_was_shown) {
  const std::int64_t id = add("li", "judge").id;
  EXPECT_FALSE(accounts_->second_factor(id).value());
  ASSERT_TRUE(accounts_->begin_second_factor(id, "OLD"));
  ASSERT_TRUE(accounts_->begin_second_factor(id, "KEY"));
  EXPECT_FALSE(accounts_->second_factor(id).value()->in_use);
  ASSERT_TRUE(accounts_->use_second_factor(id, 7, {"hash1", "hash2"}));
  const SecondFactor factor = accounts_->second_factor(id).value().value();
  EXPECT_EQ(factor.key, "KEY");
  EXPECT_TRUE(factor.in_use);
  EXPECT_EQ(factor.recovery_codes, 2);
  EXPECT_EQ(accounts_->begin_second_factor(id, "NEW").error().code, core::ErrorCode::conflict);
}

TEST_P(AccountsTest, each_code_counts_once) {
  const std::int64_t id = add("li", "judge").id;
  ASSERT_TRUE(accounts_->begin_second_factor(id, "KEY"));
  ASSERT_TRUE(accounts_->use_second_factor(id, 7, {"hash1"}));
  EXPECT_FALSE(accounts_->used_step(id, 7).value());
  EXPECT_TRUE(accounts_->used_step(id, 8).value());
  EXPECT_FALSE(accounts_->used_step(id, 8).value());
  EXPECT_FALSE(accounts_->used_recovery_code(id, "other").value());
  EXPECT_TRUE(accounts_->used_recovery_code(id, "hash1").value());
  EXPECT_FALSE(accounts_->used_recovery_code(id, "hash1").value());
  ASSERT_TRUE(accounts_->end_second_factor(id, "A1"));
  EXPECT_FALSE(accounts_->second_factor(id).value());
}

TEST_P(AccountsTest, a_subject_is_one_accounts_and_an_account_has_one) {
  const Subject first{"https://a.example", "1"};
  const std::int64_t li = add("li", "judge").id;
  const std::int64_t wang = add("wang", "judge").id;
  EXPECT_FALSE(accounts_->bound_to(first).value());
  ASSERT_TRUE(accounts_->open_session("s", li, kNow, kNow + kHour));
  ASSERT_TRUE(accounts_->invite("link", li, kNow + kHour, "A1"));
  ASSERT_TRUE(accounts_->bind(li, first, "A1"));
  EXPECT_FALSE(accounts_->session("s", kNow, kHour).value());
  EXPECT_FALSE(accounts_->invited("link", kNow).value());
  EXPECT_EQ(accounts_->bound_to(first).value(), li);
  EXPECT_EQ(accounts_->account(li)->subject, "1");
  EXPECT_EQ(accounts_->bind(wang, first, "A1").error().code, core::ErrorCode::conflict);
  ASSERT_TRUE(accounts_->bind(li, {"https://a.example", "2"}, "A1"));
  EXPECT_FALSE(accounts_->bound_to(first).value());
  ASSERT_TRUE(accounts_->bind(wang, first, "A1"));
  ASSERT_TRUE(accounts_->unbind(wang, "A1"));
  EXPECT_EQ(accounts_->account(wang)->subject, "");
}

TEST_P(AccountsTest, a_log_in_by_a_provider_ends_once_or_by_itself) {
  const std::int64_t li = add("li", "judge").id;
  ASSERT_TRUE(accounts_->begin_provider_login("a", {"link", {}}, kNow, kNow + 600));
  ASSERT_TRUE(accounts_->begin_provider_login("b", {"", li}, kNow, kNow + 600));
  EXPECT_EQ(accounts_->provider_login("a", kNow).value()->invitation, "link");
  EXPECT_FALSE(accounts_->provider_login("a", kNow).value()->account);
  EXPECT_EQ(accounts_->provider_login("b", kNow).value()->account, li);
  EXPECT_FALSE(accounts_->provider_login("b", kNow + 600).value());
  EXPECT_TRUE(accounts_->end_provider_login("a").value());
  EXPECT_FALSE(accounts_->end_provider_login("a").value());
}

TEST_P(AccountsTest, a_factors_key_stands_nowhere_in_the_catalogue) {
  const std::int64_t id = add("li", "judge").id;
  ASSERT_TRUE(accounts_->begin_second_factor(id, "JBSWY3DPEHPK3PXP"));
  EXPECT_EQ(rows_of("second_factor WHERE totp_key LIKE 'sealed:%'"), 1);
  EXPECT_EQ(rows_of("second_factor WHERE totp_key LIKE '%JBSWY3DPEHPK3PXP%'"), 0);
  const auto without = Accounts::open(connection_).value();
  EXPECT_EQ(without->second_factor(id).error().code, core::ErrorCode::unreadable);
  const auto other =
      Accounts::open(connection_, SealKey::load_or_make(keys_.path() / "another.key").value());
  EXPECT_EQ(other.value()->second_factor(id).error().code, core::ErrorCode::unreadable);
  ASSERT_TRUE(other.value()->end_second_factor(id, "A1"));  // which needs no key
}

TEST_P(AccountsTest, keys_that_an_older_program_left_open_are_sealed) {
  const std::int64_t id = add("li", "judge").id;
  ASSERT_EQ(try_sql("INSERT INTO second_factor (account, totp_key, in_use, used_step) VALUES (" +
                    std::to_string(id) + ", 'JBSWY3DPEHPK3PXP', 1, 7)"),
            "");
  for (int started = 0; started < 2; ++started) {
    accounts_ = Accounts::open(connection_, key_).value();
    const SecondFactor factor = accounts_->second_factor(id).value().value();
    EXPECT_EQ(factor.key, "JBSWY3DPEHPK3PXP");
    EXPECT_EQ(factor.used_step, 7);
  }
  EXPECT_EQ(rows_of("second_factor WHERE totp_key LIKE '%JBSWY3DPEHPK3PXP%'"), 0);
}

}  // namespace
}  // namespace jianzhen::store
