#pragma once

// Names of units (企业名称登记管理规定, 2020, art. 6: 行政区划 + 字号 + 行业 + 组织形式), parsed
// and compared with what OCR confuses in mind. Pure functions over tables that are compiled in;
// thread-safe.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/bilingual.h"

namespace jianzhen::verify {

struct ParsedName {
  std::string whole;        // compact: NFKC, no spaces; brackets as ()
  std::string region;       // 行政区划, wherever it stands: 沈阳市
  std::string brand;        // 字号
  std::string trade;        // 行业
  std::string form;         // 组织形式: 有限公司
  std::string branch_tail;  // 沈阳分公司; empty for a head
  std::string head;         // the name without the branch tail
};

ParsedName parse_name(std::string_view name);

// Could this text be the name of a unit at all (a known organisational form at its end)?
bool looks_like_unit(std::string_view text);

// Every unit's name inside running text, as code point ranges [first, last) of `text`.
struct NameSpan {
  std::size_t first = 0;
  std::size_t last = 0;
};
std::vector<NameSpan> find_units(std::string_view text);

enum class NameMatch {
  same,             // equal after folding width, brackets, spaces, traditional forms
  same_with_noise,  // differs only by what readers get wrong and no registered name can have: a
                    // form or a place that does not exist, a speck read as a stroke
  look_alike,  // differs by shape-alike characters in 字号 or trade, or by a lost one: the same
               // name badly read, or another unit. A code decides, else a person
  loosely_same,  // 有限公司 for 有限责任公司, 沈阳 for 沈阳市, the form left out: the same unit
                 // written loosely, or another. A code decides, else a person
  branch,      // the second is a branch of the first
  head,        // the second is the head of which the first is a branch
  same_brand,  // another unit with the same 字号
  different,
};

struct NameComparison {
  NameMatch match = NameMatch::different;
  core::Bilingual reason;  // which slot differs and how
  // Of a branch whose head's name was misread: what stands behind the head.
  std::string tail;
};

// `ocr`: the second name was read from a picture, so confusions are to be expected.
NameComparison compare_names(std::string_view applicant, std::string_view on_paper, bool ocr);

}  // namespace jianzhen::verify
