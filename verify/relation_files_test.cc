#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "verify/relations.h"

namespace jianzhen::verify {
namespace {

namespace fs = std::filesystem;

class RelationFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) / "relation_files" / test->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path file(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }
  void load(const fs::path& path) {
    const auto loaded = graph_.load(path);
    ASSERT_TRUE(loaded) << loaded.error().message.en;
  }
  core::Error refusal(const fs::path& path) {
    const auto loaded = graph_.load(path);
    return loaded ? core::Error{} : loaded.error();
  }
  Verdict verdict(const std::string& own, const std::string& other) const {
    return graph_.relate({{own, {}}, {}}, {}, {other, {}}, true);
  }
  Relation relation(const std::string& own, const std::string& other) const {
    return verdict(own, other).relation;
  }

  fs::path folder_;
  RelationGraph graph_;
};

constexpr const char* kChild = "沈阳青禾软件有限公司";
constexpr const char* kMother = "绿野集团有限公司";
constexpr const char* kTop = "北方绿野控股有限公司";
constexpr const char* kHeader =
    "subject_name,subject_uscc,relation,object_name,object_uscc,share,as_of,source\n";

class ContractCsvTest : public RelationFilesTest {
 protected:
  fs::path rows(const std::string& text) { return file("edges.csv", kHeader + text); }
};

TEST_F(ContractCsvTest, more_than_half_is_a_parent_where_no_relation_is_said) {
  load(rows("绿野集团有限公司,,,沈阳青禾软件有限公司,,50.5,,\n"));
  EXPECT_EQ(relation(kChild, kMother), Relation::parent);
}

TEST_F(ContractCsvTest, from_thirty_to_fifty_is_a_holding) {
  load(
      rows("绿野集团有限公司,,,沈阳青禾软件有限公司,,30%,,\n"
           "北方绿野控股有限公司,,,沈阳青禾软件有限公司,,50,,\n"));
  EXPECT_EQ(relation(kChild, kMother), Relation::holding);
  EXPECT_EQ(relation(kChild, kTop), Relation::holding);
}

TEST_F(ContractCsvTest, a_small_share_is_no_relation) {
  load(rows("绿野集团有限公司,,,沈阳青禾软件有限公司,,29.9,,\n"));
  EXPECT_EQ(relation(kChild, kMother), Relation::unrelated);
}

TEST_F(ContractCsvTest, what_the_row_says_wins_over_its_share) {
  load(rows("绿野集团有限公司,,parent,沈阳青禾软件有限公司,,45,,\n"));
  EXPECT_EQ(relation(kChild, kMother), Relation::parent);
}

TEST_F(ContractCsvTest, the_path_shows_file_line_source_share_and_date) {
  load(rows("绿野集团有限公司,,parent,沈阳青禾软件有限公司,,67.10,2023-12-31,年报\n"));
  EXPECT_EQ(verdict(kChild, kMother).path.front().zh,
            "绿野集团有限公司是沈阳青禾软件有限公司的母公司（edges.csv 第 2 行，年报，持股 67.1%，"
            "截至 2023-12-31）");
}

TEST_F(ContractCsvTest, a_share_that_is_no_number_is_refused_with_file_and_line) {
  const auto error = refusal(rows("绿野集团有限公司,,,沈阳青禾软件有限公司,,许多,,\n"));
  EXPECT_EQ(error.code, core::ErrorCode::corrupt);
  EXPECT_NE(error.message.en.find("edges.csv line 2"), std::string::npos);
}

TEST_F(ContractCsvTest, a_share_beyond_the_whole_is_refused) {
  EXPECT_EQ(refusal(rows("绿野集团有限公司,,,沈阳青禾软件有限公司,,151,,\n")).code,
            core::ErrorCode::corrupt);
}

TEST_F(ContractCsvTest, nominees_of_any_spelling_are_no_parents) {
  load(
      rows("香港中央结算(代理人)有限公司,,,沈阳青禾软件有限公司,,60,,\n"
           "HKSCC NOMINEES LIMITED,,,沈阳青禾软件有限公司,,60,,\n"
           "香港中央结算(代理人)有限公司,,,大连松禾装备有限公司,,60,,\n"
           "HKSCC Nominees Limited,,,大连松禾装备有限公司,,60,,\n"));
  EXPECT_EQ(relation(kChild, "大连松禾装备有限公司"), Relation::unrelated);
  EXPECT_EQ(relation(kChild, "香港中央结算（代理人）有限公司"), Relation::unrelated);
}

TEST_F(RelationFilesTest, a_file_of_another_form_is_unsupported) {
  EXPECT_EQ(refusal(file("notes.txt", "绿野集团\n")).code, core::ErrorCode::unsupported);
}

