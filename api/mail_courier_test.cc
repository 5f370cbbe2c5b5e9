#include "api/mail_courier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "api/data_folder.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// A mail server that does as the test says.
class MailPost : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(root_);
    const std::string database = DataFolder{root_}.catalogue();
    catalogue_ = store::Catalogue::open(database).value();
    desk_ = std::make_unique<AccountDesk>(store::Accounts::open(database).value(),
                                          [this] { return now_; });
    add("admin", "administrator", "");
    owner_ = add("liu", "submitter", "liu@example.cn", "E1");
    verifier_ = add("wang", "verifier", "wang@example.cn", "E1");
    courier_ = std::make_unique<MailCourier>(MailCourier::Parts{
        *catalogue_, *desk_, store::Mails::open(database).value(),
        [this](const Letter& letter) {
          letters_.push_back(letter);
          return fate_;
        },
        "contest@example.cn", "https://contest.example.cn", "示例大赛", [this] { return now_; },
        [](const core::Error& error) { FAIL() << error.detail; }});
    ASSERT_TRUE(courier_->start());
    courier_->stop();  // from here on the test says when
  }
  void TearDown() override {
    courier_.reset();
    desk_.reset();
    catalogue_.reset();
    fs::remove_all(root_);
  }

  store::Account add(const std::string& name, const std::string& role, const std::string& email,
                     const std::string& entry = "") {
    store::Account account;
    account.name = name;
    account.title = name;
    account.role = role;
    account.email = email;
    if (!entry.empty()) account.entries = {entry};
    return desk_->add(account, local_principal()).value();
  }
  void happen(const std::string& type, const std::string& data, const std::string& actor = "") {
    ASSERT_TRUE(catalogue_->append_event({0, {}, "E1", type, data, actor, {}}));
  }
  // Who was written to since the last call.
  std::vector<std::string> sent() {
    EXPECT_TRUE(courier_->send_due());
    std::vector<std::string> to;
    for (const Letter& letter : letters_) to.push_back(letter.to);
    letters_.clear();
    return to;
  }

  fs::path root_ =
      fs::path(testing::TempDir()) / ("jianzhen_mail_courier_" + std::to_string(::getpid()));
  std::unique_ptr<store::Catalogue> catalogue_;
  std::unique_ptr<AccountDesk> desk_;
  std::unique_ptr<MailCourier> courier_;
  std::vector<Letter> letters_;
  store::Account owner_;
  store::Account verifier_;
  MailFate fate_{MailFate::How::taken, {}};
  store::Seconds now_ = 1'700'000'000;
};

TEST_F(MailPost, tells_the_entry_s_submitters_once) {
  happen("entry.submitted", "{}", owner_.actor());
  EXPECT_THAT(sent(), ElementsAre("liu@example.cn"));
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(MailPost, tells_nothing_that_nobody_waits_for) {
  happen("material.received", "{}");
  happen("review.said", R"({"subject":"k","kind":"explanation"})");
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(MailPost, tells_an_answered_supplement_to_who_asked) {
  happen("supplement.asked", R"({"supplement":3,"due":"2024-08-01"})", verifier_.actor());
  EXPECT_THAT(sent(), ElementsAre("liu@example.cn"));
  happen("supplement.answered", R"({"supplement":3})", owner_.actor());
  EXPECT_THAT(sent(), ElementsAre("wang@example.cn"));
  happen("supplement.answered", R"({"supplement":4})", owner_.actor());
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(MailPost, tells_an_objection_to_who_decided_and_the_answer_to_the_submitter) {
  happen("review.disposed", R"({"subject":"k"})", verifier_.actor());
  happen("review.said", R"({"subject":"k","kind":"objection"})", owner_.actor());
  EXPECT_THAT(sent(), ElementsAre("wang@example.cn"));
  happen("review.said", R"({"subject":"k","kind":"answer"})", verifier_.actor());
  EXPECT_THAT(sent(), ElementsAre("liu@example.cn"));
}

TEST_F(MailPost, keeps_all_mail_while_the_server_is_away_and_then_sends_it_once) {
  fate_ = {MailFate::How::away, "no route"};
  add("zhao", "submitter", "zhao@example.cn", "E1");
  happen("entry.submitted", "{}");
  EXPECT_EQ(sent().size(), 1U);  // one try tells for all
  EXPECT_THAT(sent(), IsEmpty());
  EXPECT_EQ(courier_->server().trouble, "no route");
  EXPECT_EQ(courier_->counts()->waiting, 2);
  now_ += 5;
  EXPECT_EQ(sent().size(), 1U);
  now_ += 5;
  EXPECT_THAT(sent(), IsEmpty());  // later and later
  now_ += 25;
  fate_ = {MailFate::How::taken, {}};
  EXPECT_THAT(sent(), UnorderedElementsAre("liu@example.cn", "zhao@example.cn"));
  EXPECT_THAT(sent(), IsEmpty());
  EXPECT_EQ(courier_->server().trouble, "");
}

TEST_F(MailPost, a_refused_recipient_holds_up_nobody_and_waits_for_the_administrator) {
  fate_ = {MailFate::How::refused, "550 no such user"};
  happen("entry.submitted", "{}");
  EXPECT_EQ(sent().size(), 1U);
  now_ += 100'000;
  EXPECT_THAT(sent(), IsEmpty());
  const store::Mail mail = courier_->newest(10)->front();
  EXPECT_TRUE(mail.refused);
  EXPECT_EQ(mail.trouble, "550 no such user");
  fate_ = {MailFate::How::taken, {}};
  ASSERT_TRUE(courier_->resume(mail.id, "A1"));
  EXPECT_THAT(sent(), ElementsAre("liu@example.cn"));
}

TEST_F(MailPost, goes_to_the_address_as_it_is_when_it_is_sent) {
  fate_ = {MailFate::How::later, "450 busy"};
  happen("entry.submitted", "{}");
  EXPECT_EQ(sent().size(), 1U);
  owner_.email = "new@example.cn";
  ASSERT_TRUE(desk_->change(owner_, local_principal()));
  now_ += 5;
  EXPECT_THAT(sent(), ElementsAre("new@example.cn"));
}

TEST_F(MailPost, says_nothing_of_what_happened_while_there_was_no_mail) {
  const auto off = store::Mails::open(DataFolder{root_}.catalogue()).value();
  ASSERT_TRUE(off->put({}, store::Mails::kOff));
  happen("entry.submitted", "{}");
  ASSERT_TRUE(courier_->start());
  courier_->stop();
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(MailPost, the_secret_of_an_invitation_waits_sealed) {
  fate_.how = MailFate::How::away;
  ASSERT_TRUE(*courier_->invite(owner_, "secret"));
  const auto waiting = store::Mails::open(DataFolder{root_}.catalogue()).value()->newest(1);
  ASSERT_EQ(waiting->size(), 1U);
  EXPECT_THAT(waiting->front().detail, testing::StartsWith("sealed:"));
}

TEST_F(MailPost, an_invitation_goes_to_who_has_an_address) {
  EXPECT_TRUE(*courier_->invite(owner_, "secret"));
  EXPECT_FALSE(*courier_->invite(desk_->accounts()->front(), "secret"));
  EXPECT_THAT(sent(), ElementsAre("liu@example.cn"));
}

}  // namespace
}  // namespace jianzhen::api
