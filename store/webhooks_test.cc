#include "store/webhooks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/catalogue.h"
#include "store/test_database.h"

namespace jianzhen::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class WebhooksTest : public EachEngine {
 protected:
  void SetUp() override {
    EachEngine::SetUp();
    if (IsSkipped()) return;
    catalogue_ = Catalogue::open(connection_).value();
    hooks_ = Webhooks::open(connection_).value();
  }
  void TearDown() override {
    hooks_.reset();
    catalogue_.reset();
    EachEngine::TearDown();
  }

  Webhook add() {
    Webhook hook;
    hook.url = "https://example.org/hook";
    hook.secret = "whsec_c2VjcmV0";
    hook.events = {"entry.checked", "entry.submitted"};
    return hooks_->add(hook, "A1").value();
  }

  std::unique_ptr<Catalogue> catalogue_;
  std::unique_ptr<Webhooks> hooks_;
};

INSTANTIATE_TEST_SUITE_P(Engines, WebhooksTest, each_engine(), engine_name);

TEST_P(WebhooksTest, begins_with_the_events_to_come) {
  ASSERT_TRUE(catalogue_->append_event("LN-1", "entry.checked", "{}"));
  const Webhook hook = add();
  EXPECT_EQ(hook.delivered, *catalogue_->last_event(""));
  EXPECT_THAT(*hooks_->all(), ElementsAre(hook));
}

TEST_P(WebhooksTest, keeps_how_far_it_came) {
  Webhook hook = add();
  hook.delivered = 17;
  hook.failures = 3;
  hook.next_at = 1'700'000'000;
  hook.trouble = "503";
  hook.active = false;
  ASSERT_TRUE(hooks_->keep_progress(hook));
  EXPECT_THAT(*hooks_->all(), ElementsAre(hook));
  const Webhook again = *hooks_->resume(hook.id, "A1");
  EXPECT_TRUE(again.active);
  EXPECT_EQ(again.failures, 0);
  EXPECT_EQ(again.delivered, 17);
}

TEST_P(WebhooksTest, the_trail_names_neither_address_nor_secret) {
  const Webhook hook = add();
  ASSERT_TRUE(hooks_->remove(hook.id, "A1"));
  const auto events = catalogue_->events_back({"A1", "", "webhook."}, 0, 10);
  ASSERT_EQ(events->size(), 2);
  for (const Event& event : *events) {
    EXPECT_THAT(event.data_json, Not(HasSubstr("example")));
    EXPECT_THAT(event.data_json, Not(HasSubstr("whsec")));
  }
  EXPECT_THAT(*hooks_->all(), IsEmpty());
  EXPECT_EQ(hooks_->remove(hook.id, "A1").error().code, core::ErrorCode::not_found);
}

}  // namespace
}  // namespace jianzhen::store
