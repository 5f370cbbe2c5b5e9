// Who sees and may do what of the service's entries.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api/service_state.h"
#include "store/hash.h"

namespace jianzhen::api {

using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

// Changes that end when registration does, but for whom the table lets go on.
bool ends_with_registration(Action action) {
  return action == Action::entry_create || action == Action::entry_change ||
         action == Action::entry_submit;
}

EntryKey key_of(const core::Entry& entry) { return {entry.id, entry.project.track}; }

}  // namespace

Result<void> Service::State::is_draft(const std::string& id) {
  const auto submission = catalogue->submission(id);
  if (!submission) return fail(submission.error());
  if (!*submission) return {};
  return fail(
      ErrorCode::closed,
      {"该项目已经提交；如需修改，请先撤回，改完后重新提交。",
       "The entry was submitted; to change it, take the submission back and submit again."});
}

// A supplement that was asked for lets files come where they could not otherwise.
Result<void> Service::State::takes_files(const std::string& id) {
  const store::Seconds now = options.clock();
  auto open = registration_open(rules.contest, now);
  if (open) open = is_draft(id);
  if (open) return open;
  const auto asked = desk->open_supplements(id);
  if (!asked) return fail(asked.error());
  const bool due = std::any_of(asked->begin(), asked->end(), [&](const core::Supplement& one) {
    const auto end = end_of_day(one.due);
    return end && now < *end;
  });
  return due ? Result<void>() : open;
}

Result<void> Service::State::permit(const Principal& who, Action action, const std::string& id) {
  if (ends_with_registration(action) && !who.may(Action::entry_change_late)) {
    if (auto open = registration_open(rules.contest, options.clock()); !open) return open;
  }
  const Reach far = who.reach_of(action);
  if (id.empty() || far == Reach::all) return {};  // whether it is there, the handler finds out
  const auto entry = catalogue->entry(id);
  if (!entry) return fail(entry.error());
  if (!who.may(action, key_of(*entry))) {
    const bool waits = far == Reach::cleared && !who.recused.contains(id) &&
                       who.may(Action::entry_title, key_of(*entry));
    if (!waits) return fail(store::no_such_entry(id));
    return fail(ErrorCode::forbidden,
                {"请先就该项目申报回避情况；声明无利益关系后才能查看材料。",
                 "Declare first whether you have a conflict with this entry; it opens where you "
                 "have none."});
  }
  if (action == Action::file_add) return takes_files(id);
  return action == Action::entry_change ? is_draft(id) : Result<void>();
}

Result<void> Service::State::may_change_team(const core::Entry& before, const core::Entry& after,
                                             const Principal& by) {
  if (before.representatives == after.representatives) return {};
  if (by.may(Action::team_change_late)) return {};
  if (registration_open(rules.contest, options.clock())) return {};
  return fail(ErrorCode::closed, {"报名截止之后，参赛代表不可更改。",
                                  "Representatives cannot be changed after registration closed."});
}

MaySee Service::State::sees(const Principal& who) {
  return [this, &who](const std::string& id) {
    if (who.reach_of(Action::entry_read) == Reach::all) return true;
    const auto entry = catalogue->entry(id);
    return entry && who.may(Action::entry_read, key_of(*entry));
  };
}

Result<void> Service::permit(const Principal& who, Action action, const std::string& entry) {
  return state_->permit(who, action, entry);
}

std::vector<Action> Service::may_now(const Principal& who, const std::string& entry) {
  std::vector<Action> may;
  for (const Action action : {Action::entry_change, Action::file_add, Action::entry_submit}) {
    if (who.may(action) && permit(who, action, entry)) may.push_back(action);
  }
  return may;
}

Result<void> Service::note_reading(const Principal& who, const Reading& reading) {
  // What is not there nobody reads: the handler says so.
  if (reading.material != 0 && !state_->listed(reading.entry, reading.material)) return {};
  return state_->trail.note(who.actor, reading, state_->options.clock());
}

Result<EntryState> Service::entry(const std::string& id, const Principal& by) {
  auto entry = state_->catalogue->entry(id);
  if (!entry) return fail(entry.error());
  auto state = state_->state_of(std::move(*entry));
  if (state && state->report) state->report = visible(std::move(*state->report), state_->sees(by));
  return state;
}

