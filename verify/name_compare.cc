#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/text.h"
#include "verify/name_align.h"
#include "verify/name_confusions.h"
#include "verify/name_parts.h"
#include "verify/names.h"

namespace jianzhen::verify {
namespace {

using View = std::u32string_view;

std::string quoted(View text) { return "“" + core::to_utf8(text) + "”"; }

// Marks that no name is written with: specks and strokes that readers make of dirt.
constexpr View kSpecks = U"丶丨亅丿、,。.;:!'`´‘’\"“”~^_|*¨°<>《》/\\";
// A character as thin as a speck, yet a word: only doubted where no name can have it.
constexpr char32_t kThin = U'一';

// What is printed, and read, where a font or a reader has no such character: it may be any.
constexpr View kPlaceholders = U"□■〓▯○◇?";

bool stands_for_any(char32_t c) { return c == kUnread || kPlaceholders.find(c) != View::npos; }

// Rare characters beyond those that our reader prints (CJK Extension A, and all beyond the BMP).
bool beyond_the_reader(char32_t c) { return c >= 0x20000 || (c >= 0x3400 && c <= 0x4DBF); }

bool is_speck(char32_t c) { return kSpecks.find(c) != View::npos; }

std::u32string without(View text, View unwanted) {
  std::u32string result;
  for (const char32_t c : text) {
    if (unwanted.find(c) == View::npos) result.push_back(c);
  }
  return result;
}

NameComparison result(NameMatch match, core::Bilingual reason) {
  return {match, std::move(reason), {}};
}

// What stands in brackets at the end of a name: (以下简称公司), (个体工商户), (沈阳市眼科医院).
struct BracketedEnd {
  View name;  // before the bracket
  View inside;
};

std::optional<BracketedEnd> bracketed_end(View text) {
  constexpr std::size_t kShortestName = 4;
  const std::size_t open = text.ends_with(U')') ? text.rfind(U'(') : View::npos;
  if (open == View::npos || open < kShortestName) return std::nullopt;
  return BracketedEnd{text.substr(0, open), text.substr(open + 1, text.size() - open - 2)};
}

bool begins_with_any(View text, std::span<const View> words) {
  return std::ranges::any_of(words, [&](View word) { return text.starts_with(word); });
}

// The name in (原沈阳青禾有限公司), (曾用名:…); empty where the bracket says nothing of the kind.
View earlier_name(View inside) {
  static constexpr std::array<View, 6> kEarlier{U"原名称为", U"原名称", U"曾用名",
                                                U"原名",     U"更名前", U"原"};
  const auto* word =
      std::ranges::find_if(kEarlier, [&](View earlier) { return inside.starts_with(earlier); });
  if (word == kEarlier.end()) return {};
  View name = inside.substr(word->size());
  while (name.starts_with(U':') || name.starts_with(U'为')) name.remove_prefix(1);
  // 原子能研究所 is a name of its own.
  return form_ending_at(name, name.size()).form != FormClass::none &&
                 region_length(name, 0, name.size()) > 0
             ? name
             : View();
}

// Words of seals, forms and contracts, which say nothing of who the unit is.
bool is_remark(View inside) {
  static constexpr std::array<View, 19> kRemarks{
      U"盖章",   U"公章",   U"签章", U"印章",   U"盖公章", U"加盖公章", U"以下简",
      U"以下称", U"下称",   U"简称", U"甲方",   U"乙方",   U"丙方",     U"委托方",
      U"受托方", U"采购人", U"买方", U"供应商", U"卖方"};
  return inside == U"章" || begins_with_any(inside, kRemarks) || !earlier_name(inside).empty();
}

View without_remarks(View text) {
  while (const auto end = bracketed_end(text)) {
    if (!is_remark(end->inside)) break;
    text = end->name;
  }
  return text;
}

bool is_public_body(View name) {
  const FormClass form = form_ending_at(name, name.size()).form;
  return form == FormClass::institution || form == FormClass::organ;
}

// What it comes to that one of two names, else alike, ends with a bracket; nothing where the
// bracket makes it another unit, or may.
std::optional<NameComparison> judge_bracket(const BracketedEnd& end) {
  static constexpr std::array<View, 5> kForms{U"普通合伙", U"有限合伙", U"特殊", U"个体",
                                              U"个人独资"};
  static constexpr View kOfUniversity = U"附属";  // a hospital or school is its own legal person
  if (begins_with_any(end.inside, kForms)) {
    return result(NameMatch::loosely_same,
                  {"仅括号内的组织形式不同", "only the legal form in the brackets differs"});
  }
  if (!is_public_body(end.name) || !is_public_body(end.inside) ||
      end.inside.starts_with(kOfUniversity) || is_branch_tail(end.inside, FormClass::none)) {
    return std::nullopt;
  }
  // One institution under two plates: 沈阳市第四人民医院(沈阳市眼科医院).
  if (region_length(end.inside, 0, end.inside.size()) > 0) {
    return result(NameMatch::same, {"名称一致，括号内是它的第二名称",
                                    "the names agree; a second name follows in brackets"});
  }
  return result(NameMatch::loosely_same,
                {"仅括号内的另一名称不同", "only another name in the brackets differs"});
}

// Names that differ by a bracket at the end of one of them, and nothing else.
std::optional<NameComparison> but_for_a_bracket(View own, View paper) {
  for (const auto& [longer, other] : {std::pair(paper, own), std::pair(own, paper)}) {
    const auto end = bracketed_end(longer);
    if (!end) continue;
    if (end->name == other) return judge_bracket(*end);
    if (end->inside == other && is_public_body(end->name) && is_public_body(other)) {
      return result(NameMatch::loosely_same,
                    {"与括号内的第二名称一致", "it is the second name in the brackets"});
    }
  }
  return std::nullopt;
}

// The differences of two names, slot by slot of the first.
class Differences {
 public:
  Differences(const NameParts& own, View paper, const Alignment& alignment, bool ocr)
      : own_(own), paper_(paper), alignment_(alignment), ocr_(ocr) {}

