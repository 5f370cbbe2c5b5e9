#include "api/review_desk.h"

#include <gmock/gmock.h>

#include "api/service_fixture.h"

namespace jianzhen::api {
namespace {

using core::DispositionCode;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class ReviewDeskTest : public ServiceFixture {
 protected:
  ReviewDesk& desk() { return service_->desk(); }

  static bool everything(const EntryDigest&) { return true; }
  static std::string as_is(const std::string& actor) { return actor; }

  std::vector<QueueItem> queue(const QueueFilter& filter = {}) {
    return desk().queue(filter, everything).value();
  }

  // The finding that the entry's licence is missing.
  std::string missing(const std::string& entry) {
    for (const QueueItem& item : queue({entry, "material.missing"})) {
      if (item.found().kind == "business_licence") return item.key();
    }
    return "none";
  }

  core::Result<core::Disposition> dispose(const std::string& entry, const std::string& key,
                                          DispositionCode code, const std::string& actor) {
    return desk().dispose(entry, key, {0, code, "看过", actor, {}});
  }
};

TEST_F(ReviewDeskTest, what_was_dismissed_stays_so_when_the_entry_is_checked_again) {
  create("E1");
  upload("E1", "1.txt", "一份说明");
  settled("E1");
  const std::string key = missing("E1");
  ASSERT_TRUE(dispose("E1", key, DispositionCode::dismissed, "A1"));
  upload("E1", "2.txt", "另一份说明");
  settled("E1");
  const auto found = desk().finding("E1", key, everything);
  ASSERT_TRUE(found) << found.error().message.en;
  EXPECT_EQ(found->review.of(key)->disposition.code, DispositionCode::dismissed);
}

TEST_F(ReviewDeskTest, a_finding_that_nobody_has_made_cannot_be_decided) {
  create("E1");
  settled("E1");
  EXPECT_EQ(dispose("E1", "no-such-key", DispositionCode::upheld, "A1").error().code,
            core::ErrorCode::not_found);
}

TEST_F(ReviewDeskTest, a_head_of_the_contest_can_be_decided) {
  create("E1");
  settled("E1");
  EXPECT_TRUE(dispose("E1", "lawful_source", DispositionCode::needs_visit, "A1"));
}

TEST_F(ReviewDeskTest, a_veto_takes_the_findings_own_page_as_evidence) {
  create("E1");
  settled("E1");
  const std::string key = missing("E1");
  ASSERT_TRUE(dispose("E1", key, DispositionCode::upheld, "A1"));
  const auto veto = desk().confirm("E1", key, 1, 0, "A2");
  ASSERT_TRUE(veto) << veto.error().message.en;
  EXPECT_EQ(desk().review("E1")->proofs.front().kind, "page");
}

TEST_F(ReviewDeskTest, who_upheld_it_leaves_no_evidence_by_trying_to_confirm_it) {
  create("E1");
  settled("E1");
  const std::string key = missing("E1");
  ASSERT_TRUE(dispose("E1", key, DispositionCode::upheld, "A1"));
  EXPECT_FALSE(desk().confirm("E1", key, 1, 0, "A1"));
  EXPECT_THAT(desk().review("E1")->proofs, IsEmpty());
}

TEST_F(ReviewDeskTest, only_a_veto_finding_can_become_a_veto) {
  create("E1");
  settled("E1");
  const auto asked = queue({"E1", "", "suspicion"});
  ASSERT_THAT(asked, Not(IsEmpty()));
  const std::string key = asked.front().key();
  ASSERT_TRUE(dispose("E1", key, DispositionCode::upheld, "A1"));
  EXPECT_EQ(desk().confirm("E1", key, 1, 0, "A2").error().code, core::ErrorCode::usage);
}

TEST_F(ReviewDeskTest, the_queue_is_narrowed_by_what_was_decided) {
  create("E1");
  settled("E1");
  const std::size_t all = queue({"E1"}).size();
  ASSERT_TRUE(dispose("E1", missing("E1"), DispositionCode::dismissed, "A1"));
  QueueFilter open;
  open.state = "open";
  EXPECT_EQ(queue(open).size(), all - 1);
  open.state = "dismissed";
  EXPECT_EQ(queue(open).size(), 1U);
}

TEST_F(ReviewDeskTest, the_queue_shows_only_what_may_be_seen) {
  create("E1");
  create("E2");
  settled("E1");
  settled("E2");
  const auto own = [](const EntryDigest& entry) { return entry.entry.id == "E2"; };
  const auto items = desk().queue({}, own).value();
  ASSERT_THAT(items, Not(IsEmpty()));
  for (const QueueItem& item : items) EXPECT_EQ(item.entry->entry.id, "E2");
}

TEST_F(ReviewDeskTest, the_gravest_come_first_within_an_entry) {
  create("E1");
  settled("E1");
  const auto items = queue();
  for (std::size_t i = 1; i < items.size(); ++i) {
    EXPECT_GE(items[i - 1].found().severity, items[i].found().severity);
  }
}

TEST_F(ReviewDeskTest, the_same_file_in_another_entry_is_named) {
  create("E1");
  create("E2");
  upload("E1", "甲.txt", "同一份材料的内容");
  upload("E2", "乙.txt", "同一份材料的内容");
  settled("E1");
  settled("E2");
  for (const QueueItem& item : queue({"E1", "cross.same_material"})) {
    const auto found = desk().finding("E1", item.key(), everything);
    ASSERT_TRUE(found);
    ASSERT_THAT(found->elsewhere, Not(IsEmpty()));
    EXPECT_EQ(found->elsewhere.front().entry->entry.id, "E2");
    EXPECT_EQ(found->elsewhere.front().use.material, "乙.txt");
  }
}

TEST_F(ReviewDeskTest, a_supplement_is_due_on_a_day_that_there_is) {
  create("E1");
  core::Supplement wanted;
  wanted.subject = "technology";
  wanted.ask = "请补交审计报告";
  wanted.due = "2024-13-01";
  wanted.asked_by = "verifier";
  const auto asked = desk().ask("E1", wanted);
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().code, core::ErrorCode::usage);
}

TEST_F(ReviewDeskTest, a_supplement_is_answered_with_a_material_of_the_entry) {
  create("E1");
  create("E2");
  const auto own = upload("E1", "1.txt", "甲");
  const auto foreign = upload("E2", "1.txt", "乙");
  core::Supplement wanted;
  wanted.ask = "请补交";
  wanted.due = "2024-08-05";
  wanted.asked_by = "A1";
  const auto asked = desk().ask("E1", wanted);
  ASSERT_TRUE(asked);
  EXPECT_FALSE(desk().answer("E1", asked->id, foreign.id, "", "A5"));
  EXPECT_TRUE(desk().answer("E1", asked->id, own.id, "", "A5"));
}

TEST_F(ReviewDeskTest, a_report_made_again_is_the_same_bytes) {
  create("E1");
  upload("E1", "1.txt", "一份说明");
  settled("E1");
  ASSERT_TRUE(dispose("E1", missing("E1"), DispositionCode::upheld, "A1"));
  const auto first = desk().report_pdf("E1", everything, core::Lang::zh, as_is);
  ASSERT_TRUE(first);
  EXPECT_THAT(*first, StartsWith("%PDF"));
  EXPECT_EQ(*desk().report_pdf("E1", everything, core::Lang::zh, as_is), *first);
}

TEST(Claim, the_line_that_names_the_paper_goes_before_the_one_that_speaks_of_its_kind) {
  core::Page page;
  page.number = 6;
  page.lines = {{"拥有自主知识产权专利3项，已获授权。", {0.1, 0.1, 0.9, 0.2}},
                {"核心专利一种港口数据融合方法（ZL202010751970.0）", {0.1, 0.3, 0.9, 0.4}}};
  const std::vector<core::Page> pages = {page};
  const std::vector<std::string> names = {"ZL202010751970.0"};
  EXPECT_EQ(claim_in(pages, "patent_certificate", names)->box.top, 0.3);
  EXPECT_EQ(claim_in(pages, "patent_certificate", {})->box.top, 0.1);
  EXPECT_FALSE(claim_in(pages, "credit_report", {}));
}

TEST(Claim, a_table_of_contents_claims_nothing) {
  core::Page page;
  page.number = 2;
  for (const char* words : {"一、知识产权…………3", "二、专利情况·······4", "三、应用案例.......5"}) {
    page.lines.push_back({words, {0.1, 0.1, 0.9, 0.2}});
  }
  EXPECT_FALSE(claim_in(std::vector{page}, "patent_certificate", {}));
}

TEST(Claim, a_heading_stands_for_the_line_below_it) {
  core::Page page;
  page.number = 5;
  page.lines = {{"（二）经济效益", {0.1, 0.1, 0.9, 0.2}},
                {"检修外包费用年均下降二百八十万元", {0.1, 0.3, 0.9, 0.4}}};
  EXPECT_EQ(claim_in(std::vector{page}, "audit_report", {})->box.top, 0.3);
}

TEST(UnitGraph, an_owner_stands_above_what_it_owns) {
  const core::Unit applicant{"沈阳甲科技有限公司", ""};
  const core::Unit parent{"辽宁乙集团有限公司", ""};
  const std::vector<verify::Edge> chain = {
      {parent, verify::Relation::parent, applicant, "审计报告 第 3 页", 60}};
  const UnitGraph graph = laid_out(applicant, parent, chain);
  ASSERT_EQ(graph.nodes.size(), 2U);
  EXPECT_LT(graph.nodes[1].y, graph.nodes[0].y);
  EXPECT_EQ(graph.edges.front().label, "60%");
}

TEST(UnitGraph, two_units_without_a_known_relation_stand_beside_each_other) {
  const UnitGraph graph = laid_out({"甲有限公司", ""}, {"乙有限公司", ""}, {});
  ASSERT_EQ(graph.nodes.size(), 2U);
  EXPECT_EQ(graph.nodes[0].y, graph.nodes[1].y);
  EXPECT_NE(graph.nodes[0].x, graph.nodes[1].x);
}

}  // namespace
}  // namespace jianzhen::api
