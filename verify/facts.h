#pragma once

// What the papers say, apart from what any rule makes of it: a changed rule re-runs rules only.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/finding.h"
#include "verify/figures.h"
#include "verify/relations.h"

namespace jianzhen::verify {

// Words on a page.
struct Evidence {
  core::Place place;
  std::string words;
  double confidence = 1;  // of the reading, 0–1
  bool ocr = false;       // read from a picture
  // Code points of `words` that the reader itself doubts, rising: nobody is accused on them alone.
  std::vector<std::uint32_t> unsure;
};

// The words, compact, with kUnread (name_text.h) for every character that the reader doubts.
std::string surely_read(const Evidence& evidence);

struct Value {
  std::string text;  // normalised: dates as 2024-07-21, names compact
  Evidence evidence;
};

struct Party {
  core::Unit unit;
  Evidence name;                 // where the name stands
  std::optional<Evidence> uscc;  // where its code stands
};

struct Section {
  std::string section;  // the contest's title: 项目概述
  std::string part;     // 项目背景; empty for the section itself
  Evidence evidence;
};

struct StatedRelation {  // "系…的全资子公司", a note on 控股股东
  Edge edge;
  Evidence evidence;
};

// A picture on the paper that can be known again.
struct ShownFigure {
  core::Place place;
  FigureHash hash{};
};

// One paper within a material: usually all of it.
//
// Fields by id. Only what stands on the paper is there; nothing is guessed. Dates are "2024-07-21";
// where only year and month are printed, the last day for an end, the first day otherwise. Names,
// numbers and titles are compact (core::compact), spelled as printed.
//
// Any paper:
//   signed_on     the date beside a signature or seal: statement, commitment, audit report,
//   contract issued_on     the date of issue, or of the query (信用报告) valid_from valid_until
//   last day of validity; "9999-12-31" for 长期. Worked out where a term is printed:
//                 有效期三年 from its issue, a patent's from applied_on and patent_type
//   date_under_seal
//                 what a seal leaves of the date that it covers: there is one, nobody knows which
//   number        its own number: 证书编号, 报告编号, 合同编号; of a patent "ZL202010751970.0", of
//   a
//                 software copyright "2022SR1215365", of a trademark "20203171"
//   title         what it is about: the invention, software, sample
// application, responsibility_statement, entry_commitment:
//   project_name  without quotation marks
//   track         "工业制造", "数据要素×工业制造"
//   topic         "赛题4:通用类赛题"
//   topic_number  "4", where a number is printed
//   representatives  "陶永、钟辉"
// business_licence:
//   legal_form    类型: "有限责任公司(自然人投资或控股)", "个体工商户"; for the other certificates
//                 "事业单位", "民办非企业单位"
// audit_report:
//   auditor       the firm, whose seal makes the report signed
//   opinion       "qualified", "adverse", "disclaimer"; absent where it is unqualified
// credit_report:
//   listed.dishonest, listed.tax, listed.procurement
//                 "true" or "false" as the report states; absent where it does not say
//   listed        "true" if one of them is, "false" if all that are there say no
// project_qualification, patent_certificate, software_copyright, trademark_certificate:
//   issuer        laboratory, certifier, authority
// case_proof:
//   customer      the side that buys, or certifies
// patent_certificate:
//   patent_type   "invention", "utility_model", "design"
//   applied_on    申请日
struct PaperFacts {
  std::string kind = "other";  // of contract.md's table; never "collection"
  double kind_confidence = 0;  // 0–1
  int first_page = 1;
  int last_page = 1;
  // Whose paper it is, as printed but for white space; several where they hold it jointly, in
  // printed order. Empty where none could be read: if `readable`, none is printed.
  std::vector<Party> owners;
  std::map<std::string, Value> fields;
  std::vector<Section> sections;  // of an application, in order: headings in its body only
  // `edge.source` says "第 4 页" only: the file's path is put before it by who knows it.
  std::vector<StatedRelation> relations;
  std::vector<core::Seal> seals;
  std::vector<ShownFigure> figures;  // each once, in order; none that stands on page after page
  bool readable = true;  // the words that decide (owner, title) are well enough read to accuse on
};

// Words that speak to a clause which no file can show (Contest::review).
struct SpokenPassage {
  std::string item;
  Evidence evidence;
};

// `material.kind` is filled: the paper's, or "collection" where there are several.
struct MaterialFacts {
  core::Material material;         // path, digest, bytes, media type, pages, error
  std::vector<PaperFacts> papers;  // at least one where the material could be read
  std::vector<core::Observation> observations;
  std::vector<SpokenPassage> passages;  // a few of each item, in order
  std::string text_fingerprint_source;  // folded text of the whole, for near duplicates
};

class Contest;

// From a reading to facts. Pure; thread-safe. `applicant` helps to choose among equal candidates of
// a holder, never to accept one.
MaterialFacts extract_facts(const core::Material& material, const core::Document& document,
                            const core::Entry& entry, const Contest& contest);

}  // namespace jianzhen::verify
