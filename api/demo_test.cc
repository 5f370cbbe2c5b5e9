#include "api/demo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "api/calendar.h"
#include "api/service_fixture.h"

namespace jianzhen::api {
namespace {

class DemoTest : public ServiceFixture {
 protected:
  void SetUp() override {
    ServiceFixture::SetUp();
    for (const std::string id : {"LN-1", "LN-2"}) {
      std::filesystem::create_directories(samples_ / id / "证明材料");
      std::ofstream(samples_ / id / "entry.json")
          << R"({"entry":")" << id << R"(","applicant":{"name":"沈阳)" << id << R"(有限公司"}})";
      std::ofstream(samples_ / id / "证明材料" / "1.txt") << "一份材料 " << id;
    }
  }
  void TearDown() override {
    std::filesystem::remove_all(samples_);
    ServiceFixture::TearDown();
  }

  std::filesystem::path samples_ = data_.string() + "_samples";
};

TEST_F(DemoTest, everybody_is_there_and_can_log_in) {
  const auto accounts = fill_demo(*service_, samples_);
  ASSERT_TRUE(accounts) << accounts.error().message.en;
  std::set<Role> roles;
  for (const DemoAccount& one : *accounts) {
    roles.insert(one.role);
    const auto secret = service_->accounts().log_in(one.name, one.password, "", "192.0.2.1");
    ASSERT_TRUE(secret && *secret) << one.name;
    const auto who = service_->accounts().by_session(**secret);
    EXPECT_EQ((*who)->role, one.role);
  }
  EXPECT_EQ(roles, (std::set{Role::administrator, Role::verifier, Role::judge, Role::supervisor,
                             Role::submitter}));
}

TEST_F(DemoTest, each_sample_is_an_entry_with_its_files) {
  ASSERT_TRUE(fill_demo(*service_, samples_));
  const EntryState first = service_->entry("LN-1").value();
  ASSERT_EQ(first.materials.size(), 1U);
  EXPECT_EQ(first.materials[0].path, "证明材料/1.txt");
  EXPECT_TRUE(first.submission);
  EXPECT_FALSE(service_->entry("LN-2")->submission);
  EXPECT_EQ(service_->results(local_principal())->size(), 2U);
}

TEST_F(DemoTest, a_service_that_somebody_uses_is_left_alone) {
  create("E1");
  const auto refused = fill_demo(*service_, samples_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, core::ErrorCode::conflict);
}

TEST_F(DemoTest, registration_of_its_contest_is_open) {
  constexpr store::Seconds kNow = 1'800'000'000;
  const auto text = demo_contest(std::filesystem::path(JIANZHEN_SAMPLES), kNow);
  ASSERT_TRUE(text) << text.error().message.en;
  const auto contest = verify::Contest::parse(*text, "contest.yaml");
  ASSERT_TRUE(contest) << contest.error().message.en;
  EXPECT_TRUE(registration_open(*contest, kNow));
  EXPECT_FALSE(registration_open(verify::Contest::built_in(), kNow));
}

}  // namespace
}  // namespace jianzhen::api
