// Papers of many shapes (testdata/papers.txt): their kind, whose they are, what stands on them.

#include "verify/facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "verify/contest.h"
#include "verify/made_paper.h"

namespace jianzhen::verify {
namespace {

struct Case {
  std::string name;
  std::vector<std::string> expected;  // "kind application", "owner …"
  core::Document document;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

void add_paper_row(core::Document& document, std::vector<std::string>& rows,
                   std::vector<std::string>& seals, const std::string& row) {
  const bool page_ends = row.empty() || row == "==";
  if (page_ends) {
    core::Page page = made_page(rows, static_cast<int>(document.pages.size()) + 1);
    for (const std::string& seal : seals) {
      page.seals.push_back({seal, {0.6, 0.7, 0.8, 0.9}, 0.9});
    }
    document.pages.push_back(std::move(page));
    rows.clear();
    seals.clear();
  } else if (row.starts_with("[印章 ")) {
    seals.push_back(row.substr(8, row.size() - 9));
  } else {
    rows.push_back(row);
  }
}

std::vector<Case> read_cases() {
  const char* root = std::getenv("JIANZHEN_SOURCE_DIR");
  std::ifstream file(std::filesystem::path(root == nullptr ? "." : root) /
                     "verify/testdata/papers.txt");
  std::vector<Case> cases;
  std::vector<std::string> rows;
  std::vector<std::string> seals;
  bool in_paper = false;
  std::string line;
  const auto finish = [&] {
    if (in_paper) add_paper_row(cases.back().document, rows, seals, "");
    in_paper = false;
  };
  while (std::getline(file, line)) {
    if (line.starts_with("## ")) {
      finish();
      cases.push_back({line.substr(3), {}, {}});
    } else if (cases.empty()) {
      continue;
    } else if (line == "--") {
      in_paper = true;
    } else if (in_paper && !line.empty()) {
      add_paper_row(cases.back().document, rows, seals, line);
    } else if (!in_paper && !line.empty()) {
      cases.back().expected.push_back(line);
    }
  }
  finish();
  return cases;
}

std::string joined_owners(const PaperFacts& paper) {
  std::string all;
  for (const Party& owner : paper.owners) all += (all.empty() ? "" : "; ") + owner.unit.name;
  return all;
}

// What the expectation is to be compared with, in its own words.
std::string found(const MaterialFacts& facts, const std::string& expectation) {
  std::istringstream words(expectation);
  std::string what;
  std::string second;
  words >> what >> second;
  const PaperFacts& first = facts.papers.front();
  if (what == "kind") return "kind " + facts.material.kind;
  if (what == "owner") {
    const std::string owners = joined_owners(first);
    return owners.empty() ? "owner" : "owner " + owners;
  }
  if (what == "uscc") {
    const std::string code = first.owners.empty() ? "" : first.owners[0].unit.uscc;
    return code.empty() ? "uscc" : "uscc " + code;
  }
  if (what == "relations") return "relations " + std::to_string(first.relations.size());
  if (what == "papers") return "papers " + std::to_string(facts.papers.size());
  if (what == "field") {
    const auto it = first.fields.find(second);
    return "field " + second + " = " + (it == first.fields.end() ? "" : it->second.text);
  }
  std::string all;
  for (const PaperFacts& paper : facts.papers) {
    const std::string said = "paper " + paper.kind + " " + std::to_string(paper.first_page) + " " +
                             std::to_string(paper.last_page) + " " + joined_owners(paper);
    if (said == expectation) return said;
    all += said + "\n";
    for (const StatedRelation& stated : paper.relations) {
      const std::string edge = "relation " + stated.edge.subject.name + " " +
                               std::string(word(stated.edge.relation)) + " " +
                               stated.edge.object.name;
      if (edge == expectation) return edge;
      all += edge + "\n";
    }
  }
  return all;
}

MaterialFacts read(const core::Document& document) {
  core::Material material;
  material.path = "材料.pdf";
  material.media_type = document.media_type;
  core::Entry entry;
  entry.applicant.name = "沈阳某某申报单位有限公司";
  return extract_facts(material, document, entry, Contest::built_in());
}

// A commitment whose last row stands under the seal.
MaterialFacts commitment_sealed_over(const std::string& row) {
  core::Document document = made_document(
      {{">参赛承诺书", "沈阳岫云软件有限公司自愿参加大赛，郑重承诺：",
        "一、遵守大赛规则，服从组委会安排，不重复参赛。", "承诺单位：沈阳岫云软件有限公司", row}});
  core::Page& page = document.pages.front();
  const core::Box date = page.lines.back().box;
  page.seals = {{"沈阳岫云软件有限公司",
                 {date.left + 0.02, date.top - 0.05, date.left + 0.2, date.bottom + 0.05},
                 0.9}};
  return read(document);
}

TEST(Facts, a_date_that_a_seal_half_covers_is_there_though_nobody_knows_which) {
  const auto& fields = commitment_sealed_over("二〇二四年七").papers.front().fields;
  EXPECT_FALSE(fields.contains("signed_on"));
  EXPECT_TRUE(fields.contains("date_under_seal"));
}

TEST(Facts, a_blank_for_the_date_under_a_seal_is_no_date) {
  const auto& fields = commitment_sealed_over("年月日").papers.front().fields;
  EXPECT_FALSE(fields.contains("date_under_seal"));
}

TEST(Facts, what_speaks_to_a_clause_is_cited_from_the_body_and_not_from_the_contents) {
  const MaterialFacts facts =
      read(made_document({{">项目申报书", "参赛单位：沈阳岫云软件有限公司", "参赛赛道：工业制造"},
                          {">目录", "一、项目概述……3", "（二）数据来源……5", "关键技术"},
                          {"一、项目概述", "项目背景", "（二）数据来源",
                           "数据来源于合作企业自有系统，逐项书面授权，到期自动收回。"}}));
  std::vector<int> pages;
  for (const SpokenPassage& passage : facts.passages) {
    if (passage.item != "lawful_source") continue;
    pages.push_back(passage.evidence.place.page);
  }
  ASSERT_EQ(pages, (std::vector<int>{3, 3}));
  EXPECT_THAT(facts.passages.front().evidence.words, testing::HasSubstr("书面授权"));
}

class Papers : public testing::TestWithParam<Case> {};

TEST_P(Papers, say_what_stands_on_them) {
  const MaterialFacts facts = read(GetParam().document);
  for (const std::string& expectation : GetParam().expected) {
    EXPECT_EQ(found(facts, expectation), expectation);
  }
}

std::string test_name(const testing::TestParamInfo<Case>& info) {
  std::string name;
  for (const char c : info.param.name) {
    name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(OfManyShapes, Papers, testing::ValuesIn(read_cases()), test_name);

}  // namespace
}  // namespace jianzhen::verify