Result<std::vector<EntryState>> Service::entries(const Principal& by) {
  auto entries = state_->catalogue->entries();
  if (!entries) return fail(entries.error());
  std::vector<EntryState> states;
  for (core::Entry& entry : *entries) {
    if (!by.may(Action::entry_read, key_of(entry))) continue;
    auto state = state_->state_of(std::move(entry));
    if (!state) return fail(state.error());
    if (state->report) state->report = visible(std::move(*state->report), state_->sees(by));
    states.push_back(std::move(*state));
  }
  return states;
}

Result<std::optional<core::CheckReport>> Service::report(const std::string& entry,
                                                         const Principal& by) {
  const auto known = state_->catalogue->entry(entry);
  if (!known) return fail(known.error());
  auto report = state_->catalogue->report(entry);
  if (report && *report) *report = visible(std::move(**report), state_->sees(by));
  return report;
}

// nullptr: nothing was indexed yet.
Result<index::Reader*> Service::State::search_index() {
  const std::lock_guard lock(opening);
  if (!search) {
    auto opened = index::Reader::open(DataFolder{options.data}.index());
    if (!opened && opened.error().code == ErrorCode::not_found) return nullptr;
    if (!opened) return fail(opened.error());
    search = std::move(*opened);
  }
  return search.get();
}

namespace {

using Digests = std::vector<std::shared_ptr<const EntryDigest>>;

void narrow(index::Query& query, const Digests& entries, const SearchFilter& filter) {
  query.among.emplace();
  for (const auto& digest : entries) query.among->push_back(digest->entry.id);
  if (filter.kind.empty()) return;
  query.materials.emplace();
  for (const auto& digest : entries) {
    for (const core::Material& material : digest->report.materials) {
      if (material.kind != filter.kind) continue;
      query.materials->push_back(index::material_key(digest->entry.id, material.path));
    }
  }
}

SearchFacets facets_of(const std::map<std::string, std::size_t>& pages, const Digests& entries) {
  SearchFacets facets;
  for (const auto& digest : entries) {
    const core::Project& project = digest->entry.project;
    std::map<std::string, std::string> kinds;
    for (const core::Material& material : digest->report.materials) {
      kinds[material.path] = material.kind;
    }
    for (const auto& [path, id] : digest->materials) {
      const auto counted = pages.find(index::material_key(digest->entry.id, path));
      if (counted == pages.end()) continue;
      if (!project.track.empty()) facets.tracks[project.track] += counted->second;
      if (project.topic) facets.topics[{project.track, *project.topic}] += counted->second;
      const auto kind = kinds.find(path);
      if (kind != kinds.end() && !kind->second.empty()) {
        facets.kinds[kind->second] += counted->second;
      }
    }
  }
  return facets;
}

}  // namespace

Result<SearchAnswer> Service::search(index::Query query, const Principal& by,
                                     const SearchFilter& filter) {
  const auto reader = state_->search_index();
  if (!reader) return fail(reader.error());
  if (*reader == nullptr) return SearchAnswer{};
  const auto entries = state_->desk->entries([&](const EntryDigest& digest) {
    const core::Project& project = digest.entry.project;
    return by.may(Action::material_read, key_of(digest.entry)) &&
           (filter.track.empty() || project.track == filter.track) &&
           (!filter.topic || project.topic == filter.topic);
  });
  if (!entries) return fail(entries.error());
  const bool all = by.reach_of(Action::material_read) == Reach::all && filter.track.empty() &&
                   !filter.topic && filter.kind.empty();
  if (!all) narrow(query, *entries, filter);
  query.count_materials = true;
  auto answer = (*reader)->search(query);
  if (!answer) return fail(answer.error());
  SearchAnswer found{{}, answer->total, facets_of(answer->pages, *entries)};
  std::map<std::string, std::map<std::string, std::int64_t>> ids;  // by entry and path
  for (index::Hit& hit : answer->hits) {
    auto& of_entry = ids[hit.entry];
    if (of_entry.empty()) {
      const auto materials = state_->catalogue->materials(hit.entry);
      if (!materials) return fail(materials.error());
      for (const store::StoredMaterial& material : *materials) {
        of_entry[material.path] = material.id;
      }
    }
    // A page of a file that was just taken out is no hit any more.
    const auto id = of_entry.find(hit.material);
    if (id != of_entry.end()) found.hits.push_back({std::move(hit), id->second});
  }
  // A snippet is read, too.
  for (const auto& [entry, materials] : ids) {
    if (by.account == 0) break;
    if (auto noted = note_reading(by, {entry, 0, 0, "search"}); !noted) return fail(noted.error());
  }
  return found;
}