  // What they come to; `different` where they are no noise at all.
  NameComparison judge() {
    for (const Edit& edit : alignment_.edits) {
      if (!weigh(edit)) return result(NameMatch::different, {});
    }
    if (form_edits_ > 0 && !form_is_noise()) return result(NameMatch::different, {});
    if (region_edits_ > 0 && !region_is_noise()) return result(NameMatch::different, {});
    if (name_edits_ > kMostNameEdits || unread_ > kMostUnread)
      return result(NameMatch::different, {});
    if (name_edits_ > 0 || unread_ > 0)
      return result(NameMatch::look_alike, reason({"字号或行业", "trade name or trade"}));
    if (region_edits_ > 0) return result(NameMatch::same_with_noise, reason({"行政区划", "place"}));
    return result(NameMatch::same_with_noise,
                  reason(form_edits_ > 0 ? core::Bilingual{"组织形式", "legal form"}
                                         : core::Bilingual{"符号", "signs"}));
  }

 private:
  static constexpr int kMostNameEdits = 2;
  static constexpr int kMostUnread = 3;
  static constexpr int kMostFormEdits = 2;
  static constexpr std::size_t kTellingForm = 4;

  bool weigh(const Edit& edit) {
    if (edit.kind == Edit::Kind::insert && (edit.read == U'(' || edit.read == U')')) return true;
    if (edit.kind == Edit::Kind::drop && (edit.own == U'(' || edit.own == U')' || edit.own == U'-'))
      return true;
    if (stands_for_any(edit.read) || (ocr_ && beyond_the_reader(edit.own)))
      return weigh_unread(edit);
    switch (slot(edit)) {
      case NameSlot::form:
        return weigh_in_form(edit);
      case NameSlot::region:
        ++region_edits_;
        return edit.kind == Edit::Kind::insert
                   ? edit.read == kThin
                   : edit.kind == Edit::Kind::replace &&
                         (confusable(edit.own, edit.read) || is_usual(edit));
      default:
        break;
    }
    ++name_edits_;
    if (!ocr_) return false;
    if (is_usual(edit)) return true;
    switch (edit.kind) {
      case Edit::Kind::replace:
        return confusable(edit.own, edit.read) && !(numeral(edit.own) && numeral(edit.read));
      case Edit::Kind::drop:
        return !numeral(edit.own) && ++dropped_ == 1;
      case Edit::Kind::insert:
        return edit.read == kThin;
    }
    return false;
  }

  // Any character may have stood there. In the form the rest tells; elsewhere it is a question.
  bool weigh_unread(const Edit& edit) {
    ++(slot(edit) == NameSlot::form ? form_edits_ : unread_);
    return form_edits_ <= kMostFormEdits;
  }

  // What our reader was seen to do. 二 and 三 look alike, yet it never mistook them: numbered units
  // (第二建设, 第三建设) are each other's look-alikes by name only.
  static bool is_usual(const Edit& edit) {
    return edit.kind == Edit::Kind::replace
               ? misread_share(edit.own, edit.read) > 0
               : edit.kind == Edit::Kind::drop && lost_share(edit.own) > 0;
  }

