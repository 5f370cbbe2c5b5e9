// 六（三）: what must be handed in, and in what state.

#include <algorithm>
#include <array>
#include <set>

#include "core/text.h"
#include "verify/names.h"
#include "verify/rules.h"

namespace jianzhen::verify {
namespace {

using core::ErrorCode;
using core::ObservationKind;
using core::Severity;

bool has_observation(const MaterialFacts& material, ObservationKind kind) {
  return std::ranges::any_of(material.observations,
                             [&](const core::Observation& o) { return o.kind == kind; });
}

bool is_video(const core::Material& material) { return material.media_type.starts_with("video/"); }

// Kinds that the content shows, those of a collection too.
std::set<std::string> kinds_found(const JudgedEntry& entry) {
  std::set<std::string> kinds;
  for (const JudgedPaper& paper : entry.papers) kinds.insert(paper.paper->kind);
  return kinds;
}

// A page that cannot be read and whose kind is a guess may be any paper.
constexpr double kSureKind = 0.5;

bool may_be_anything(const JudgedPaper& paper) {
  if (paper.paper->readable || is_video(paper.material->material)) return false;
  return !paper.kind || !paper.kind->owned || paper.paper->kind_confidence < kSureKind;
}

// Files that may hold what is missing, because nobody could look into them.
std::vector<std::string> candidates(const JudgedEntry& entry) {
  std::set<std::string> paths;
  for (const core::Material* failed : entry.failed) {
    if (!is_video(*failed)) paths.insert(failed->path);
  }
  for (const JudgedPaper& paper : entry.papers) {
    if (may_be_anything(paper)) paths.insert(paper.material->material.path);
  }
  for (const MaterialFacts* material : entry.materials) {
    if (has_observation(*material, ObservationKind::truncated) && !is_video(material->material)) {
      paths.insert(material->material.path);
    }
  }
  return {paths.begin(), paths.end()};
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : std::string(separator)) + word;
  return text;
}

std::string title_of(const JudgedPaper& paper) {
  return paper.kind ? paper.kind->title.zh : paper.paper->kind;
}

std::string kinds_in_words(const Subject& subject, const std::set<std::string>& found) {
  std::vector<std::string> titles;
  for (const MaterialKind& kind : subject.contest.kinds) {
    if (found.contains(kind.id)) titles.push_back(kind.title.zh);
  }
  return "共 " + std::to_string(subject.entry.materials.size()) + " 份材料" +
         (titles.empty() ? "" : "，识别出：" + joined(titles, "、"));
}

// Every seal was read, and every one of them is surely somebody else's.
bool sealed_by_others_only(const Subject& subject, const JudgedPaper& paper) {
  constexpr double kSureSeal = 0.8;
  return std::ranges::all_of(paper.paper->seals, [&](const core::Seal& seal) {
    if (seal.confidence < kSureSeal || !looks_like_unit(seal.text)) return false;
    const Verdict verdict = subject.entry.relations.relate(
        subject.form().applicant, subject.form().partners, {seal.text, {}}, true);
    if (verdict.gate != Gate::reject) return false;
    // A ring is read badly more often than a line: a name that nobody knows may still be the own
    // one.
    const bool nobody = verdict.relation == Relation::unrelated ||
                        verdict.relation == Relation::different_unknown_relation;
    return !nobody || !seal_may_be(subject.form().applicant.name, seal);
  });
}

bool is_sealed(const Subject& subject, const JudgedPaper& paper) {
  const MaterialFacts& material = *paper.material;
  if (has_observation(material, ObservationKind::signature_valid) ||
      has_observation(material, ObservationKind::signature_changed_after)) {
    return true;
  }
  if (paper.paper->seals.empty()) return false;
  return paper.kind->signed_by != "applicant" || !sealed_by_others_only(subject, paper);
}

core::Bilingual lacking_seal(const JudgedPaper& paper) {
  const core::Bilingual who = shown_word(paper.kind->signed_by);
  const core::Bilingual seal = shown_word("seal");
  return {who.zh + "的" + seal.zh, seal.en + " of " + who.en};
}

// What is there in the place of what is not.
std::string signing_words(const JudgedPaper& paper) {
  std::vector<std::string> texts;
  for (const core::Seal& seal : paper.paper->seals) texts.push_back("印章“" + seal.text + "”");
  if (const Value* date = paper.field("signed_on")) texts.push_back(date->evidence.words);
  return texts.empty() ? paper.kind->title.zh + "：未见印章和日期" : joined(texts, "，");
}

struct StateRow {
  ErrorCode error;
  const char* code;
};

// What stands between us and the file → whose it is to mend. What is not here is ours.
constexpr std::array kStates = {
    StateRow{ErrorCode::encrypted, "material.encrypted"},
    StateRow{ErrorCode::corrupt, "material.corrupt"},
    StateRow{ErrorCode::empty, "material.corrupt"},
    StateRow{ErrorCode::crash, "material.corrupt"},
    StateRow{ErrorCode::unsafe, "material.unsafe"},
    StateRow{ErrorCode::timeout, "material.unsafe"},
    StateRow{ErrorCode::memory, "material.unsafe"},
    StateRow{ErrorCode::unsupported, "material.unsupported"},
};

const char* code_of(const core::Material& failed) {
  const auto row = std::ranges::find(kStates, failed.error->code, &StateRow::error);
  const char* code = row == kStates.end() ? "material.unprocessed" : row->code;
  return is_video(failed) && std::string_view(code) == "material.corrupt" ? "video.unplayable"
                                                                          : code;
}

// The archive that a member came from, among those of the entry; nullptr: a file of its own.
const core::Material* archive_of(const core::Material& member, const JudgedEntry& entry) {
  const core::Material* nearest = nullptr;
  for (const core::Material& archive : entry.facts->troubled) {
    if (!member.path.starts_with(archive.path + "/")) continue;
    if (!nearest || archive.path.size() > nearest->path.size()) nearest = &archive;
  }
  return nearest;
}

// What is wrong with an archive is said once, on the archive: a member that was not taken out of it
// has no bytes of its own, and one of a damaged archive is damaged because its archive is.
struct ArchiveTrouble {
  const core::Material* archive = nullptr;
  const core::Material* first = nullptr;
  std::vector<std::string> members;
};

void note_member(const core::Material& member, const core::Material& archive,
                 std::vector<ArchiveTrouble>& troubles) {
  if (archive.error && archive.error->code == member.error->code) return;
  const auto same = std::ranges::find_if(troubles, [&](const ArchiveTrouble& trouble) {
    return trouble.archive == &archive && trouble.first->error->code == member.error->code;
  });
  const std::string name = member.path.substr(archive.path.size() + 1);
  if (same != troubles.end()) {
    same->members.push_back(name);
  } else {
    troubles.push_back({&archive, &member, {name}});
  }
}

bool is_archives_fault(const core::Material& member, const core::Material& archive) {
  const bool same = archive.error && archive.error->code == member.error->code;
  return member.bytes == 0 || same;
}

void say_failed(const core::Material& at, const core::Material& failed, std::string evidence,
                Findings& findings) {
  const core::Error& error = *failed.error;
  findings.add(
      {.id = code_of(failed),
       .material = at.path,
       .evidence = std::move(evidence),
       .values = {{"problem", error.message}, {"advice", core::kind_of(error.code).advice}}});
}

struct ObservationRow {
  ObservationKind kind;
  const char* id;
};

constexpr std::array kObservations = {
    ObservationRow{ObservationKind::active_content, "material.unsafe/active"},
    ObservationRow{ObservationKind::external_link, "material.external_link"},
    ObservationRow{ObservationKind::truncated, "material.truncated"},
    ObservationRow{ObservationKind::unseen, "material.truncated/unseen"},
    ObservationRow{ObservationKind::signature_invalid, "signature.invalid"},
    ObservationRow{ObservationKind::signature_changed_after, "signature.changed_after"},
    ObservationRow{ObservationKind::unplayable, "video.unplayable"},
    ObservationRow{ObservationKind::name_clash, "archive.name_clash"},
};

void check_observations(const MaterialFacts& material, Findings& findings) {
  for (const ObservationRow& row : kObservations) {
    const auto seen = std::ranges::find(material.observations, row.kind, &core::Observation::kind);
    if (seen == material.observations.end()) continue;
    findings.add({.id = row.id,
                  .material = material.material.path,
                  .place = {.page = seen->page},
                  .evidence = seen->detail.empty() ? material.material.media_type : seen->detail,
                  .values = {{"detail", shown_word(seen->detail)}}});
  }
}

}  // namespace

