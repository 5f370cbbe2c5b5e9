#include "verify/contest.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "core/text.h"

namespace jianzhen::embedded {
extern const std::string_view liaoning_2024;
}

namespace jianzhen::verify {
namespace {

template <typename Row, typename Member>
const Row* find_row(const std::vector<Row>& rows, Member Row::*key, std::string_view value) {
  const auto row = std::ranges::find_if(rows, [&](const Row& r) { return r.*key == value; });
  return row == rows.end() ? nullptr : &*row;
}

// What people write for one track: spaces, width, a letter x for the sign ×, "赛道" at the end.
std::string track_key(std::string_view name) {
  std::string key = core::folded(core::compact(name));
  static constexpr std::string_view kTimes = "×";
  for (auto at = key.find(kTimes); at != std::string::npos; at = key.find(kTimes)) {
    key.replace(at, kTimes.size(), "x");
  }
  static constexpr std::string_view kTrack = "赛道";
  if (key.ends_with(kTrack)) key.erase(key.size() - kTrack.size());
  return key;
}

}  // namespace

core::Severity Exclusion::of(std::string_view nature, std::string_view relation) const {
  auto row = relations.find(std::string(nature));
  if (row == relations.end()) row = relations.find("default");
  if (row == relations.end()) return core::Severity::clean;
  const auto grade = row->second.find(std::string(relation));
  return grade == row->second.end() ? core::Severity::clean : grade->second;
}

core::Result<Contest> Contest::load(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return core::fail(
        core::ErrorCode::not_found,
        {"打不开赛事文件 " + file.string() + "，请检查 --contest 后的路径。",
         "Cannot open the contest file " + file.string() + ". Check the path after --contest."},
        {}, file.string());
  }
  std::ostringstream text;
  text << stream.rdbuf();
  return parse(text.str(), file.string());
}

const Contest& Contest::built_in() {
  static const Contest contest = [] {
    auto parsed = parse(embedded::liaoning_2024, "liaoning-2024.yaml");
    if (!parsed) throw std::logic_error(parsed.error().message.en);
    return *std::move(parsed);
  }();
  return contest;
}

const RuleSetting* Contest::rule(std::string_view code) const {
  return find_row(rules, &RuleSetting::code, code);
}

const Track* Contest::track(std::string_view name) const {
  const std::string wanted = track_key(name);
  const auto found = std::ranges::find_if(tracks, [&](const Track& candidate) {
    return wanted == track_key(candidate.name) ||
           wanted == track_key(candidate.prefix + candidate.name);
  });
  return found == tracks.end() ? nullptr : &*found;
}

const MaterialKind* Contest::kind(std::string_view kind_id) const {
  return find_row(kinds, &MaterialKind::id, kind_id);
}

const Clause* Contest::clause(std::string_view clause_id) const {
  return find_row(clauses, &Clause::id, clause_id);
}

}  // namespace jianzhen::verify