Result<std::vector<TitledEntry>> Service::titles(const Principal& who) {
  const auto entries = state_->catalogue->entries();
  if (!entries) return fail(entries.error());
  const auto declared = state_->accounts.recusals(who);
  if (!declared) return fail(declared.error());
  std::vector<TitledEntry> titles;
  for (const core::Entry& entry : *entries) {
    if (!who.may(Action::entry_title, key_of(entry))) continue;
    TitledEntry title{entry.id, entry.project.name, entry.applicant.name, entry.project.track, {}};
    const auto found = std::find_if(declared->begin(), declared->end(),
                                    [&](const auto& one) { return one.entry == entry.id; });
    if (found != declared->end()) title.declared = *found;
    titles.push_back(std::move(title));
  }
  return titles;
}

Result<void> Service::declare(const Principal& who, const std::vector<store::Recusal>& recusals) {
  for (const store::Recusal& recusal : recusals) {
    if (auto may = permit(who, Action::entry_title, recusal.entry); !may) return may;
    if (recusal.conflict && recusal.reason.empty()) {
      return fail(ErrorCode::usage,
                  {"需要回避的项目请填写理由。", "Give the reason of each conflict."});
    }
  }
  return state_->accounts.declare(who, recusals);
}

Result<std::vector<store::Event>> Service::audit(const store::EventFilter& filter,
                                                 std::int64_t before, int limit) {
  return state_->catalogue->events_back(filter, before, limit);
}

Result<AuditCheck> Service::check_audit(std::int64_t through) {
  return state_->trail.check(through);
}

std::string content_digest(const EntryState& state) {
  std::string content = core::entry_json(state.entry);
  for (const store::StoredMaterial& material : state.materials) {
    content += "\n" + material.sha256.hex() + " " + material.path;
  }
  return store::sha256_of(content).hex();
}

Result<store::Submission> Service::submit(const std::string& id, const std::string& digest,
                                          const Principal& by) {
  const std::lock_guard lock(state_->writes);
  const auto state = entry(id, by);
  if (!state) return fail(state.error());
  if (content_digest(*state) != digest) {
    return fail(ErrorCode::conflict,
                {"项目内容在您核对之后又有变化，请重新核对后提交。",
                 "The entry changed after you checked it; check it again, then submit."});
  }
  nlohmann::ordered_json materials = nlohmann::ordered_json::array();
  for (const store::StoredMaterial& material : state->materials) {
    materials.push_back({{"path", material.path},
                         {"sha256", material.sha256.hex()},
                         {"bytes", material.bytes},
                         {"received_at", material.received_at}});
  }
  const nlohmann::ordered_json receipt = {{"entry", id},
                                          {"project", state->entry.project.name},
                                          {"applicant", state->entry.applicant.name},
                                          {"digest", digest},
                                          {"materials", materials}};
  auto submitted = state_->catalogue->submit(id, receipt.dump(), by.actor);
  if (submitted) state_->notices.changed(id);
  return submitted;
}

Result<void> Service::withdraw(const std::string& id, const Principal& by) {
  auto withdrawn = state_->catalogue->withdraw(id, by.actor);
  if (withdrawn) state_->notices.changed(id);
  return withdrawn;
}

Eligibility Service::eligibility(const core::Unit& unit) const {
  verify::EntryFacts facts;
  facts.entry.id = "?";
  facts.entry.applicant.name = unit.name;
  facts.entry.applicant.uscc = unit.uscc;
  Eligibility answer;
  const auto reports = verify::check(std::span(&facts, 1), state_->rules.context());
  for (const core::Finding& finding : reports.front().findings) {
    const bool of_the_unit =
        finding.code.starts_with("applicant.") || finding.code.starts_with("uscc.");
    if (of_the_unit && finding.material.empty()) answer.findings.push_back(finding);
  }
  for (const verify::ListedUnit& listed : state_->rules.lists) {
    std::string& latest = answer.lists[listed.list];
    latest = std::max(latest, listed.published);
  }
  return answer;
}

}  // namespace jianzhen::api
