#include "api/kept_entries.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "api/data_folder.h"
#include "store/accounts.h"
#include "store/catalogue.h"
#include "store/reviews.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;

class KeptEntriesTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(root_);
    database_ = DataFolder{root_}.catalogue();
    auto catalogue = store::Catalogue::open(database_).value();
    core::Entry entry;
    entry.id = "LN-1";
    entry.applicant.name = "沈阳示例科技有限公司";
    report_.entry = entry.id;
    report_.applicant = entry.applicant;
    core::Finding finding;
    finding.code = "material.missing";
    finding.severity = core::Severity::violation;
    finding.kind = "application";
    finding.evidence = "没有申报书";
    finding.message = {"缺少申报书。", "There is no application form."};
    finding.clause = "六（二）1";
    report_.findings = {finding};
    ASSERT_TRUE(catalogue->put_entry(entry));
    ASSERT_TRUE(catalogue->put_report(report_));
  }
  void TearDown() override { fs::remove_all(root_); }

  Dossier dossier() {
    PipelineOptions options;
    options.cache = root_ / "cache";
    options.reader = {JIANZHEN_READER, root_ / "no-models", std::chrono::seconds(20)};
    const auto pipeline = Pipeline::open(options).value();
    return KeptEntries::open(root_, *pipeline).value()->dossier("LN-1", core::Lang::zh).value();
  }

  void dispose(const std::string& actor) {
    const auto said = store::Reviews::open(database_).value()->dispose(
        "LN-1", store::finding_keys(report_).front(),
        {0, core::DispositionCode::upheld, "确实没有", actor, {}});
    ASSERT_TRUE(said) << said.error().message.en;
  }

  fs::path root_ = fs::path(testing::TempDir()) / ("jianzhen_kept_" + std::to_string(::getpid()));
  std::string database_;
  core::CheckReport report_;
};

TEST_F(KeptEntriesTest, a_report_made_outside_the_service_knows_the_dispositions) {
  store::Account account;
  account.name = "he";
  account.title = "何核查";
  account.role = "administrator";
  const auto added = store::Accounts::open(database_).value()->add(account, {}).value();
  dispose(added.actor());
  const Dossier made = dossier();
  const core::Review* review = review_of(made, 0);
  ASSERT_NE(review, nullptr);
  EXPECT_EQ(review->disposition.code, core::DispositionCode::upheld);
  EXPECT_EQ(review->disposition.actor, "何核查");
}

TEST_F(KeptEntriesTest, whoever_sat_at_the_machine_is_called_so) {
  dispose("local");
  EXPECT_EQ(review_of(dossier(), 0)->disposition.actor, "本机用户");
}

}  // namespace
}  // namespace jianzhen::api
