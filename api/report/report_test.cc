#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <thread>

#include "api/report/dossier.h"
#include "api/report/paper.h"
#include "api/report/pdf_tools.h"

namespace jianzhen::api {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// The headers of a grey JPEG of 100 × 50: nothing here decodes it.
const std::string kPicture("\xFF\xD8\xFF\xC0\0\x0B\x08\0\x32\0\x64\x01\x01\x11\0\xFF\xD9", 17);

Dossier dossier() {
  Dossier made;
  made.entry.id = "LN-7";
  made.entry.project = {"港口数据协同", "工业制造", 2};
  made.entry.applicant.name = "沈阳示例科技有限公司";
  made.report.entry = "LN-7";
  made.report.applicant = made.entry.applicant;
  core::Material paper;
  paper.path = "证明/执照.jpg";
  paper.kind = "business_licence";
  paper.pages = 1;
  paper.owner = core::Owner{{"沈阳示例科技（大连）有限公司", ""}, "subsidiary", {1, {}, {}}};
  made.report.materials = {paper};
  core::Finding finding;
  finding.code = "owner.subsidiary";
  finding.severity = core::Severity::violation;
  finding.material = paper.path;
  finding.place = {1, {}, core::Box{0.1, 0.2, 0.5, 0.3}};
  finding.evidence = "沈阳示例科技（大连）有限公司";
  finding.expected = "沈阳示例科技有限公司";
  finding.message = {"发现疑点：所属单位是子公司。见第 1 页。", "In question: a subsidiary's."};
  finding.clause = "六（三）2";
  made.report.findings = {finding};
  made.keys = {"k1"};
  return made;
}

core::Review upheld() {
  core::Review review{
      "k1",
      {1, core::DispositionCode::upheld, "执照属于子公司", "王核查", "2024-08-02T09:05:00.000Z"},
      {}};
  return review;
}

PagePicture picture_of(const std::string& jpeg) {
  return [jpeg](const std::string&, const core::Place&) {
    return std::make_shared<const std::string>(jpeg);
  };
}

std::string pdf_of(const Dossier& of, core::Lang lang = core::Lang::zh) {
  return entry_report_pdf(of, verify::Contest::built_in(), lang, picture_of(kPicture));
}

void let_the_clock_go_on() { std::this_thread::sleep_for(std::chrono::milliseconds(1100)); }

TEST(EntryReport, made_again_from_the_same_facts_is_the_same_bytes) {
  Dossier of = dossier();
  of.review.reviews = {upheld()};
  const std::string first = pdf_of(of);
  let_the_clock_go_on();
  EXPECT_EQ(pdf_of(of), first);
}

TEST(EntryReport, another_disposition_is_another_report) {
  Dossier of = dossier();
  const std::string before = pdf_of(of);
  of.review.reviews = {upheld()};
  EXPECT_NE(pdf_of(of), before);
}

TEST(EntryReport, a_finding_is_told_with_its_words_clause_and_hash) {
  const std::string words = words_of(pdf_of(dossier()));
  EXPECT_THAT(words, AllOf(HasSubstr("发现疑点"), HasSubstr("沈阳示例科技（大连）有限公司"),
                           HasSubstr("严禁使用母公司、分公司、子公司"),
                           HasSubstr(core::Digest().hex()), HasSubstr("第1页共")));
}

TEST(EntryReport, a_disposition_says_who_and_when_and_why) {
  Dossier of = dossier();
  of.review.reviews = {upheld()};
  EXPECT_THAT(words_of(pdf_of(of)), AllOf(HasSubstr("成立"), HasSubstr("执照属于子公司"),
                                          HasSubstr("王核查"), HasSubstr("2024-08-0217:05")));
}

TEST(EntryReport, a_veto_names_both_people) {
  Dossier of = dossier();
  of.review.reviews = {upheld()};
  of.review.reviews[0].veto = core::Veto{1, "王核查", "李复核", 1, "2024-08-03T01:00:00.000Z"};
  EXPECT_THAT(words_of(pdf_of(of)), AllOf(HasSubstr("双人复核"), HasSubstr("李复核")));
}

TEST(EntryReport, before_a_ruling_nothing_is_called_a_breach) {
  Dossier of = dossier();
  of.report.findings[0].clause = "六（二）5";  // whose own words accuse nobody
  for (const char* word : {"违规", "造假", "取消参赛资格"}) {
    EXPECT_THAT(words_of(pdf_of(of)), Not(HasSubstr(word)));
  }
}

TEST(EntryReport, speaks_english_where_asked) {
  EXPECT_THAT(words_of(pdf_of(dossier(), core::Lang::en)),
              AllOf(HasSubstr("Verificationreport"), HasSubstr("vetofinding")));
}

TEST(EntryReport, without_a_picture_it_is_a_report_all_the_same) {
  const auto none = [](const std::string&, const core::Place&) {
    return std::shared_ptr<const std::string>();
  };
  EXPECT_THAT(entry_report_pdf(dossier(), verify::Contest::built_in(), core::Lang::zh, none),
              testing::StartsWith("%PDF"));
}

TEST(EntryReport, a_picture_that_is_none_is_left_out) {
  EXPECT_THAT(entry_report_pdf(dossier(), verify::Contest::built_in(), core::Lang::zh,
                               picture_of("no picture at all")),
              Not(HasSubstr("DCTDecode")));
}

TEST(Paper, long_words_go_on_over_the_pages) {
  PaperSettings settings;
  settings.created = "2024-08-01T00:00:00Z";
  Paper paper(settings, 0);
  std::string text;
  for (int i = 0; i < 8000; ++i) text += "长";
  paper.text(text);
  EXPECT_GT(paper.pages(), 3);
}

TEST(Paper, what_steers_a_line_is_a_space) {
  PaperSettings settings;
  settings.created = "2024-08-01T00:00:00Z";
  Paper paper(settings, 0);
  paper.text(std::string("甲\0乙\x1b[31m丙\u202E丁\xff", 22));
  EXPECT_THAT(words_of(paper.finish()), AllOf(HasSubstr("甲"), HasSubstr("丁")));
}

TEST(Paper, a_row_is_never_taller_than_a_page) {
  PaperSettings settings;
  settings.created = "2024-08-01T00:00:00Z";
  Paper paper(settings, 0);
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "行\n";
  const std::array columns = {Column{"甲", 1}, Column{"乙", 9}};
  const std::vector<std::vector<Cell>> rows(3, {{text}, {text}});
  paper.table(columns, rows);
  EXPECT_LE(paper.pages(), 2);
  EXPECT_THAT(words_of(paper.finish()), HasSubstr("行行"));
}

TEST(Summary, made_again_is_the_same_bytes) {
  const std::vector<Dossier> all = {dossier(), dossier()};
  const auto& contest = verify::Contest::built_in();
  const std::string pdf = summary_pdf(all, contest, core::Lang::zh);
  const auto xlsx = summary_xlsx(all, contest, core::Lang::zh);
  ASSERT_TRUE(xlsx);
  let_the_clock_go_on();
  EXPECT_EQ(summary_pdf(all, contest, core::Lang::zh), pdf);
  EXPECT_EQ(*summary_xlsx(all, contest, core::Lang::zh), *xlsx);
}

TEST(Summary, counts_what_was_decided) {
  Dossier of = dossier();
  of.review.reviews = {upheld()};
  const Handled sum = handled(of, core::Severity::violation);
  EXPECT_EQ(sum.all, 1);
  EXPECT_EQ(sum.upheld, 1);
  EXPECT_EQ(sum.waiting, 0);
}

TEST(ShownTime, is_shanghais) {
  EXPECT_EQ(shown_time("2024-07-31T20:05:00.000Z"), "2024-08-01 04:05");
}

}  // namespace
}  // namespace jianzhen::api
