#include "store/mails.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/catalogue.h"
#include "store/test_database.h"

namespace jianzhen::store {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr Seconds kNow = 1'700'000'000;

class MailsTest : public EachEngine {
 protected:
  void SetUp() override {
    EachEngine::SetUp();
    if (IsSkipped()) return;
    catalogue_ = Catalogue::open(connection_).value();
    mails_ = Mails::open(connection_).value();
    Account account;
    account.name = "liu";
    account.title = "刘示例";
    account.role = "submitter";
    account.email = "liu@example.cn";
    account_ = Accounts::open(connection_).value()->add(account, "").value().id;
  }
  void TearDown() override {
    mails_.reset();
    catalogue_.reset();
    EachEngine::TearDown();
  }

  Mail of(const std::string& kind, const std::string& entry = "LN-1") const {
    Mail mail;
    mail.account = account_;
    mail.kind = kind;
    mail.entry = entry;
    mail.detail = "2024-08-01";
    mail.created_at = kNow;
    return mail;
  }
  std::vector<Event> told() { return catalogue_->events_back({{}, {}, "mail."}, 0, 10).value(); }

  std::unique_ptr<Catalogue> catalogue_;
  std::unique_ptr<Mails> mails_;
  std::int64_t account_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Engines, MailsTest, each_engine(), engine_name);

TEST_P(MailsTest, keeps_what_events_bring_and_how_far_it_came) {
  ASSERT_TRUE(mails_->put({of("entry.submitted"), of("supplement.asked")}, 17));
  EXPECT_EQ(*mails_->delivered(), 17);
  EXPECT_THAT(*mails_->due(kNow, 10), ElementsAre(Field(&Mail::kind, "entry.submitted"),
                                                  Field(&Mail::kind, "supplement.asked")));
  EXPECT_EQ(mails_->counts()->waiting, 2);
}

TEST_P(MailsTest, is_not_due_before_its_next_try) {
  ASSERT_TRUE(mails_->put(of("entry.submitted")));
  Mail mail = mails_->due(kNow, 10)->front();
  mail.failures = 1;
  mail.next_at = kNow + 5;
  mail.trouble = "450 4.2.1 try again";
  ASSERT_TRUE(mails_->keep_try(mail));
  EXPECT_THAT(*mails_->due(kNow + 4, 10), IsEmpty());
  EXPECT_THAT(*mails_->due(kNow + 5, 10), ElementsAre(mail));
}

TEST_P(MailsTest, a_refused_one_waits_for_the_administrator) {
  ASSERT_TRUE(mails_->put(of("entry.submitted")));
  Mail mail = mails_->due(kNow, 10)->front();
  mail.refused = true;
  mail.trouble = "550 5.1.1 no such user";
  ASSERT_TRUE(mails_->keep_try(mail));
  EXPECT_THAT(*mails_->due(kNow, 10), IsEmpty());
  EXPECT_THAT(*mails_->newest(10), ElementsAre(mail));
  EXPECT_EQ(mails_->counts()->refused, 1);
  ASSERT_TRUE(mails_->resume(mail.id, "A9"));
  EXPECT_THAT(*mails_->due(kNow, 10), ElementsAre(Field(&Mail::id, mail.id)));
}

TEST_P(MailsTest, what_was_sent_leaves_its_event_alone_without_an_address_or_a_secret) {
  ASSERT_TRUE(mails_->put(of("supplement.asked")));
  ASSERT_TRUE(mails_->sent(mails_->due(kNow, 10)->front()));
  EXPECT_THAT(*mails_->newest(10), IsEmpty());
  ASSERT_EQ(told().size(), 1U);
  EXPECT_EQ(told()[0].type, "mail.sent");
  EXPECT_EQ(told()[0].about, "LN-1");
  EXPECT_EQ(told()[0].entry, "");
  EXPECT_THAT(told()[0].data_json, Not(HasSubstr("example.cn")));
  EXPECT_THAT(told()[0].data_json, Not(HasSubstr("2024-08-01")));
}

TEST_P(MailsTest, none_that_is_gone_is_resumed_or_removed) {
  ASSERT_TRUE(mails_->put(of("entry.submitted")));
  ASSERT_TRUE(mails_->remove(1, "A9"));
  EXPECT_EQ(mails_->remove(1, "A9").error().code, core::ErrorCode::not_found);
  EXPECT_EQ(mails_->resume(1, "A9").error().code, core::ErrorCode::not_found);
}

}  // namespace
}  // namespace jianzhen::store