  static bool numeral(char32_t c) {
    return View(U"一二三四五六七八九十百千0123456789").find(c) != View::npos;
  }

  // Readers change or lose a character; they do not invent words.
  bool weigh_in_form(const Edit& edit) {
    if (edit.kind == Edit::Kind::insert && edit.read != kThin) return false;
    const bool telling = own_.head_end - own_.form_begin >= kTellingForm;
    if (!telling) ++name_edits_;  // 公司 and 公园 are one character apart
    if (!telling && edit.kind == Edit::Kind::replace && !confusable(edit.own, edit.read))
      return false;
    return ++form_edits_ <= kMostFormEdits;
  }

  // An inserted character belongs to the slot it stands in; between two, to the later one.
  NameSlot slot(const Edit& edit) const {
    return edit.at < own_.slots.size() ? own_.slots[edit.at] : NameSlot::form;
  }

  // The form as read must be none: else it is another name (集团有限公司, 股份有限公司).
  bool form_is_noise() const {
    const View read = paper_.substr(alignment_.place_in_paper(own_.form_begin));
    return !is_legal_form(read) && !is_legal_form(without(read, U"()"));
  }

  bool region_is_noise() const {
    if (region_edits_ > 1) return false;
    std::size_t first = own_.text.size();
    for (const Edit& edit : alignment_.edits) {
      if (slot(edit) == NameSlot::region) first = std::min(first, edit.at);
    }
    std::size_t begin = first;
    while (begin > 0 && own_.slots[begin - 1] == NameSlot::region) --begin;
    std::size_t end = first;
    while (end < own_.slots.size() && own_.slots[end] == NameSlot::region) ++end;
    const std::size_t from = alignment_.place_in_paper(begin);
    return !is_region(paper_.substr(from, alignment_.place_in_paper(end) - from));
  }

  core::Bilingual reason(core::Bilingual slot_name) const {
    core::Bilingual text{std::move(slot_name.zh) + "处",
                         "in its " + std::move(slot_name.en) + ": "};
    bool first = true;
    for (const Edit& edit : alignment_.edits) {
      if (!first) text += {"，", ", "};
      first = false;
      text += said(edit);
      if (is_usual(edit)) text += {"（识别程序惯有的误读）", " (a usual misreading)"};
    }
    return text;
  }

  static core::Bilingual said(const Edit& edit) {
    const std::string own = edit.own == 0 ? std::string() : quoted(View(&edit.own, 1));
    const std::string read = edit.read == 0 ? std::string() : quoted(View(&edit.read, 1));
    if (edit.read == kUnread) {
      return edit.own == 0 ? core::Bilingual{"多一个没有把握的字", "one more unsure character"}
                           : core::Bilingual{own + "没有读准", own + " was not read surely"};
    }
    switch (edit.kind) {
      case Edit::Kind::replace:
        return {own + "读作" + read, own + " read as " + read};
      case Edit::Kind::drop:
        return {"少" + own, own + " is missing"};
      default:
        return {"多" + read, read + " is added"};
    }
  }

  const NameParts& own_;
  View paper_;
  const Alignment& alignment_;
  bool ocr_;
  int form_edits_ = 0;
  int region_edits_ = 0;
  int name_edits_ = 0;
  int unread_ = 0;
  int dropped_ = 0;
};

// A name whose slots are told apart when they are first asked for: most pairs differ before that.
class Name {
 public:
  explicit Name(std::u32string text) : parts_(name_frame(std::move(text))) {}

  View text() const { return parts_.text; }
  const NameParts& frame() const { return parts_; }
  const NameParts& slotted() const {
    if (!marked_) mark_slots(parts_);
    marked_ = true;
    return parts_;
  }