TEST_F(RelationFilesTest, a_file_that_is_not_there_is_not_found) {
  EXPECT_EQ(refusal(folder_ / "none.csv").code, core::ErrorCode::not_found);
}

constexpr const char* kNames =
    "\"LEI\",\"Entity.LegalName\",\"Entity.LegalName.xmllang\","
    "\"Entity.OtherEntityNames.OtherEntityName.1\",\"Entity.OtherEntityNames.OtherEntityName.1."
    "type\",\"Entity.RegistrationAuthority.RegistrationAuthorityEntityID\"\n"
    "\"300300MADECHILD00001\",\"沈阳青禾软件有限公司\",\"zh\",\"沈阳青苗软件有限公司\","
    "\"PREVIOUS_LEGAL_NAME\",\"91210102MA0YQ4LJXC\"\n"
    "\"300300MADEMOTHER0002\",\"绿野集团有限公司\",\"zh\",\"\",\"\",\"\"\n"
    "\"300300MADETOP0000003\",\"北方绿野控股有限公司\",\"zh\",\"\",\"\",\"\"\n"
    "\"300300MADEBRANCH0004\",\"北方绿野控股海外营业部\",\"zh\",\"\",\"\",\"\"\n";

class GleifTest : public RelationFilesTest {
 protected:
  static std::string record(const std::string& start, const std::string& type,
                            const std::string& end, const std::string& status = "ACTIVE",
                            const std::string& until = "",
                            const std::string& registration = "PUBLISHED") {
    return "\"" + start + "\",\"LEI\",\"" + end + "\",\"LEI\",\"" + type + "\",\"" + status +
           "\",\"2022-01-01T00:00:00Z\",\"2022-12-31T00:00:00Z\",\"ACCOUNTING_PERIOD\","
           "\"2015-06-01T00:00:00Z\",\"" +
           until + "\",\"RELATIONSHIP_PERIOD\",\"" + registration + "\",\"2023-05-02T08:00:00Z\"\n";
  }
  fs::path relationships(const std::string& records) const {
    return file("rr.csv",
                "\"Relationship.StartNode.NodeID\",\"Relationship.StartNode.NodeIDType\","
                "\"Relationship.EndNode.NodeID\",\"Relationship.EndNode.NodeIDType\","
                "\"Relationship.RelationshipType\",\"Relationship.RelationshipStatus\","
                "\"Relationship.Period.1.startDate\",\"Relationship.Period.1.endDate\","
                "\"Relationship.Period.1.periodType\",\"Relationship.Period.2.startDate\","
                "\"Relationship.Period.2.endDate\",\"Relationship.Period.2.periodType\","
                "\"Registration.RegistrationStatus\",\"Registration.LastUpdateDate\"\n" +
                    records);
  }

  const std::string child_ = "300300MADECHILD00001";
  const std::string mother_ = "300300MADEMOTHER0002";
  const std::string top_ = "300300MADETOP0000003";
};

TEST_F(GleifTest, a_direct_parent_and_its_direct_parent_are_parents) {
  file("lei2.csv", kNames);
  load(relationships(record(child_, "IS_DIRECTLY_CONSOLIDATED_BY", mother_) +
                     record(mother_, "IS_DIRECTLY_CONSOLIDATED_BY", top_)));
  EXPECT_EQ(relation(kChild, kTop), Relation::parent);
  EXPECT_EQ(relation(kTop, kChild), Relation::subsidiary);
}

TEST_F(GleifTest, an_ultimate_parent_is_a_parent) {
  file("lei2.csv", kNames);
  load(relationships(record(child_, "IS_ULTIMATELY_CONSOLIDATED_BY", top_)));
  EXPECT_EQ(relation(kChild, kTop), Relation::parent);
}

TEST_F(GleifTest, an_international_branch_is_a_branch) {
  file("lei2.csv", kNames);
  load(relationships(record("300300MADEBRANCH0004", "IS_INTERNATIONAL_BRANCH_OF", top_)));
  EXPECT_EQ(relation(kTop, "北方绿野控股海外营业部"), Relation::branch);
}

TEST_F(GleifTest, a_previous_legal_name_is_a_former_name) {
  file("lei2.csv", kNames);
  load(relationships(record(child_, "IS_DIRECTLY_CONSOLIDATED_BY", mother_)));
  EXPECT_EQ(relation(kChild, "沈阳青苗软件有限公司"), Relation::former_name);
}

TEST_F(GleifTest, the_registered_number_is_the_credit_code_where_its_checks_hold) {
  file("lei2.csv", kNames);
  load(relationships(record(child_, "IS_DIRECTLY_CONSOLIDATED_BY", mother_)));
  EXPECT_EQ(graph_.relate({{kMother, {}}, {}}, {}, {"", "91210102MA0YQ4LJXC"}, true).relation,
            Relation::subsidiary);
}

