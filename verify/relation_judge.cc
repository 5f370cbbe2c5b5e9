// RelationGraph::relate: codes and names first, then the edges.

#include <algorithm>
#include <bitset>

#include "verify/codes.h"
#include "verify/name_parts.h"
#include "verify/name_text.h"
#include "verify/names.h"
#include "verify/relation_index.h"
#include "verify/relation_walk.h"
#include "verify/relations.h"

namespace jianzhen::verify {
namespace {

enum class Codes {
  silent,  // one is missing or cannot be trusted
  same,
  near,   // the paper's is not valid, and could be the applicant's misread
  other,  // both valid, and of two units
};

Codes compare_codes(const std::string& own, const std::string& paper, bool ocr) {
  if (own.empty() || paper.empty()) return Codes::silent;
  const std::string read = normalized_code(paper);
  if (normalized_code(own) == read) return Codes::same;
  // Papers of the years before the credit code carry the organisation code or the old tax number.
  constexpr std::size_t kUsccLength = 18;
  if (read.size() != kUsccLength && organisation_code(read) &&
      organisation_code(read) == organisation_code(own))
    return Codes::same;
  const bool valid = uscc_valid(paper);
  if (!valid) return ocr && uscc_confusable(own, paper) ? Codes::near : Codes::silent;
  return uscc_valid(own) ? Codes::other : Codes::silent;
}

Verdict own(Gate gate, core::Bilingual reason) {
  return {Relation::self, gate, std::move(reason), {}, false, {}};
}

Verdict another(Relation relation, core::Bilingual reason) {
  return {relation, Gate::reject, std::move(reason), {}, false, {}};
}

bool is_same(NameMatch match) {
  return match == NameMatch::same || match == NameMatch::same_with_noise;
}

bool may_be_same(NameMatch match) {
  return match == NameMatch::look_alike || match == NameMatch::loosely_same;
}

// The name as read is not the registered one, but comes of it by misreading.
bool is_misread(NameMatch match) {
  return match == NameMatch::same_with_noise || match == NameMatch::look_alike;
}

// Which characters a text has, by a few bits of each: quick to ask, and never wrong with a no.
class Letters {
 public:
  explicit Letters(std::u32string_view text) {
    for (const char32_t c : text) has_.set(c % kBits);
  }
  bool may_have(char32_t c) const { return has_.test(c % kBits); }

 private:
  static constexpr std::size_t kBits = 4096;
  std::bitset<kBits> has_;
};

// More of the registered name is missing on the paper than readers get wrong (four characters), or
// than the form of a head has that its branches leave out (集团股份有限公司).
bool surely_another(std::u32string_view registered, const Letters& read) {
  constexpr int kMostMissing = 6;
  int missing = 0;
  for (const char32_t c : registered) missing += read.may_have(c) ? 0 : 1;
  return missing > kMostMissing;
}

const core::Bilingual kNoName{"没有可读的单位名称", "no name of a unit could be read"};

// One question: what is `other` to `applicant`?
class Judge {
 public:
  Judge(const RelationIndex& index, const core::Applicant& applicant,
        const std::vector<core::Unit>& partners, const core::Unit& other, bool ocr,
        std::uint32_t day)
      : index_(index),
        walk_(index, day),
        applicant_(applicant),
        partners_(partners),
        other_(other),
        ocr_(ocr),
        codes_(compare_codes(applicant.uscc, other.uscc, ocr)) {}

  Verdict judge() {
    Verdict verdict = other_.name.empty() ? by_code_alone() : by_name();
    if (!ocr_ || other_.name.empty()) {
      verdict.meant = {};
    } else if (verdict.relation == Relation::self && is_misread(names_.match)) {
      verdict.meant = applicant_;
    } else if (verdict.relation == Relation::branch && !names_.tail.empty()) {
      verdict.meant.name = applicant_.name + names_.tail;
    }
    return verdict;
  }

