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
