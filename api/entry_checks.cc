#include "api/entry_checks.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "api/check.h"
#include "api/kept_facts.h"
#include "api/named_type.h"
#include "verify/facts_form.h"
#include "verify/together.h"

namespace jianzhen::api {
namespace {

using core::fail;
using core::Result;
using nlohmann::json;
using store::MaterialState;
using store::StoredMaterial;

constexpr std::size_t kFactsOfFiles = 512;
constexpr std::chrono::seconds kBeforeNextTry{5};
constexpr const char* kChecked = "entry.checked";

// How a reading stands in the list that facts are made from.
ReadMaterial as_read(const std::string& path, const core::Digest& sha256, std::uint64_t bytes,
                     store::KeptReading reading) {
  ReadMaterial read;
  read.path = path;
  read.sha256 = sha256;
  read.bytes = bytes;
  read.document = std::move(reading.document);
  read.error = std::move(reading.error);
  read.is_archive = reading.is_archive;
  return read;
}

// Of an archive only what went wrong: itself, and members of which there are no bytes.
std::vector<ReadMaterial> materials_of(const StoredMaterial& material, store::KeptReading reading) {
  std::vector<ReadMaterial> read;
  for (const store::KeptMember& member : reading.members) {
    if (!member.error) continue;
    ReadMaterial refused;
    refused.path = material.path + "/" + member.name;
    refused.sha256 = member.sha256;
    refused.bytes = member.bytes;
    refused.error = member.error;
    read.push_back(std::move(refused));
  }
  if (!reading.is_archive || reading.error) {
    read.push_back(as_read(material.path, material.sha256, material.bytes, std::move(reading)));
  }
  for (ReadMaterial& one : read) {
    if (one.error) one.error = as_named(std::move(*one.error), one.path);
  }
  return read;
}

}  // namespace

Counts counts_of(const core::CheckReport& report) {
  Counts counts;
  for (const core::Finding& finding : report.findings) {
    counts.violation += finding.severity == core::Severity::violation ? 1 : 0;
    counts.suspicion += finding.severity == core::Severity::suspicion ? 1 : 0;
    counts.notice += finding.severity == core::Severity::notice ? 1 : 0;
  }
  return counts;
}

EntryChecks::EntryChecks(Parts parts) : parts_(std::move(parts)), facts_(kFactsOfFiles) {}

EntryChecks::~EntryChecks() { stop(); }

Result<void> EntryChecks::start() {
  const auto entries = parts_.catalogue.entries();
  if (!entries) return fail(entries.error());
  for (const core::Entry& entry : *entries) {
    if (auto tried = try_failures_again(entry.id); !tried) return tried;
    const auto owed = owes_a_check(entry.id);
    if (!owed) return fail(owed.error());
    const auto known = parts_.catalogue.facts(entry.id, verify::kFactsVersion);
    if (!known) return fail(known.error());
    if (*owed || !*known) request(entry.id);
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  return {};
}

// What left nothing to keep may have been the day's fault, not the file's.
Result<void> EntryChecks::try_failures_again(const std::string& entry) {
  const auto materials = parts_.catalogue.materials(entry);
  if (!materials) return fail(materials.error());
  for (const StoredMaterial& material : *materials) {
    if (material.state == MaterialState::failed && !parts_.reader.has(material.sha256)) {
      parts_.read_again(material);
    }
  }
  return {};
}

void EntryChecks::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void EntryChecks::request(const std::string& entry, std::optional<Clock::time_point> received) {
  want(entry, received ? std::vector{*received} : std::vector<Clock::time_point>{});
}

void EntryChecks::want(const std::string& entry, std::vector<Clock::time_point> received) {
  {
    const std::lock_guard lock(mutex_);
    const auto waiting = std::find_if(wanted_.begin(), wanted_.end(),
                                      [&](const Wanted& one) { return one.entry == entry; });
    if (waiting == wanted_.end()) {
      wanted_.push_back({entry, std::move(received)});
    } else {
      waiting->received.insert(waiting->received.end(), received.begin(), received.end());
    }
  }
  wake_.notify_all();
}

// The last check is owed where something happened that it did not see: every check says up to which
// event it did.
Result<bool> EntryChecks::owes_a_check(const std::string& entry) {
  const auto last = parts_.catalogue.last_event(entry);
  if (!last) return fail(last.error());
  const auto newest = parts_.catalogue.events(entry, *last - 1, 1);
  if (!newest) return fail(newest.error());
  if (newest->empty() || newest->front().type != kChecked) return true;
  const json data = json::parse(newest->front().data_json, nullptr, false);
  if (!data.is_object() || !data.contains("after")) return true;
  const auto since = parts_.catalogue.events(entry, data["after"].get<std::int64_t>(), 2);
  if (!since) return fail(since.error());
  return since->size() != 1;
}

// Before the first check: whoever is checked later, those it has something in common with are
// known.
void EntryChecks::learn_all(const std::stop_token& stop) {
  const auto entries = parts_.catalogue.entries();
  if (!entries) return parts_.log(entries.error());
  for (const core::Entry& entry : *entries) {
    if (stop.stop_requested()) return;
    const auto facts = kept_facts(parts_.catalogue, entry);
    if (!facts) return parts_.log(facts.error());
    learn(*facts ? **facts : verify::EntryFacts{entry, {}, {}});
  }
}

void EntryChecks::work(const std::stop_token& stop) {
  learn_all(stop);
  while (auto wanted = next(stop)) {
    const auto checked = check(*wanted);
    if (checked || checked.error().code == core::ErrorCode::not_found) continue;
    parts_.log(checked.error());
    want(wanted->entry, std::move(wanted->received));
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, kBeforeNextTry, [] { return false; });
  }
}

std::optional<EntryChecks::Wanted> EntryChecks::next(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  if (!wake_.wait(lock, stop, [this] { return !wanted_.empty(); }) || stop.stop_requested()) {
    return std::nullopt;
  }
  // Who just sent a file waits for what is said of it; a neighbour's check is only owed.
  const auto awaited =
      std::ranges::find_if(wanted_, [](const Wanted& one) { return !one.received.empty(); });
  const auto chosen = awaited == wanted_.end() ? wanted_.begin() : awaited;
  Wanted wanted = std::move(*chosen);
  wanted_.erase(chosen);
  return wanted;
}

Result<void> EntryChecks::check(const Wanted& wanted) {
  const auto after = parts_.catalogue.last_event(wanted.entry);
  if (!after) return fail(after.error());
  auto own = facts_of_entry(wanted.entry);
  if (!own) return fail(own.error());
  if (!*own) return {};
  // Before the facts are kept: once they are, the next start learns nothing new of this entry.
  if (auto owed = request_concerned(**own); !owed) return owed;
  if (auto put = parts_.catalogue.put_facts(wanted.entry, verify::kFactsVersion,
                                            verify::facts_form(**own));
      !put) {
    return put;
  }
  std::vector<verify::EntryFacts> together;
  together.push_back(std::move(**own));
  for (const std::string& neighbour : neighbours_.of(wanted.entry)) {
    auto facts = facts_of_entry(neighbour);
    if (!facts) return fail(facts.error());
    if (!*facts) {
      waiting_[neighbour].insert(wanted.entry);
      return {};
    }
    together.push_back(std::move(**facts));
  }
  const std::vector<core::CheckReport> reports = verify::check(together, parts_.rules.context());
  if (auto kept = keep(reports.front(), *after); !kept) return kept;
  if (const auto waited = waiting_.extract(wanted.entry)) {
    for (const std::string& other : waited.mapped()) request(other);
  }
  parts_.metrics.count("jianzhen_checks_total");
  for (const Clock::time_point received : wanted.received) {
    const std::chrono::duration<double> took = Clock::now() - received;
    parts_.metrics.observe("jianzhen_drop_to_finding_seconds", took.count());
  }
  return {};
}

// Into the catalogue, too: it is owed if the service stops before.
Result<void> EntryChecks::request_concerned(const verify::EntryFacts& facts) {
  concerned_.merge(learn(facts));
  while (!concerned_.empty()) {
    const std::string other = *concerned_.begin();
    const auto noted = parts_.catalogue.append_event(other, kEntryConcerned, "{}");
    if (!noted) return fail(noted.error());
    concerned_.erase(concerned_.begin());
    request(other);
  }
  return {};
}

std::set<std::string> EntryChecks::learn(const verify::EntryFacts& facts) {
  return neighbours_.update(facts.entry.id, verify::shared_keys(facts, parts_.rules.contest));
}

Result<std::optional<verify::EntryFacts>> EntryChecks::facts_of_entry(const std::string& id) {
  auto entry = parts_.catalogue.entry(id);
  if (!entry) return fail(entry.error());
  const auto materials = parts_.catalogue.materials(id);
  if (!materials) return fail(materials.error());
  verify::EntryFacts facts{*entry, {}, {}};
  bool complete = true;
  for (const StoredMaterial& material : *materials) {
    if (material.state != MaterialState::done && material.state != MaterialState::failed) continue;
    auto own = facts_of_file(*entry, material);
    if (!own) {
      complete = false;  // and the others that are not kept are read again meanwhile, too
      continue;
    }
    std::move(own->materials.begin(), own->materials.end(), std::back_inserter(facts.materials));
    std::move(own->troubled.begin(), own->troubled.end(), std::back_inserter(facts.troubled));
  }
  if (!complete) return std::nullopt;
  if (auto added = add_earlier(facts); !added) return fail(added.error());
  std::sort(facts.materials.begin(), facts.materials.end(),
            [](const auto& a, const auto& b) { return a.material.path < b.material.path; });
  return std::optional(std::move(facts));
}

// Only of forms two versions can be told apart, and only what was read to its end.
Result<void> EntryChecks::add_earlier(verify::EntryFacts& facts) {
  const auto replaced = parts_.catalogue.replaced(facts.entry.id);
  if (!replaced) return fail(replaced.error());
  for (const StoredMaterial& before : *replaced) {
    if (!parts_.reader.has(before.sha256)) continue;
    const auto own = facts_of_file(facts.entry, before);
    if (!own) continue;
    for (const verify::MaterialFacts& material : own->materials) {
      const verify::MaterialKind* kind = parts_.rules.contest.kind(material.material.kind);
      if (kind && kind->names_project && kind->compared) facts.earlier.push_back(material);
    }
  }
  return {};
}

// Of a member: its bytes do not tell that the archive holds another of its name.
void EntryChecks::note_clash(const StoredMaterial& material, std::vector<ReadMaterial>& read) {
  if (material.parent == 0) return;
  const auto archive = parts_.catalogue.material(material.parent);
  const auto kept = archive ? parts_.reader.kept(archive->sha256) : std::nullopt;
  if (!kept || !shares_its_name(kept->document, archive->path, material.path)) return;
  for (ReadMaterial& one : read) {
    one.document.observations.push_back({core::ObservationKind::name_clash, 0, material.path});
  }
}

std::optional<FileFacts> EntryChecks::facts_of_file(const core::Entry& entry,
                                                    const StoredMaterial& material) {
  // The form is part of what facts are made from, and so is what else an archive holds.
  const std::string key = material.sha256.hex() + "\n" + material.path + "\n" +
                          std::to_string(material.parent) + "\n" + core::entry_json(entry);
  if (const FileFacts* known = facts_.find(key)) return *known;
  std::vector<ReadMaterial> read;
  auto kept = parts_.reader.kept(material.sha256);
  // A locked file may yet be opened by its password: the same bytes, other facts.
  const bool lasting = kept && !(kept->error && kept->error->code == core::ErrorCode::encrypted);
  if (kept) {
    read = materials_of(material, std::move(*kept));
    note_clash(material, read);
  } else if (auto failure = parts_.files.passing_failure(material.id)) {
    failure->document.pages = parts_.reader.kept_pages(material.sha256);
    read.push_back(std::move(*failure));
  } else {
    parts_.read_again(material);
    return std::nullopt;
  }
  verify::EntryFacts made = facts_of(entry, std::move(read), {}, parts_.rules.contest);
  FileFacts facts{std::move(made.materials), std::move(made.troubled)};
  if (lasting) facts_.put(key, facts);
  return facts;
}

Result<void> EntryChecks::keep(const core::CheckReport& report, std::int64_t after) {
  if (auto put = parts_.catalogue.put_report(report); !put) return put;
  const Counts counts = counts_of(report);
  const json data = {{"verdict", core::word(report.verdict())},
                     {"counts",
                      {{"violation", counts.violation},
                       {"suspicion", counts.suspicion},
                       {"notice", counts.notice}}},
                     {"after", after}};
  auto event = parts_.catalogue.append_event(report.entry, kChecked, data.dump());
  if (!event) return fail(event.error());
  parts_.notices.changed(report.entry);
  return {};
}

}  // namespace jianzhen::api