 private:
  Verdict by_name() {
    names_ = compare_names(applicant_.name, other_.name, ocr_);
    if (names_.match == NameMatch::same) return same_name();
    find_units();
    if (misread_beside_own_code()) return perhaps_same();
    if (auto verdict = known_unit()) return *verdict;
    if (names_.match == NameMatch::same_with_noise) return same_name();
    if (auto verdict = former()) return *verdict;
    if (may_be_same(names_.match)) return perhaps_same();
    if (names_.match == NameMatch::branch) return another(Relation::branch, names_.reason);
    if (codes_ == Codes::same) {
      return {Relation::former_name,
              Gate::accept_with_evidence,
              {"统一社会信用代码与申报单位一致而名称不同，可能已更名，请提供变更证明",
               "the credit code is the applicant's but the name is not; it may have changed: a "
               "proof of the change is needed"},
              {},
              false,
              {}};
    }
    if (auto verdict = partner()) return *verdict;
    if (auto verdict = misread_relative()) return *verdict;
    if (names_.match == NameMatch::head) return another(Relation::parent, names_.reason);
    if (names_.match == NameMatch::same_brand) {
      return another(Relation::different_unknown_relation,
                     names_.reason + core::Bilingual{"，关系不明", ", how related is unknown"});
    }
    return another(Relation::unrelated,
                   {"名称与申报单位不同，未发现关系", "another name, and no relation is known"});
  }

  // Whoever changes his name changes more than one character of it.
  static bool differ_by_one(const std::string& a, const std::string& b) {
    const std::u32string x = name_text(a);
    const std::u32string y = name_text(b);
    if (x.size() != y.size()) return false;
    std::size_t different = 0;
    for (std::size_t i = 0; i < x.size(); ++i) different += x[i] != y[i] ? 1 : 0;
    return different == 1;
  }

  // The own code stands beside a name that is nobody's, and the own one misread: no former name.
  bool misread_beside_own_code() const {
    if (!ocr_ || codes_ != Codes::same) return false;
    if (!is_misread(names_.match) && !differ_by_one(applicant_.name, other_.name)) return false;
    std::vector<UnitId> of_that_name;
    index_.find_name(name_text(other_.name), of_that_name);
    return of_that_name.empty();
  }

  Verdict by_code_alone() {
    if (other_.uscc.empty()) return {Relation::unknown, Gate::review, kNoName, {}, false, {}};
    if (codes_ == Codes::same)
      return own(Gate::accept, {"统一社会信用代码一致", "the credit codes agree"});
    if (codes_ == Codes::near)
      return own(Gate::review, {"统一社会信用代码与申报单位的相近，疑为误读",
                                "the credit code is close to the applicant's, perhaps misread"});
    find_units();
    if (auto verdict = known_unit()) return *verdict;
    if (codes_ == Codes::other)
      return another(Relation::unrelated,
                     {"统一社会信用代码与申报单位不同", "the credit code is another one"});
    return {Relation::unknown, Gate::review, kNoName, {}, false, {}};
  }

  Verdict same_name() const {
    if (codes_ != Codes::other) return own(Gate::accept, names_.reason);
    Verdict verdict =
        own(Gate::review, {"名称与申报单位一致，统一社会信用代码却是另一个有效代码",
                           "the name is the applicant's, the credit code another valid "
                           "one"});
    verdict.code_conflict = true;
    return verdict;
  }

  Verdict perhaps_same() const {
    if (codes_ == Codes::same || codes_ == Codes::near) {
      return own(Gate::accept, names_.reason + core::Bilingual{"；统一社会信用代码与申报单位一致",
                                                               "; the credit codes agree"});
    }
    if (codes_ == Codes::other) {
      return another(Relation::unrelated,
                     names_.reason + core::Bilingual{"；统一社会信用代码也不同，是另一单位",
                                                     "; the credit code differs too: another "
                                                     "unit"});
    }
    return own(Gate::review,
               names_.reason + core::Bilingual{"；无代码可以印证，请人工核对原件",
                                               "; no code decides: a person must look"});
  }

  void find_units() {
    if (index_.empty()) return;
    index_.find_code(applicant_.uscc, own_units_);
    index_.find_name(name_text(applicant_.name), own_units_);
    for (const std::string& name : applicant_.former_names)
      index_.find_name(name_text(name), own_units_);
    own_units_ = walk_.all_names(std::move(own_units_));
    index_.find_code(other_.uscc, other_units_);
    if (!other_.name.empty()) {
      index_.find_name(name_text(other_.name), other_units_);
    }
  }

  // The edges know the paper's unit by its own name or code.
  std::optional<Verdict> known_unit() {
    if (own_units_.empty()) return std::nullopt;
    if (auto verdict = walked(other_units_, {})) return verdict;
    if (other_.name.empty() || names_.match == NameMatch::branch) return std::nullopt;
    // A branch of a unit they know is what its head is.
    const NameParts parts = name_parts(name_text(other_.name));
    if (parts.head_end == parts.text.size()) return std::nullopt;
    std::vector<UnitId> head;
    index_.find_name(parts.head(), head);
    return walked(head, kItsBranch);
  }

