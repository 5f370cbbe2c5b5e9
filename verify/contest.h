#pragma once

// The contest as data: samples/contests/*.yaml (its form: docs/contest-file.md). No track or clause
// is spelled in C++. Immutable after loading; thread-safe.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/finding.h"

namespace jianzhen::verify {

struct Topic {
  int number = 0;
  std::string title;
};

struct Track {
  std::string name;  // 工业制造
  std::vector<Topic> topics;
};

struct RequiredKind {
  std::string id;                  // "business_licence", or "ip" for any of several
  std::vector<std::string> kinds;  // that fill it
  core::Severity severity = core::Severity::violation;
  core::Bilingual title;
  std::string clause;
};

struct ApplicationSection {
  std::string title;               // 项目概述
  std::vector<std::string> parts;  // 项目背景 …
};

struct Organiser {
  std::string name;
  std::string role;                  // 主办单位
  std::vector<std::string> aliases;  // registered names a person entered
};

// A rule's grade and clause; a code that has no row is not applied.
struct RuleSetting {
  std::string code;
  core::Severity severity = core::Severity::suspicion;
  std::string clause;
};

struct Clause {
  std::string id;  // 六（三）2
  std::string text;
};

class Contest {
 public:
  // Errors: not_found, corrupt (names line and key).
  static core::Result<Contest> load(const std::filesystem::path& file);
  static core::Result<Contest> parse(std::string_view yaml, std::string_view source);
  // Liaoning 2024, compiled in.
  static const Contest& built_in();

  std::string id;
  std::string title;
  std::string registration_closes;  // 2024-07-21: a paper must be valid through its end
  int max_representatives = 0;
  std::vector<Track> tracks;
  std::vector<RequiredKind> required;
  std::vector<ApplicationSection> sections;
  std::vector<Organiser> organisers;
  std::vector<RuleSetting> rules;
  std::vector<Clause> clauses;

  const RuleSetting* rule(std::string_view code) const;  // nullptr: not applied
  const Track* track(std::string_view name) const;  // "工业制造" or "数据要素×工业制造"
};

}  // namespace jianzhen::verify
