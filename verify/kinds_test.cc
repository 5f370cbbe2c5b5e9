#include "verify/kinds.h"

#include <gtest/gtest.h>

#include <set>

namespace jianzhen::verify {
namespace {

TEST(Kinds, every_kind_of_the_contract_is_described) {
  const std::set<std::string> expected = {"application",
                                          "business_licence",
                                          "responsibility_statement",
                                          "entry_commitment",
                                          "audit_report",
                                          "credit_report",
                                          "project_qualification",
                                          "case_proof",
                                          "patent_certificate",
                                          "software_copyright",
                                          "trademark_certificate",
                                          "introduction",
                                          "video",
                                          "model",
                                          "other"};
  std::set<std::string> described;
  for (const KindSpec& kind : KindTable::built_in().kinds()) described.insert(kind.id);
  EXPECT_EQ(described, expected);
}

TEST(Kinds, the_longest_label_stands) {
  EXPECT_EQ(KindTable::built_in().label_at(u"注册人地址", 0), 5U);
}

TEST(Kinds, a_misspelt_key_is_refused_with_its_line) {
  const auto table = KindTable::parse(
      "stop_labels: []\nkinds:\n  - {id: x, tiltes: [营业执照]}\nheading_synonyms: []\n", "k.yaml");
  ASSERT_FALSE(table);
  EXPECT_NE(table.error().message.en.find("line 3"), std::string::npos) << table.error().message.en;
}

TEST(Kinds, a_bad_expression_is_refused) {
  const auto table = KindTable::parse(
      "stop_labels: []\nheading_synonyms: []\nkinds:\n  - id: x\n    never: ['(']\n", "k.yaml");
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().code, core::ErrorCode::corrupt);
}

}  // namespace
}  // namespace jianzhen::verify