void check_missing(const Subject& subject, Findings& findings) {
  const std::set<std::string> found = kinds_found(subject.entry);
  const std::vector<std::string> unread = candidates(subject.entry);
  for (const RequiredKind& required : subject.contest.required) {
    const bool there = std::ranges::any_of(
        required.kinds, [&](const std::string& kind) { return found.contains(kind); });
    if (there) continue;
    findings.add({.id = unread.empty() ? "material.missing" : "material.missing/candidates",
                  .at_most = unread.empty() ? required.severity : Severity::suspicion,
                  .evidence = kinds_in_words(subject, found),
                  .values = {{"title", required.title},
                             {"count", same(std::to_string(unread.size()))},
                             {"candidates", {joined(unread, "、"), joined(unread, ", ")}}},
                  .clause = required.clause,
                  .kind = required.id,
                  .candidates = unread});
  }
}

// Only where the content surely is something: "other" contradicts nobody.
void check_declared_kinds(const Subject& subject, Findings& findings) {
  for (const core::DeclaredMaterial& declared : subject.form().materials) {
    const MaterialKind* wanted = subject.contest.kind(declared.kind);
    const auto is_declared = [&](const JudgedPaper& paper) {
      return paper.material->material.path == declared.path;
    };
    const auto first = std::ranges::find_if(subject.entry.papers, is_declared);
    if (!wanted || first == subject.entry.papers.end()) continue;
    bool agrees = false;
    bool sure = true;
    bool weighs = wanted->owned;
    for (const JudgedPaper& paper : subject.entry.papers) {
      if (!is_declared(paper)) continue;
      agrees = agrees || paper.paper->kind == declared.kind;
      sure = sure && paper.paper->kind_confidence >= kSureKind && paper.paper->kind != "other";
      weighs = weighs || (paper.kind && paper.kind->owned);
    }
    if (agrees || !sure || !weighs) continue;
    findings.add(*first, {.id = "material.kind_mismatch",
                          .evidence = wanted->title.zh + " → " + title_of(*first),
                          .values = {{"declared", wanted->title}}});
  }
}