TEST_F(GleifTest, an_inactive_or_annulled_record_relates_nobody) {
  file("lei2.csv", kNames);
  load(
      relationships(record(child_, "IS_DIRECTLY_CONSOLIDATED_BY", mother_, "INACTIVE") +
                    record(child_, "IS_DIRECTLY_CONSOLIDATED_BY", top_, "ACTIVE", "", "ANNULLED")));
  EXPECT_EQ(relation(kChild, kMother), Relation::unrelated);
  EXPECT_EQ(relation(kChild, kTop), Relation::unrelated);
}

TEST_F(GleifTest, a_relationship_holds_on_the_days_of_its_period) {
  file("lei2.csv", kNames);
  load(relationships(
      record(child_, "IS_DIRECTLY_CONSOLIDATED_BY", mother_, "INACTIVE", "2024-12-31T00:00:00Z")));
  EXPECT_EQ(relation(kChild, kMother), Relation::unrelated);
  graph_.set_day("2024-07-21");
  EXPECT_EQ(relation(kChild, kMother), Relation::parent);
  graph_.set_day("2015-05-31");
  EXPECT_EQ(relation(kChild, kMother), Relation::unrelated);
}

TEST_F(GleifTest, a_folder_of_both_files_is_read_as_one) {
  file("a_names.csv", kNames);
  relationships(record(child_, "IS_DIRECTLY_CONSOLIDATED_BY", mother_));
  load(folder_);
  EXPECT_EQ(relation(kChild, kMother), Relation::parent);
}

TEST_F(GleifTest, without_the_names_it_says_what_is_missing) {
  const auto error = refusal(relationships(record(child_, "IS_DIRECTLY_CONSOLIDATED_BY", mother_)));
  EXPECT_EQ(error.code, core::ErrorCode::not_found);
  EXPECT_NE(error.message.zh.find("rr.csv"), std::string::npos);
}

TEST_F(GleifTest, an_unknown_type_is_refused_with_file_and_line) {
  file("lei2.csv", kNames);
  const auto error = refusal(relationships(record(child_, "IS_A_FRIEND_OF", mother_)));
  EXPECT_NE(error.message.en.find("rr.csv line 2"), std::string::npos);
}

class BodsTest : public RelationFilesTest {
 protected:
  static std::string entity_0_2(const std::string& id, const std::string& name) {
    return R"({"statementID":")" + id + R"(","statementType":"entityStatement","entityType":)" +
           R"("registeredEntity","name":")" + name + "\"}";
  }
  static std::string ownership_0_2(const std::string& interest, const std::string& more = "") {
    return R"({"statementID":"o1","statementType":"ownershipOrControlStatement",)"
           R"("statementDate":"2024-01-05","subject":{"describedByEntityStatement":"child"},)"
           R"("interestedParty":{"describedByEntityStatement":"mother"},)"
           R"("interests":[)" +
           interest + "]" + more + "}";
  }
  static std::string set_0_2(const std::string& ownership) {
    return "[" + entity_0_2("child", kChild) + "," + entity_0_2("mother", kMother) + "," +
           ownership + "]";
  }
  static std::string record_0_4(const std::string& id, const std::string& type,
                                const std::string& status, const std::string& date,
                                const std::string& details) {
    return R"({"statementId":")" + id + date + R"(","declarationSubject":"child","recordId":")" +
           id + R"(","recordType":")" + type + R"(","recordStatus":")" + status +
           R"(","statementDate":")" + date + R"(","recordDetails":)" + details + "}\n";
  }
  static std::string entities_0_4() {
    const auto entity = [](const std::string& id, const std::string& name) {
      return record_0_4(
          id, "entity", "new", "2020-01-01",
          R"({"isComponent":false,"entityType":{"type":"registeredEntity"},"name":")" + name +
              "\"}");
    };
    return entity("child", kChild) + entity("mother", kMother);
  }
  static std::string ownership_0_4(const std::string& status, const std::string& date,
                                   const std::string& interest) {
    return record_0_4("rel", "relationship", status, date,
                      R"({"isComponent":false,"subject":"child","interestedParty":"mother",)"
                      R"("interests":[)" +
                          interest + "]}");
  }
};

TEST_F(BodsTest, a_majority_share_is_a_parent) {
  load(
      file("bods.json", set_0_2(ownership_0_2(R"({"type":"shareholding","share":{"exact":75}})"))));
  EXPECT_EQ(relation(kChild, kMother), Relation::parent);
}

