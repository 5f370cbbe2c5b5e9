#include "api/what_if.h"

#include <algorithm>
#include <tuple>

#include "api/data_folder.h"
#include "api/kept_facts.h"
#include "api/rules.h"
#include "store/catalogue.h"
#include "verify/check.h"

namespace jianzhen::api {
namespace {

using core::fail;
using core::Result;

// The same finding, whatever its grade, clause and words.
auto identity(const core::Finding& f) {
  const core::Unit entity = f.entity.value_or(core::Unit{});
  return std::make_tuple(f.code, f.material, f.place.page, f.place.time.value_or(0), f.kind,
                         f.section, f.part, f.other_entry, entity.name, entity.uscc, f.evidence);
}

EntryChange difference(const core::CheckReport& before, const core::CheckReport& after) {
  EntryChange change{before.entry, before.verdict(), after.verdict(), {}, {}, {}};
  std::vector<const core::Finding*> unmatched;
  for (const core::Finding& finding : before.findings) unmatched.push_back(&finding);
  for (const core::Finding& finding : after.findings) {
    const auto old = std::ranges::find_if(unmatched, [&](const core::Finding* candidate) {
      return identity(*candidate) == identity(finding);
    });
    if (old == unmatched.end()) {
      change.gained.push_back(finding);
      continue;
    }
    const bool same = (*old)->severity == finding.severity && (*old)->clause == finding.clause;
    if (!same) change.regraded.push_back({**old, finding});
    unmatched.erase(old);
  }
  for (const core::Finding* finding : unmatched) change.lost.push_back(*finding);
  return change;
}

bool same_sources(const verify::Contest& a, const verify::Contest& b) {
  const auto sections = [](const auto& x, const auto& y) {
    return x.title == y.title && x.parts == y.parts;
  };
  const auto topics = [](const auto& x, const auto& y) {
    return x.id == y.id && x.words == y.words && x.kinds == y.kinds;
  };
  const auto kinds = [](const auto& x, const auto& y) {
    return x.id == y.id && x.owned == y.owned;
  };
  return std::ranges::equal(a.sections, b.sections, sections) &&
         std::ranges::equal(a.kinds, b.kinds, kinds) &&
         std::ranges::equal(a.review, b.review, topics);
}

Result<std::vector<verify::EntryFacts>> all_facts(store::Catalogue& catalogue, WhatIf& result) {
  const auto entries = catalogue.entries();
  if (!entries) return fail(entries.error());
  std::vector<verify::EntryFacts> all;
  for (const core::Entry& entry : *entries) {
    auto facts = kept_facts(catalogue, entry);
    if (!facts) return fail(facts.error());
    if (*facts) {
      all.push_back(std::move(**facts));
    } else {
      result.without_facts.push_back(entry.id);
    }
  }
  return all;
}

}  // namespace

Result<WhatIf> what_if(const WhatIfOptions& options) {
  const DataFolder data{options.data};
  if (!std::filesystem::is_directory(data.root)) {
    return fail(core::ErrorCode::not_found,
                {"没有数据目录 " + data.root.string() + "，请用 --data 指定。",
                 "No data folder " + data.root.string() + "; name it with --data."});
  }
  const auto before = load_rules({options.relations, options.lists, options.from});
  if (!before) return fail(before.error());
  const auto after = load_rules({options.relations, options.lists, options.contest});
  if (!after) return fail(after.error());
  auto catalogue = store::Catalogue::open(data.catalogue());
  if (!catalogue) return fail(catalogue.error());
  WhatIf result;
  result.facts_differ = !same_sources(before->contest, after->contest);
  const auto facts = all_facts(**catalogue, result);
  if (!facts) return fail(facts.error());
  result.entries = facts->size();
  const auto old_reports = verify::check(*facts, before->context());
  const auto new_reports = verify::check(*facts, after->context());
  for (std::size_t i = 0; i < facts->size(); ++i) {
    EntryChange change = difference(old_reports[i], new_reports[i]);
    if (!change.gained.empty() || !change.lost.empty() || !change.regraded.empty()) {
      result.changes.push_back(std::move(change));
    }
  }
  return result;
}

}  // namespace jianzhen::api