void check_signing(const Subject& subject, Findings& findings) {
  for (const JudgedPaper& paper : subject.entry.papers) {
    if (!paper.kind || paper.kind->signed_by.empty() || !paper.paper->readable) continue;
    const bool sealed = is_sealed(subject, paper);
    const bool dated = paper.field("signed_on") || paper.field("date_under_seal");
    if (sealed && dated) continue;
    const core::Bilingual date = shown_word("date");
    core::Bilingual lacks = sealed ? date : lacking_seal(paper);
    if (!sealed && !dated) lacks = {lacks.zh + "和" + date.zh, lacks.en + " and no " + date.en};
    findings.add(paper, {.id = "material.unsigned",
                         .place = {.page = paper.paper->last_page},
                         .evidence = signing_words(paper),
                         .values = {{"lacks", lacks}}});
  }
}

void check_validity(const Subject& subject, Findings& findings) {
  const std::string& closes = subject.contest.registration_closes;
  for (const JudgedPaper& paper : subject.entry.papers) {
    const Value* until = paper.field("valid_until");
    if (!until || !paper.kind || !paper.paper->readable || until->text >= closes) continue;
    if (!paper.kind->ip && !paper.kind->expires) continue;
    const bool sure = until->evidence.unsure.empty();
    findings.add(paper, {.id = paper.kind->ip ? "ip.expired" : "material.expired",
                         .at_most = sure ? core::Severity::violation : core::Severity::suspicion,
                         .place = until->evidence.place,
                         .evidence = until->evidence.words,
                         .expected = closes,
                         .values = {{"date", same(until->text)}, {"closes", same(closes)}}});
  }
}

void check_duplicates(const Subject& subject, Findings& findings) {
  for (const auto& [path, first] : subject.entry.duplicates) {
    findings.add({.id = "material.duplicate",
                  .material = path,
                  .evidence = first,
                  .values = {{"other", same(first)}}});
  }
}

void check_files(const Subject& subject, Findings& findings) {
  std::vector<ArchiveTrouble> troubles;
  for (const core::Material* failed : subject.entry.failed) {
    const core::Material* archive = archive_of(*failed, subject.entry);
    if (archive && is_archives_fault(*failed, *archive)) {
      note_member(*failed, *archive, troubles);
    } else {
      say_failed(*failed, *failed, failed->error->message.zh, findings);
    }
  }
  for (const ArchiveTrouble& trouble : troubles) {
    say_failed(*trouble.archive, *trouble.first,
               joined(trouble.members, "、") + "：" + trouble.first->error->message.zh, findings);
  }
  for (const MaterialFacts* material : subject.entry.materials) {
    if (!subject.entry.duplicates.contains(material->material.path) && !material->material.error) {
      check_observations(*material, findings);
    }
  }
}

void check_readability(const Subject& subject, Findings& findings) {
  for (const JudgedPaper& paper : subject.entry.papers) {
    if (paper.paper->readable || is_video(paper.material->material)) continue;
    const JudgedOwner* owner = paper.owner();
    findings.add(paper, {.id = "quality.unreadable",
                         .evidence = owner ? owner->party->name.words : "未能读出关键文字"});
  }
}

}  // namespace jianzhen::verify