 private:
  mutable NameParts parts_;
  mutable bool marked_ = false;
};

// How many characters of `a` are neither in `b` nor among `ignored`.
std::size_t missing(View a, View b, View ignored) {
  return static_cast<std::size_t>(std::ranges::count_if(
      a, [&](char32_t c) { return b.find(c) == View::npos && ignored.find(c) == View::npos; }));
}

// Is `paper` the whole of `own` as a reader may have read it?
NameComparison same_unit(const Name& own, View paper, bool ocr) {
  constexpr std::size_t kMostEdits = 4;
  if (own.text() == paper) return result(NameMatch::same, {"名称一致", "the names agree"});
  if ((own.text().find_first_of(U"()") != View::npos || paper.find_first_of(U"()") != View::npos) &&
      without(own.text(), U"()") == without(paper, U"()")) {
    return result(NameMatch::same_with_noise, {"仅括号不同", "only brackets differ"});
  }
  const auto alignment = align(own.text(), paper, kMostEdits);
  if (!alignment) return {};
  return Differences(own.slotted(), paper, *alignment, ocr).judge();
}

// All that names loosely the same may differ by.
constexpr View kLooseCharacters = U"有限责任省市区县()集团";

// Zones by their short names, where the long one is written: one place, spelled in two ways.
std::u32string with_short_zones(View text) {
  struct Zone {
    View written;
    View brief;
  };
  static constexpr std::array kZones = {
      Zone{U"高新技术产业开发区", U"高新区"}, Zone{U"高新技术产业园区", U"高新区"},
      Zone{U"高新技术开发区", U"高新区"},     Zone{U"高新产业开发区", U"高新区"},
      Zone{U"高新技术区", U"高新区"},         Zone{U"经济技术开发区", U"经开区"},
      Zone{U"经济开发区", U"经开区"},         Zone{U"综合保税区", U"综保区"},
      Zone{U"自由贸易试验区", U"自贸区"},     Zone{U"自贸试验区", U"自贸区"}};
  std::u32string result(text);
  for (const Zone& zone : kZones) {
    const std::size_t at = result.find(zone.written);
    if (at != std::u32string::npos) result.replace(at, zone.written.size(), zone.brief);
  }
  return result;
}

// 责任 and 有限 that people leave out, the province before its city, 省, 市, 区 and 县 of a place:
// what is left of a name loosely written.
std::u32string loose(const NameParts& parts) {
  static constexpr View kPlaceEndings = U"省市区县";
  std::u32string result;
  const View text = parts.text;
  for (std::size_t i = province_before_city(text); i < text.size(); ++i) {
    const bool in_form = parts.slots[i] == NameSlot::form;
    if (in_form && (text.substr(i, 2) == U"责任" || text.substr(i, 2) == U"有限")) {
      ++i;
      continue;
    }
    if (parts.slots[i] == NameSlot::bracket || text[i] == U'(' || text[i] == U')') continue;
    if (parts.slots[i] == NameSlot::region && kPlaceEndings.find(text[i]) != View::npos) continue;
    result.push_back(text[i]);
  }
  return result;
}

// Without its form, and without 集团: what people call it by, and branches when the form is
// dropped.
View core_of(const NameParts& parts) {
  return View(parts.text).substr(0, std::min(parts.form_begin, parts.head_end));
}

NameComparison loosely_same(const Name& own_name, const Name& paper_name) {
  constexpr std::size_t kShortestShortName = 4;
  const View bare = paper_name.text().substr(province_before_city(paper_name.text()));
  if (missing(bare, own_name.text(), kLooseCharacters) > 0) return {};
  const NameParts& own = own_name.slotted();
  const NameParts& paper = paper_name.slotted();
  if (loose(own) == loose(paper))
    return result(NameMatch::loosely_same, {"仅“有限”“责任”“省”“市”“区”等字样不同",
                                            "only words like 有限, 责任, 省, 市, 区 differ"});
  const View core = core_of(own);
  if (own.form == FormClass::company && core.size() >= kShortestShortName &&
      (paper.text == core || paper.text == std::u32string(core) + U"集团")) {
    return result(NameMatch::loosely_same, {"缺组织形式，似为简称", "the legal form is left out"});
  }
  return {};
}

// 上海海螺建材国际贸易|广东分公司: the head's form left out. No other company may stand between.
bool drops_form(const NameParts& head, View longer) {
  constexpr std::size_t kShortestCore = 4;
  const View core = core_of(head);
  if (head.form != FormClass::company || core.size() < kShortestCore || !longer.starts_with(core)) {
    return false;
  }
  const View rest = longer.substr(core.size());
  if (!is_branch_tail(rest, FormClass::company)) return false;
  const std::size_t company = rest.find(U"公司");
  return company == View::npos || company + 3 >= rest.size();
}

// Is `longer` a branch of `head`, the head's name read with noise or without? Where with noise,
// `tail` becomes what stands behind the head.
bool is_branch_of(const Name& whole, View longer, bool ocr, std::string* tail = nullptr) {
  constexpr std::size_t kMostEdits = 3;
  const NameParts& head = whole.frame();
  const View own = head.text;
  if (longer.starts_with(own)) {
    const View rest = longer.substr(own.size());
    return is_branch_tail(rest, head.form) || (ocr && is_misread_branch_tail(rest));
  }
  if (drops_form(head, longer)) return true;
  if (!is_branch_tail(longer, FormClass::company)) return false;
  const auto alignment = align_prefix(own, longer, kMostEdits);
  if (!alignment || !is_branch_tail(longer.substr(alignment->paper_end), head.form)) return false;
  const View read = longer.substr(0, alignment->paper_end);
  if (Differences(whole.slotted(), read, *alignment, ocr).judge().match == NameMatch::different)
    return false;
  if (tail != nullptr) *tail = core::to_utf8(longer.substr(alignment->paper_end));
  return true;
}

// Another unit with the same 字号.
std::u32string common_brand(const Name& own, const Name& paper) {
  constexpr std::size_t kShortest = 2;
  const View core = core_of(own.frame());
  if (core.size() < missing(core, paper.text(), {}) + kShortest) return {};
  std::u32string brand = own.slotted().of(NameSlot::brand);
  if (brand.size() < kShortest || missing(brand, paper.text(), {}) > 0) return {};
  // A trade that stands in for a brand is everybody's.
  if (name_tables().trades.contains(brand)) return {};
  return brand == paper.slotted().of(NameSlot::brand) ? brand : std::u32string();
}

NameComparison compare(const Name& own, const Name& paper, bool ocr) {
  if (own.text() == paper.text()) return result(NameMatch::same, {"名称一致", "the names agree"});
  if (paper.text().starts_with(own.text()) && is_branch_of(own, paper.text(), ocr)) {
    return result(NameMatch::branch, {"名称为申报单位全称加分支机构后缀",
                                      "it is the applicant's name with a branch's ending"});
  }
  if (NameComparison same = same_unit(own, paper.text(), ocr); same.match != NameMatch::different) {
    return same;
  }
  std::string tail;
  if (is_branch_of(own, paper.text(), ocr, &tail)) {
    return {NameMatch::branch,
            {"名称前部为申报单位，后接分支机构后缀",
             "it begins with the applicant's name and ends as a branch's"},
            std::move(tail)};
  }
  if (is_branch_of(paper, own.text(), ocr)) {
    return result(NameMatch::head, {"申报单位是它的分支机构", "the applicant is its branch"});
  }
  if (NameComparison loosely = loosely_same(own, paper); loosely.match != NameMatch::different) {
    return loosely;
  }
  if (own.text().find(U'区') != View::npos && paper.text().find(U'区') != View::npos) {
    const Name own_zone(with_short_zones(own.text()));
    const Name paper_zone(with_short_zones(paper.text()));
    if (own_zone.text() == paper_zone.text() ||
        loosely_same(own_zone, paper_zone).match != NameMatch::different) {
      return result(NameMatch::loosely_same,
                    {"同一开发区的两种写法", "the same zone by its short and its long name"});
    }
  }
  if (const std::u32string brand = common_brand(own, paper); !brand.empty()) {
    return result(NameMatch::same_brand,
                  {"字号同为" + quoted(brand) + "，但名称不同",
                   "the same trade name " + quoted(brand) + " in another name"});
  }
  return result(NameMatch::different, {"名称不同", "the names differ"});
}

// Specks that the applicant's name has not: dirt on the picture, or quotation marks around it.
std::u32string without_specks(View paper, View own) {
  std::u32string result;
  for (const char32_t c : paper) {
    if (!is_speck(c) || own.find(c) != View::npos) result.push_back(c);
  }
  return result;
}

}  // namespace

NameComparison compare_names(std::string_view applicant, std::string_view on_paper, bool ocr) {
  std::u32string own = name_text(applicant);
  const std::u32string whole = name_text(on_paper);
  const View paper = without_remarks(whole);
  if (own == paper || own == whole) return result(NameMatch::same, {"名称一致", "the names agree"});
  if (const auto end = bracketed_end(whole); end && earlier_name(end->inside) == own) {
    return result(NameMatch::loosely_same, {"括号内注明申报单位名称是它的曾用名",
                                            "the brackets call the applicant's name its former "
                                            "one"});
  }
  if (auto alike = but_for_a_bracket(own, paper)) return *std::move(alike);
  std::u32string clean = without_specks(paper, own);
  if (own == clean)
    return result(NameMatch::same_with_noise,
                  {"仅多出污点或标点", "only specks or punctuation are added"});
  return compare(Name(std::move(own)), Name(std::move(clean)), ocr);
}

}  // namespace jianzhen::verify
