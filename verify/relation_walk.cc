#include "verify/relation_walk.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <string_view>

namespace jianzhen::verify {
namespace {

core::Bilingual shown(Relation relation) {
  switch (relation) {
    case Relation::former_name:
      return {"另一名称", "another name"};
    case Relation::branch:
      return {"分支机构", "a branch"};
    case Relation::parent:
      return {"母公司", "the parent"};
    case Relation::holding:
      return {"控股公司", "the holding company"};
    case Relation::subsidiary:
      return {"子公司", "a subsidiary"};
    default:
      return {"关联公司", "an affiliate"};
  }
}

const std::string& called(const core::Unit& unit) {
  return unit.name.empty() ? unit.uscc : unit.name;
}

// 51 → "51%", 46.180 → "46.18%".
std::string percent(double share) {
  std::string digits = std::to_string(std::round(share * 100) / 100);
  digits.resize(digits.find('.') + 3);
  while (digits.ends_with('0')) digits.pop_back();
  if (digits.ends_with('.')) digits.pop_back();
  return digits + "%";
}

}  // namespace

bool RelationWalk::in_force(std::uint32_t edge) const {
  const std::uint32_t from = index_.from(edge);
  std::uint32_t to = index_.to(edge);
  // Where only the year or the month is known, through its end.
  constexpr std::uint32_t kYear = 10000;
  constexpr std::uint32_t kMonth = 100;
  if (to % kYear == 0 && to != 0) to += kYear - 1;
  if (to % kMonth == 0 && to != 0) to += kMonth - 1;
  if (day_ == 0) return to == 0;
  return (from == 0 || from <= day_) && (to == 0 || day_ <= to);
}

std::vector<UnitId> RelationWalk::all_names(std::vector<UnitId> units) const {
  for (std::size_t i = 0; i < units.size(); ++i) {
    index_.each_link(units[i], [&](const Link& link) {
      if (link.kind == Link::Kind::another_name &&
          std::ranges::find(units, link.to) == units.end()) {
        units.push_back(link.to);
      }
    });
  }
  return units;
}

RelationWalk::Steps RelationWalk::upwards(const std::vector<UnitId>& from) const {
  Steps steps;
  // First what majority and branches lead to, then what holdings do: the stronger way stands.
  std::deque<UnitId> open;
  std::deque<Link> held;
  std::unordered_map<std::uint32_t, UnitId> held_from;
  for (const UnitId id : from) {
    if (steps.emplace(id, Step{}).second) open.push_back(id);
  }
  const auto reach = [&](UnitId id, const Link& link, Step::Kind kind) {
    Step step{kind, id, link.edge, steps[id].branch_only, steps[id].majority};
    if (kind == Step::Kind::parent || kind == Step::Kind::holding) step.branch_only = false;
    if (kind == Step::Kind::holding) step.majority = false;
    if (steps.emplace(link.to, step).second) open.push_back(link.to);
  };
  while (!open.empty() || !held.empty()) {
    if (open.empty()) {
      const Link link = held.front();
      held.pop_front();
      reach(held_from[link.edge], link, Step::Kind::holding);
      continue;
    }
    const UnitId id = open.front();
    open.pop_front();
    index_.each_link(id, [&](const Link& link) {
      if (!in_force(link.edge)) return;
      switch (link.kind) {
        case Link::Kind::another_name:
          return reach(id, link, Step::Kind::name);
        case Link::Kind::branch_of:
          return reach(id, link, Step::Kind::branch);
        case Link::Kind::controlled_by:
          if (!index_.is_nominee(link.to)) reach(id, link, Step::Kind::parent);
          return;
        case Link::Kind::held_by:
          if (index_.is_nominee(link.to)) return;
          held.push_back(link);
          held_from[link.edge] = id;
          return;
        case Link::Kind::same_group:
          return;
      }
    });
  }
  return steps;
}

// The heads at the end of a chain of branches; empty where `from` is no branch.
std::vector<UnitId> RelationWalk::heads(const Steps& steps) const {
  std::vector<UnitId> result;
  for (const auto& [id, step] : steps) {
    if (step.kind == Step::Kind::branch && step.branch_only) result.push_back(id);
  }
  std::ranges::sort(result);
  return result;
}

core::Bilingual RelationWalk::described(std::uint32_t number) const {
  const Edge edge = index_.edge(number);
  const core::Bilingual relation = shown(edge.relation);
  core::Bilingual text{called(edge.subject) + "是" + called(edge.object) + "的" + relation.zh,
                       called(edge.subject) + " is " + relation.en + " of " + called(edge.object)};
  core::Bilingual basis{edge.source, edge.source};
  const auto say = [&](const core::Bilingual& more) {
    if (!basis.zh.empty()) basis += {"，", ", "};
    basis += more;
  };
  if (edge.share) say({"持股 " + percent(*edge.share), "share " + percent(*edge.share)});
  if (!edge.from.empty()) say({"自 " + edge.from + " 起", "from " + edge.from});
  if (!edge.to.empty()) say({"至 " + edge.to + " 止", "to " + edge.to});
  if (!edge.as_of.empty()) say({"截至 " + edge.as_of, "as of " + edge.as_of});
  if (!basis.zh.empty()) text += {"（" + basis.zh + "）", " (" + basis.en + ")"};
  return text;
}

std::vector<core::Bilingual> RelationWalk::path(const Steps& steps, UnitId to) const {
  std::vector<core::Bilingual> result;
  for (auto it = steps.find(to); it != steps.end() && it->second.kind != Step::Kind::start;
       it = steps.find(it->second.from)) {
    result.push_back(described(it->second.edge));
  }
  std::ranges::reverse(result);
  return result;
}

std::vector<core::Bilingual> RelationWalk::renaming(const std::vector<UnitId>& own,
                                                    UnitId id) const {
  std::vector<core::Bilingual> result;
  index_.each_link(id, [&](const Link& link) {
    const bool known = std::ranges::find(own, link.to) != own.end();
    if (link.kind == Link::Kind::another_name && known) result.push_back(described(link.edge));
  });
  return result;
}

std::optional<Walked> RelationWalk::relation(const std::vector<UnitId>& own,
                                             const std::vector<UnitId>& other) const {
  const Steps up_own = upwards(own);
  const Steps up_other = upwards(other);
  for (const UnitId id : other) {
    const auto it = up_own.find(id);
    if (it == up_own.end()) continue;
    if (it->second.branch_only &&
        (it->second.kind == Step::Kind::name || it->second.kind == Step::Kind::start)) {
      return Walked{Relation::former_name,
                    {"同一单位的曾用名或现用名", "an earlier or a later name of the same unit"},
                    renaming(own, id)};
    }
  }
  for (const UnitId id : own) {
    const auto it = up_other.find(id);
    if (it == up_other.end()) continue;
    if (it->second.branch_only)
      return Walked{Relation::branch,
                    {"是申报单位的分支机构", "a branch of the applicant"},
                    path(up_other, id)};
    return Walked{Relation::subsidiary,
                  it->second.majority
                      ? core::Bilingual{"是申报单位的子公司", "a subsidiary of the applicant"}
                      : core::Bilingual{"由申报单位控制", "controlled by the applicant"},
                  path(up_other, id)};
  }
  return from_heads(own, up_own, up_other);
}

std::optional<Walked> RelationWalk::from_heads(const std::vector<UnitId>& own, const Steps& up_own,
                                               const Steps& up_other) const {
  // A branch is what its head is: it has no legal person of its own.
  std::vector<UnitId> candidates = heads(up_other);
  for (const auto& [id, step] : up_other) {
    if (step.kind == Step::Kind::start || step.kind == Step::Kind::name) candidates.push_back(id);
  }
  std::ranges::sort(candidates);
  for (const UnitId id : candidates) {
    const auto it = up_own.find(id);
    if (it == up_own.end()) continue;
    std::vector<core::Bilingual> way = path(up_own, id);
    const std::vector<core::Bilingual> rest = path(up_other, id);
    way.insert(way.end(), rest.begin(), rest.end());
    const bool branch = up_other.at(id).kind == Step::Kind::branch;
    if (branch && it->second.branch_only) {
      return Walked{
          Relation::affiliate,
          {"与申报单位同为一家单位的分支机构", "a branch of the same unit as the applicant"},
          way};
    }
    const Relation relation = it->second.majority ? Relation::parent : Relation::holding;
    core::Bilingual reason{"控股申报单位", "it holds the applicant"};
    if (it->second.branch_only) {
      reason = {"申报单位是它的分支机构", "the applicant is its branch"};
    } else if (it->second.majority) {
      reason = {"是申报单位的母公司", "the parent of the applicant"};
    }
    if (branch) reason += kItsBranch;
    return Walked{relation, std::move(reason), way};
  }
  for (const UnitId id : own) {
    std::optional<Walked> found;
    index_.each_link(id, [&](const Link& link) {
      if (link.kind == Link::Kind::same_group && in_force(link.edge) &&
          up_other.contains(link.to) && !found) {
        found = Walked{Relation::affiliate,
                       {"与申报单位同属一个集团", "of the same group as the applicant"},
                       {described(link.edge)}};
      }
    });
    if (found) return found;
  }
  std::optional<UnitId> common;
  for (const auto& [id, step] : up_own) {
    if (!up_other.contains(id) || index_.is_state_organ(id)) continue;
    // The nearest: the one with the shortest way, then the lowest number, so that runs agree.
    const auto length = [&](UnitId unit) {
      return path(up_own, unit).size() + path(up_other, unit).size();
    };
    if (!common || length(id) < length(*common) || (length(id) == length(*common) && id < *common))
      common = id;
  }
  if (!common) return std::nullopt;
  std::vector<core::Bilingual> way = path(up_own, *common);
  const std::vector<core::Bilingual> rest = path(up_other, *common);
  way.insert(way.end(), rest.begin(), rest.end());
  const std::string owner = "“" + index_.unit(*common).name + "”";
  return Walked{
      Relation::affiliate,
      {"与申报单位同受" + owner + "控制", "controlled by " + owner + " as the applicant is"},
      way};
}

std::vector<UnitId> RelationWalk::neighbours(const std::vector<UnitId>& own,
                                             std::size_t most) const {
  std::vector<UnitId> found = own;
  std::unordered_map<UnitId, bool> seen;
  for (const UnitId id : own) seen[id] = true;
  const auto visit = [&](UnitId id) {
    if (found.size() < most && seen.emplace(id, true).second) found.push_back(id);
  };
  for (std::size_t i = 0; i < found.size() && found.size() < most; ++i) {
    if (index_.is_state_organ(found[i]) || index_.is_nominee(found[i])) continue;
    index_.each_link(found[i], [&](const Link& link) { visit(link.to); });
    index_.each_back_link(found[i], visit);
  }
  return found;
}

}  // namespace jianzhen::verify
