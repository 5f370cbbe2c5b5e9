#include "api/webhook_courier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "api/data_folder.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

// RFC 4231 has no key in this form; the value is of `openssl dgst -sha256 -hmac`.
constexpr const char* kSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

TEST(WebhookSignature, is_of_the_id_the_time_and_the_body) {
  const std::string signature = webhook_signature(kSecret, "evt_1_2", 1'700'000'000, "{}");
  EXPECT_TRUE(signature.starts_with("v1,"));
  EXPECT_NE(signature, webhook_signature(kSecret, "evt_1_3", 1'700'000'000, "{}"));
  EXPECT_NE(signature, webhook_signature(kSecret, "evt_1_2", 1'700'000'001, "{}"));
  EXPECT_NE(signature, webhook_signature(kSecret, "evt_1_2", 1'700'000'000, "{ }"));
}

TEST(WebhookSecret, has_as_many_bytes_as_a_key_needs) {
  EXPECT_TRUE(is_webhook_secret(kSecret));
  EXPECT_TRUE(is_webhook_secret(new_webhook_secret()));
  EXPECT_FALSE(is_webhook_secret("whsec_c2hvcnQ="));
  EXPECT_FALSE(is_webhook_secret("whsec_no base64 at all"));
  EXPECT_FALSE(is_webhook_secret("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
}

// A receiver that answers as the test says.
class Courier : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(root_);
    catalogue_ = store::Catalogue::open(DataFolder{root_}.catalogue()).value();
    courier_ = std::make_unique<WebhookCourier>(WebhookCourier::Parts{
        *catalogue_, store::Webhooks::open(DataFolder{root_}.catalogue()).value(), receiver(),
        [this] { return now_; }, [](const core::Error& error) { FAIL() << error.detail; }});
    store::Webhook hook;
    hook.url = "https://example.org/hook";
    hook.secret = kSecret;
    hook.events = {"entry.checked"};
    ASSERT_TRUE(courier_->add(hook, "A1"));
  }
  void TearDown() override {
    courier_.reset();
    catalogue_.reset();
    fs::remove_all(root_);
  }

  void happen(const std::string& type, const std::string& entry) {
    ASSERT_TRUE(catalogue_->append_event(entry, type, R"({"path":"张三.pdf","verdict":"clean"})"));
  }
  // Entries that were told of since the last call.
  std::vector<std::string> sent() {
    EXPECT_TRUE(courier_->send_due());
    std::vector<std::string> entries;
    for (const OutgoingRequest& post : posts_) {
      entries.push_back(nlohmann::json::parse(post.body)["data"]["entry"]);
    }
    posts_.clear();
    return entries;
  }
  store::Webhook hook() { return courier_->all()->front(); }
  Outgoing receiver() {
    return [this](const OutgoingRequest& request) -> core::Result<OutgoingAnswer> {
      posts_.push_back(request);
      return OutgoingAnswer{answer_, {}};
    };
  }

  fs::path root_ =
      fs::path(testing::TempDir()) / ("jianzhen_courier_" + std::to_string(::getpid()));
  std::unique_ptr<store::Catalogue> catalogue_;
  std::unique_ptr<WebhookCourier> courier_;
  std::vector<OutgoingRequest> posts_;
  int answer_ = 204;
  store::Seconds now_ = 1'700'000'000;
};

TEST_F(Courier, keeps_its_secret_sealed) {
  const auto hooks = store::Webhooks::open(DataFolder{root_}.catalogue()).value()->all();
  ASSERT_EQ(hooks->size(), 1U);
  EXPECT_TRUE(hooks->front().secret.starts_with("sealed:"));
}

TEST_F(Courier, sends_what_was_chosen_once_and_in_order) {
  happen("entry.checked", "E1");
  happen("material.received", "E1");
  happen("entry.checked", "E2");
  EXPECT_THAT(sent(), ElementsAre("E1", "E2"));
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(Courier, signs_what_it_sends_and_names_no_file) {
  happen("entry.checked", "E1");
  ASSERT_TRUE(courier_->send_due());
  const OutgoingRequest& post = posts_.front();
  const std::string id = post.headers[0].second;
  EXPECT_EQ(post.headers[2].second, webhook_signature(kSecret, id, now_, post.body));
  const auto data = nlohmann::json::parse(post.body)["data"];
  EXPECT_EQ(data["verdict"], "clean");
  EXPECT_FALSE(data.contains("path"));
}

TEST_F(Courier, sends_again_later_and_later_what_was_not_taken) {
  answer_ = 503;
  happen("entry.checked", "E1");
  happen("entry.checked", "E2");
  EXPECT_THAT(sent(), ElementsAre("E1"));
  EXPECT_EQ(hook().trouble, "HTTP 503");
  EXPECT_THAT(sent(), IsEmpty());
  now_ += 5;
  EXPECT_THAT(sent(), ElementsAre("E1"));
  now_ += 5;
  EXPECT_THAT(sent(), IsEmpty());
  now_ += 25;
  answer_ = 200;
  EXPECT_THAT(sent(), ElementsAre("E1", "E2"));
  EXPECT_EQ(hook().failures, 0);
  EXPECT_EQ(hook().trouble, "");
}

TEST_F(Courier, goes_on_where_it_was_after_a_restart) {
  answer_ = 500;
  happen("entry.checked", "E1");
  EXPECT_THAT(sent(), ElementsAre("E1"));
  courier_.reset();
  answer_ = 200;
  now_ += 3600;
  courier_ = std::make_unique<WebhookCourier>(WebhookCourier::Parts{
      *catalogue_, store::Webhooks::open(DataFolder{root_}.catalogue()).value(), receiver(),
      [this] { return now_; }, [](const core::Error& error) { FAIL() << error.detail; }});
  EXPECT_THAT(sent(), ElementsAre("E1"));
}

TEST_F(Courier, gives_up_after_three_days_until_it_is_resumed) {
  answer_ = 404;
  happen("entry.checked", "E1");
  const store::Seconds began = now_;
  while (hook().active && now_ < began + 30 * 86'400) {
    sent();
    now_ = std::max(now_ + 1, hook().next_at);
  }
  EXPECT_FALSE(hook().active);
  EXPECT_NEAR(static_cast<double>(now_ - began), 3 * 86'400.0, 3 * 3600.0);
  EXPECT_THAT(sent(), IsEmpty());
  answer_ = 200;
  ASSERT_TRUE(courier_->resume(hook().id, "A1"));
  EXPECT_THAT(sent(), ElementsAre("E1"));
}

}  // namespace
}  // namespace jianzhen::api
