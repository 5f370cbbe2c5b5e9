#include "verify/relations.h"

#include <gtest/gtest.h>

#include <fstream>

#include "verify/relate_lines.h"

namespace jianzhen::verify {
namespace {

constexpr const char* kOwn = "沈阳青禾软件有限公司";
constexpr const char* kOwnCode = "91210102MA0YQ4LJXC";
constexpr const char* kOtherCode = "91210200243500122U";

class RelationsTest : public testing::Test {
 protected:
  void say(const std::string& subject, Relation relation, const std::string& object) {
    graph_.add({{subject, ""}, relation, {object, ""}, "登记表"});
  }

  Verdict relate(const std::string& name, const std::string& uscc = "") const {
    return graph_.relate(applicant_, partners_, {name, uscc}, true);
  }

  Relation relation(const std::string& name) const { return relate(name).relation; }

  RelationGraph graph_;
  core::Applicant applicant_{{kOwn, kOwnCode}, {}};
  std::vector<core::Unit> partners_;
};

TEST_F(RelationsTest, a_chain_between_two_units_is_found_whichever_way_it_points) {
  say("母集团有限公司", Relation::parent, kOwn);
  say("母集团有限公司", Relation::parent, "姊妹有限公司");
  const auto edges = graph_.between({kOwn, ""}, {"姊妹有限公司", ""});
  ASSERT_EQ(edges.size(), 2U);
  EXPECT_EQ(edges[0].subject.name, "母集团有限公司");
  EXPECT_TRUE(graph_.between({kOwn, ""}, {"不相干有限公司", ""}).empty());
}

TEST_F(RelationsTest, the_applicants_own_name_is_accepted) {
  EXPECT_EQ(relate(kOwn).relation, Relation::self);
  EXPECT_EQ(relate(kOwn).gate, Gate::accept);
}

TEST_F(RelationsTest, the_own_name_with_another_valid_code_is_a_conflict) {
  const Verdict verdict = relate(kOwn, kOtherCode);
  EXPECT_EQ(verdict.relation, Relation::self);
  EXPECT_TRUE(verdict.code_conflict);
}

TEST_F(RelationsTest, a_misread_code_beside_the_own_name_is_no_conflict) {
  EXPECT_EQ(relate(kOwn, "9I210102MA0YQ4LJXC").gate, Gate::accept);
}

TEST_F(RelationsTest, a_look_alike_brand_is_reviewed) {
  applicant_.name = "沈阳金禾软件有限公司";
  EXPECT_EQ(relate("沈阳全禾软件有限公司").gate, Gate::review);
}

TEST_F(RelationsTest, a_look_alike_brand_with_the_own_code_is_accepted) {
  applicant_.name = "沈阳金禾软件有限公司";
  EXPECT_EQ(relate("沈阳全禾软件有限公司", kOwnCode).gate, Gate::accept);
}

TEST_F(RelationsTest, a_look_alike_brand_with_another_valid_code_is_another_unit) {
  applicant_.name = "沈阳金禾软件有限公司";
  EXPECT_EQ(relate("沈阳全禾软件有限公司", kOtherCode).gate, Gate::reject);
}

TEST_F(RelationsTest, a_look_alike_that_the_edges_know_is_another_unit) {
  applicant_.name = "沈阳金禾软件有限公司";
  say("沈阳全禾软件有限公司", Relation::subsidiary, applicant_.name);
  EXPECT_EQ(relation("沈阳全禾软件有限公司"), Relation::subsidiary);
}

TEST_F(RelationsTest, the_own_code_under_another_name_asks_for_the_change_notice) {
  const Verdict verdict = relate("沈阳绿野科技有限公司", kOwnCode);
  EXPECT_EQ(verdict.relation, Relation::former_name);
  EXPECT_EQ(verdict.gate, Gate::accept_with_evidence);
}

TEST_F(RelationsTest, a_former_name_holds_in_both_directions) {
  say("沈阳绿野科技有限公司", Relation::former_name, kOwn);
  say(kOwn, Relation::former_name, "沈阳新绿数据有限公司");
  EXPECT_EQ(relation("沈阳绿野科技有限公司"), Relation::former_name);
  EXPECT_EQ(relation("沈阳新绿数据有限公司"), Relation::former_name);
}

TEST_F(RelationsTest, a_former_name_of_the_entry_form_counts) {
  applicant_.former_names = {"沈阳绿野科技有限公司"};
  EXPECT_EQ(relate("沈阳绿野科技有限公司").gate, Gate::accept_with_evidence);
}

TEST_F(RelationsTest, a_partner_is_a_partner) {
  partners_ = {{"大连松禾装备有限公司", kOtherCode}};
  EXPECT_EQ(relation("大连松禾装备有限公司"), Relation::partner);
}

TEST_F(RelationsTest, a_parents_parent_is_a_parent) {
  say("绿野集团有限公司", Relation::parent, "绿野控股有限公司");
  say("绿野控股有限公司", Relation::parent, kOwn);
  const Verdict verdict = relate("绿野集团有限公司");
  EXPECT_EQ(verdict.relation, Relation::parent);
  EXPECT_EQ(verdict.path.size(), 2U);
}

TEST_F(RelationsTest, a_holding_within_the_chain_makes_it_a_holding) {
  say("绿野集团有限公司", Relation::holding, "绿野控股有限公司");
  say("绿野控股有限公司", Relation::parent, kOwn);
  EXPECT_EQ(relation("绿野集团有限公司"), Relation::holding);
}

TEST_F(RelationsTest, the_inverse_of_parent_and_of_holding_is_subsidiary) {
  say(kOwn, Relation::parent, "大连绿野软件有限公司");
  say(kOwn, Relation::holding, "鞍山绿野软件有限公司");
  EXPECT_EQ(relation("大连绿野软件有限公司"), Relation::subsidiary);
  EXPECT_EQ(relation("鞍山绿野软件有限公司"), Relation::subsidiary);
}

TEST_F(RelationsTest, children_of_one_parent_are_affiliates) {
  say("绿野集团有限公司", Relation::parent, kOwn);
  say("大连绿野软件有限公司", Relation::subsidiary, "绿野集团有限公司");
  const Verdict verdict = relate("大连绿野软件有限公司");
  EXPECT_EQ(verdict.relation, Relation::affiliate);
  EXPECT_EQ(verdict.gate, Gate::reject);
}

TEST_F(RelationsTest, the_state_as_common_owner_relates_nobody) {
  say("沈阳市国有资产监督管理委员会", Relation::parent, kOwn);
  say("沈阳市国有资产监督管理委员会", Relation::parent, "沈阳绿野公交集团有限公司");
  EXPECT_EQ(relation("沈阳绿野公交集团有限公司"), Relation::unrelated);
}

TEST_F(RelationsTest, a_nominee_is_no_parent) {
  say("香港中央结算（代理人）有限公司", Relation::holding, kOwn);
  say("香港中央结算（代理人）有限公司", Relation::holding, "大连绿野软件股份有限公司");
  EXPECT_EQ(relation("大连绿野软件股份有限公司"), Relation::unrelated);
}

TEST_F(RelationsTest, a_branch_of_the_parent_is_the_parent) {
  say("绿野集团有限公司", Relation::parent, kOwn);
  EXPECT_EQ(relation("绿野集团有限公司大连分公司"), Relation::parent);
}

TEST_F(RelationsTest, a_branch_under_another_name_is_known_by_its_edge) {
  say("大连绿野技术服务部", Relation::branch, kOwn);
  EXPECT_EQ(relation("大连绿野技术服务部"), Relation::branch);
}

TEST_F(RelationsTest, a_misread_name_of_a_relative_is_that_relative) {
  say("绿野集团股份有限公司", Relation::parent, kOwn);
  EXPECT_EQ(relation("绿野集团股份有眼公司"), Relation::parent);
}

TEST_F(RelationsTest, a_known_relation_beats_the_affiliate) {
  say("绿野集团有限公司", Relation::parent, kOwn);
  say("绿野集团有限公司", Relation::parent, "大连绿野软件有限公司");
  say(kOwn, Relation::holding, "大连绿野软件有限公司");
  EXPECT_EQ(relation("大连绿野软件有限公司"), Relation::subsidiary);
}

TEST_F(RelationsTest, a_unit_is_known_by_its_code_under_any_name) {
  graph_.add({{"绿野集团有限公司", kOtherCode}, Relation::parent, {kOwn, kOwnCode}, "登记表"});
  EXPECT_EQ(relate("绿野（集团）总公司", kOtherCode).relation, Relation::parent);
}

TEST_F(RelationsTest, circles_of_ownership_end) {
  say("绿野集团有限公司", Relation::parent, kOwn);
  say(kOwn, Relation::parent, "绿野集团有限公司");
  EXPECT_EQ(relation("绿野集团有限公司"), Relation::subsidiary);
}

TEST_F(RelationsTest, another_unit_of_the_same_brand_has_an_unknown_relation) {
  const Verdict verdict = relate("大连青禾装备有限公司");
  EXPECT_EQ(verdict.relation, Relation::different_unknown_relation);
  EXPECT_EQ(verdict.gate, Gate::reject);
}

TEST_F(RelationsTest, without_a_name_or_code_nothing_is_known) {
  EXPECT_EQ(relate("").relation, Relation::unknown);
}

TEST_F(RelationsTest, a_copy_keeps_its_own_edges) {
  RelationGraph copy = graph_;
  copy.add({{"绿野集团有限公司", ""}, Relation::parent, {kOwn, ""}, "审计报告"});
  EXPECT_EQ(relation("绿野集团有限公司"), Relation::unrelated);
  EXPECT_EQ(copy.relate(applicant_, {}, {"绿野集团有限公司", ""}, true).relation, Relation::parent);
}

TEST_F(RelationsTest, a_misreading_beside_the_own_code_is_the_applicant_under_its_registered_name) {
  applicant_.name = "沈阳彧禾软件有限公司";
  graph_.add({{"绿野集团有限公司", ""}, Relation::parent, applicant_, "登记表"});
  const Verdict verdict = relate("沈阳或禾软件有限公司", kOwnCode);
  EXPECT_EQ(verdict.relation, Relation::self);
  EXPECT_EQ(verdict.gate, Gate::accept);
  EXPECT_EQ(verdict.meant.name, "沈阳彧禾软件有限公司");
}

TEST_F(RelationsTest, a_registered_former_name_one_character_apart_stays_a_former_name) {
  applicant_.name = "沈阳彧禾软件有限公司";
  graph_.add({{"沈阳或禾软件有限公司", ""}, Relation::former_name, applicant_, "登记表"});
  EXPECT_EQ(relate("沈阳或禾软件有限公司", kOwnCode).relation, Relation::former_name);
}

TEST_F(RelationsTest, a_misread_partner_is_named_as_registered) {
  partners_ = {{"大连彧峦装备有限公司", ""}};
  const Verdict verdict = relate("大连或峦装备有限公司");
  EXPECT_EQ(verdict.relation, Relation::partner);
  EXPECT_EQ(verdict.meant.name, "大连彧峦装备有限公司");
}

TEST_F(RelationsTest, a_misread_relative_is_named_as_registered) {
  say("绿野彧禾集团有限公司", Relation::parent, kOwn);
  EXPECT_EQ(relate("绿野或禾集团有限公司").meant.name, "绿野彧禾集团有限公司");
}

TEST_F(RelationsTest, a_branch_keeps_its_tail_behind_the_registered_head) {
  applicant_.name = "沈阳彧禾软件有限公司";
  EXPECT_EQ(relate("沈阳或禾软件有限公司大连分公司").meant.name, "沈阳彧禾软件有限公司大连分公司");
}

TEST_F(RelationsTest, a_name_that_reads_right_stands_as_read) {
  EXPECT_EQ(relate(kOwn).meant.name, "");
}

class RelationsFileTest : public RelationsTest {
 protected:
  core::Result<void> load(std::string_view rows) {
    const auto file = std::filesystem::path(testing::TempDir()) / "relations_test.csv";
    std::ofstream(file, std::ios::binary)
        << "subject_name,subject_uscc,relation,object_name,object_uscc\n"
        << rows;
    return graph_.load(file);
  }
};

TEST_F(RelationsFileTest, an_edge_says_its_file_and_line) {
  ASSERT_TRUE(load("绿野集团有限公司,,parent,沈阳青禾软件有限公司,\n"));
  EXPECT_EQ(relate("绿野集团有限公司").path.front().zh,
            "绿野集团有限公司是沈阳青禾软件有限公司的母公司（relations_test.csv 第 2 行）");
}

TEST_F(RelationsFileTest, what_was_loaded_and_what_was_added_are_walked_together) {
  ASSERT_TRUE(load("绿野控股有限公司,,parent,沈阳青禾软件有限公司,\n"));
  say("绿野集团有限公司", Relation::parent, "绿野控股有限公司");
  EXPECT_EQ(relation("绿野集团有限公司"), Relation::parent);
}

TEST_F(RelationsFileTest, an_unknown_relation_is_refused_with_its_line) {
  const auto result = load("甲有限公司,,parent,乙有限公司,\n甲有限公司,,cousin,乙有限公司,\n");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, core::ErrorCode::corrupt);
  EXPECT_NE(result.error().message.en.find("line 3"), std::string::npos);
}

TEST_F(RelationsFileTest, a_row_without_a_unit_is_refused) {
  EXPECT_FALSE(load(",,parent,乙有限公司,\n"));
}

TEST(RelateLineTest, a_line_gives_id_relation_gate_and_reason) {
  EXPECT_EQ(relate_line("7\t沈阳青禾软件有限公司\t\t沈阳青禾软件有限公\\n司大连分公司\t", {}),
            "7\tbranch\treject\t名称为申报单位全称加分支机构后缀");
}

TEST_F(RelationsFileTest, a_line_of_relate_shows_the_edges_and_their_sources) {
  ASSERT_TRUE(load("绿野集团有限公司,,parent,沈阳青禾软件有限公司,\n"));
  EXPECT_EQ(relate_line("7\t沈阳青禾软件有限公司\t\t绿野集团有限公司\t", graph_),
            "7\tparent\treject\t是申报单位的母公司："
            "绿野集团有限公司是沈阳青禾软件有限公司的母公司（relations_test.csv 第 2 行）");
}

TEST(RelateLineTest, a_line_with_too_few_fields_is_for_a_person) {
  EXPECT_TRUE(relate_line("7\t沈阳青禾软件有限公司", {}).starts_with("7\tunknown\treview\t"));
}

TEST(RelationGraph, knows_the_units_that_edges_name_and_no_others) {
  RelationGraph graph;
  EXPECT_FALSE(graph.knows("绿野集团有限公司"));
  graph.add({{"绿野集团有限公司", ""}, Relation::parent, {"沈阳绿野（大连）有限公司", ""}, "表"});
  EXPECT_TRUE(graph.knows("绿野集团有限公司"));
  EXPECT_TRUE(graph.knows("沈阳绿野(大连)有限公司"));
  EXPECT_FALSE(graph.knows("绿野有限公司"));
}

}  // namespace
}  // namespace jianzhen::verify