  std::optional<Verdict> walked(const std::vector<UnitId>& units, const core::Bilingual& note) {
    if (own_units_.empty() || units.empty()) return std::nullopt;
    const auto found = walk_.relation(own_units_, walk_.all_names(units));
    if (!found) return std::nullopt;
    Verdict verdict = another(found->relation, found->reason + note);
    verdict.path = found->path;
    if (found->relation == Relation::former_name) {
      if (!note.zh.empty()) {
        verdict.relation = Relation::branch;
        return verdict;
      }
      if (is_same(names_.match)) return std::nullopt;
      verdict.gate = Gate::accept_with_evidence;
      verdict.reason += {"，请提供变更证明", "; a proof of the change is needed"};
    }
    if (auto as_partner = partner()) return as_partner;
    return verdict;
  }

  std::optional<Verdict> former() const {
    for (const std::string& name : applicant_.former_names) {
      const NameComparison comparison = compare_names(name, other_.name, ocr_);
      const bool perhaps = comparison.match == NameMatch::look_alike && partly_read();
      if ((is_same(comparison.match) || perhaps) && codes_ != Codes::other) {
        core::Unit meant;
        if (is_misread(comparison.match)) meant.name = name;
        return Verdict{Relation::former_name,
                       Gate::accept_with_evidence,
                       {"与申报单位曾用名一致，请提供变更证明",
                        "a former name of the applicant; a proof of the change is needed"},
                       {},
                       false,
                       std::move(meant)};
      }
      if (comparison.match == NameMatch::branch) {
        return another(Relation::branch,
                       {"申报单位曾用名“" + name + "”的分支机构",
                        "a branch of the applicant's former name “" + name + "”"});
      }
    }
    return std::nullopt;
  }

  bool partly_read() const { return name_text(other_.name).find(kUnread) != std::u32string::npos; }

  std::optional<Verdict> partner() const {
    for (const core::Unit& unit : partners_) {
      const Codes codes = compare_codes(unit.uscc, other_.uscc, ocr_);
      const NameMatch match = compare_names(unit.name, other_.name, ocr_).match;
      const bool misread = is_misread(match) && codes != Codes::other;
      if (codes != Codes::same && match != NameMatch::same && !misread) continue;
      Verdict verdict = another(Relation::partner, {"是联合体成员“" + unit.name + "”",
                                                    "the consortium's member “" + unit.name + "”"});
      if (misread) verdict.meant = unit;
      return verdict;
    }
    return std::nullopt;
  }

  // A misread name of a unit that the edges lead to: none of its own, and close to a relative's.
  std::optional<Verdict> misread_relative() {
    constexpr std::size_t kMostCompared = 2000;
    if (!ocr_ || !other_units_.empty() || own_units_.empty()) return std::nullopt;
    std::vector<UnitId> found;
    const Letters read(name_text(other_.name));
    for (const UnitId id : walk_.neighbours(own_units_, kMostCompared)) {
      if (std::ranges::find(own_units_, id) != own_units_.end() &&
          applicant_.name == index_.unit(id).name)
        continue;
      if (surely_another(index_.folded_name(id), read)) continue;
      const NameMatch match = compare_names(index_.unit(id).name, other_.name, true).match;
      if (is_same(match) || match == NameMatch::look_alike) found.push_back(id);
      if (match == NameMatch::branch) {
        if (auto verdict = walked({id}, kItsBranch)) return verdict;
      }
    }
    if (found.size() != 1) return std::nullopt;
    auto verdict = walked(found, {});
    if (verdict) verdict->meant = index_.unit(found.front());
    return verdict;
  }

  const RelationIndex& index_;
  RelationWalk walk_;
  const core::Applicant& applicant_;
  const std::vector<core::Unit>& partners_;
  const core::Unit& other_;
  bool ocr_;
  Codes codes_;
  NameComparison names_;
  std::vector<UnitId> own_units_;
  std::vector<UnitId> other_units_;
};

}  // namespace

Verdict RelationGraph::relate(const core::Applicant& applicant,
                              const std::vector<core::Unit>& partners, const core::Unit& other,
                              bool ocr) const {
  static const RelationIndex kNothing;
  const RelationIndex& index = added_ ? *added_ : loaded_ ? *loaded_ : kNothing;
  return Judge(index, applicant, partners, other, ocr, day_).judge();
}

}  // namespace jianzhen::verify
