// docs/notice.md says for each clause what the program makes of it. Held here against the contest's
// file, so that the page cannot rot.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "verify/contest.h"

namespace jianzhen::embedded {
extern const std::string_view notice_table;
}  // namespace jianzhen::embedded

namespace jianzhen::verify {
namespace {

using Words = std::set<std::string>;

struct Row {
  Words findings;
  Words review_items;
  std::string left_open;
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

// "`owner.branch` `owner.parent`"
Words words_of(std::string_view cell) {
  Words words;
  for (std::size_t from = cell.find('`'); from != std::string_view::npos;
       from = cell.find('`', from)) {
    const std::size_t to = cell.find('`', from + 1);
    words.emplace(cell.substr(from + 1, to - from - 1));
    from = to + 1;
  }
  return words;
}

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (std::size_t bar = line.find('|'); bar != std::string_view::npos;) {
    const std::size_t next = line.find('|', bar + 1);
    if (next == std::string_view::npos) break;
    cells.push_back(trimmed(line.substr(bar + 1, next - bar - 1)));
    bar = next;
  }
  return cells;
}

std::multimap<std::string, Row> rows() {
  std::multimap<std::string, Row> rows;
  std::string_view page = embedded::notice_table;
  page.remove_prefix(page.find("| --- |"));
  page.remove_prefix(page.find('\n') + 1);
  while (!page.empty()) {
    const std::size_t end = page.find('\n');
    const auto cells = cells_of(page.substr(0, end));
    if (cells.size() == 4) {
      rows.emplace(cells[0], Row{words_of(cells[1]), words_of(cells[2]), std::string(cells[3])});
    }
    if (end == std::string_view::npos) break;
    page.remove_prefix(end + 1);
  }
  return rows;
}

Words findings_citing(const std::string& clause) {
  const Contest& contest = Contest::built_in();
  Words codes;
  for (const RuleSetting& rule : contest.rules) {
    if (rule.clause == clause) codes.insert(rule.code);
  }
  for (const RequiredKind& required : contest.required) {
    if (required.clause == clause) codes.insert("material.missing");
  }
  for (const ApplicationSection& section : contest.sections) {
    if (section.clause != clause) continue;
    codes.insert({"application.section_missing", "application.part_missing"});
  }
  return codes;
}

TEST(NoticePage, has_every_clause_once) {
  const auto table = rows();
  for (const Clause& clause : Contest::built_in().clauses) {
    EXPECT_EQ(table.count(clause.id), 1U) << clause.id;
  }
  EXPECT_EQ(table.size(), Contest::built_in().clauses.size());
}

TEST(NoticePage, names_the_findings_that_cite_the_clause) {
  for (const auto& [clause, row] : rows()) {
    EXPECT_EQ(row.findings, findings_citing(clause)) << clause;
  }
}

TEST(NoticePage, names_the_review_items_of_the_clause) {
  for (const auto& [clause, row] : rows()) {
    Words expected;
    for (const ReviewTopic& topic : Contest::built_in().review) {
      if (topic.clause == clause) expected.insert(topic.id);
    }
    EXPECT_EQ(row.review_items, expected) << clause;
  }
}

TEST(NoticePage, says_why_where_nothing_is_found_or_asked) {
  for (const auto& [clause, row] : rows()) {
    EXPECT_TRUE(!row.findings.empty() || !row.review_items.empty() || !row.left_open.empty())
        << clause;
  }
}

}  // namespace
}  // namespace jianzhen::verify