TEST_F(BodsTest, a_range_is_taken_at_its_least) {
  load(file(
      "bods.json",
      set_0_2(ownership_0_2(
          R"({"type":"voting-rights","share":{"minimum":50,"maximum":75,"exclusiveMinimum":true}})"))));
  EXPECT_EQ(relation(kChild, kMother), Relation::parent);
}

TEST_F(BodsTest, a_range_that_may_be_small_is_no_relation) {
  load(file("bods.json", set_0_2(ownership_0_2(
                             R"({"type":"shareholding","share":{"minimum":25,"maximum":50}})"))));
  EXPECT_EQ(relation(kChild, kMother), Relation::unrelated);
}

TEST_F(BodsTest, the_right_to_appoint_the_board_is_a_holding) {
  load(file("bods.json", set_0_2(ownership_0_2(R"({"type":"appointment-of-board"})"))));
  EXPECT_EQ(relation(kChild, kMother), Relation::holding);
}

TEST_F(BodsTest, an_interest_holds_between_its_dates) {
  load(file("bods.json",
            set_0_2(ownership_0_2(R"({"type":"shareholding","share":{"exact":75},)"
                                  R"("startDate":"2018-03-01","endDate":"2024-09-30"})"))));
  EXPECT_EQ(relation(kChild, kMother), Relation::unrelated);
  graph_.set_day("2024-07-21");
  EXPECT_EQ(relation(kChild, kMother), Relation::parent);
}

TEST_F(BodsTest, a_replaced_statement_is_not_read) {
  const std::string newer =
      R"(,{"statementID":"o2","statementType":"ownershipOrControlStatement",)"
      R"("subject":{"describedByEntityStatement":"child"},)"
      R"("interestedParty":{"describedByEntityStatement":"mother"},"interests":[],)"
      R"("replacesStatements":["o1"]})";
  load(file("bods.json",
            set_0_2(ownership_0_2(R"({"type":"shareholding","share":{"exact":75}})") + newer)));
  EXPECT_EQ(relation(kChild, kMother), Relation::unrelated);
}

TEST_F(BodsTest, records_of_version_0_4_are_read_line_by_line) {
  load(file("bods.jsonl", entities_0_4() + ownership_0_4("new", "2021-01-01",
                                                         R"({"type":"shareholding",)"
                                                         R"("share":{"exact":40}})")));
  EXPECT_EQ(relation(kChild, kMother), Relation::holding);
}

TEST_F(BodsTest, the_latest_statement_about_a_record_holds) {
  load(file(
      "bods.jsonl",
      entities_0_4() +
          ownership_0_4("updated", "2022-01-01",
                        R"({"type":"shareholding","share":{"exclusiveMinimum":50}})") +
          ownership_0_4("new", "2021-01-01", R"({"type":"shareholding","share":{"exact":40}})")));
  EXPECT_EQ(relation(kChild, kMother), Relation::parent);
}

TEST_F(BodsTest, a_closed_record_relates_nobody) {
  const std::string interest = R"({"type":"shareholding","share":{"exact":75}})";
  load(file("bods.jsonl", entities_0_4() + ownership_0_4("new", "2021-01-01", interest) +
                              ownership_0_4("closed", "2023-01-01", interest)));
  EXPECT_EQ(relation(kChild, kMother), Relation::unrelated);
}

TEST_F(BodsTest, a_person_as_owner_is_passed_over) {
  load(file("bods.json", "[" + entity_0_2("child", kChild) +
                             R"(,{"statementID":"mother","statementType":"personStatement"},)" +
                             ownership_0_2(R"({"type":"shareholding","share":{"exact":75}})") +
                             "]"));
  EXPECT_TRUE(graph_.edges().empty());
}

TEST_F(BodsTest, an_entity_that_is_missing_is_refused_with_the_statement) {
  const auto error = refusal(file(
      "bods.json", "[" + entity_0_2("child", kChild) + "," +
                       ownership_0_2(R"({"type":"shareholding","share":{"exact":75}})") + "]"));
  EXPECT_EQ(error.code, core::ErrorCode::corrupt);
  EXPECT_NE(error.message.en.find("bods.json statement 2 (o1)"), std::string::npos)
      << error.message.en;
}

TEST_F(BodsTest, broken_json_is_refused_with_file_and_line) {
  const auto error = refusal(file("bods.json", "[\n{\"statementID\":\n}]"));
  EXPECT_NE(error.message.en.find("bods.json line 3"), std::string::npos) << error.message.en;
}

TEST_F(BodsTest, json_that_is_no_statement_is_refused) {
  const auto error = refusal(file("bods.json", R"([{"name":"绿野集团有限公司"}])"));
  EXPECT_NE(error.message.en.find("bods.json statement 1"), std::string::npos);
}

}  // namespace
}  // namespace jianzhen::verify
