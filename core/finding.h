#pragma once

// What `jianzhen check` says about one entry: materials, whose each is, and findings with evidence.
// The JSON is the contract's (contract.md, "jianzhen check"): fields may be added, none renamed.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/digest.h"
#include "core/entry.h"
#include "core/error.h"
#include "core/geometry.h"

namespace jianzhen::core {

// Ordered: the worst among the findings is the verdict.
enum class Severity { clean, notice, suspicion, violation };

std::string_view word(Severity severity);  // "violation"
std::optional<Severity> severity_of(std::string_view word);
const Bilingual& shown(Severity severity);  // 否决项疑点 / veto finding

// Where on the material the words stand.
struct Place {
  int page = 0;                // from 1; 0 = the whole material
  std::optional<double> time;  // seconds, in a video, in the page's place
  std::optional<Box> box;      // the words themselves, not the whole line

  bool operator==(const Place&) const = default;
};

struct Owner {
  Unit unit;             // as printed on the paper; uscc empty where none is printed
  std::string relation;  // to the applicant: "self" … "unknown"
  Place place;

  bool operator==(const Owner&) const = default;
};

// One paper within a collection: pages [from, to].
struct Paper {
  std::string kind;
  int from = 1;
  int to = 1;
  std::optional<Owner> owner;

  bool operator==(const Paper&) const = default;
};

struct Material {
  std::string path;  // relative to the folder, '/'-separated; archive members included
  Digest sha256;
  std::uint64_t bytes = 0;
  std::string media_type;
  std::string kind;  // of the contract's table
  int pages = 0;
  std::optional<Owner> owner;
  std::vector<Paper> papers;   // of a collection, else empty
  std::optional<Error> error;  // why it could not be read

  bool operator==(const Material&) const = default;
};

struct Finding {
  std::string code;
  Severity severity = Severity::notice;
  std::string material;  // path; empty for a finding on the whole entry
  Place place;
  std::optional<Unit> entity;  // the unit in question
  std::string evidence;        // the words on the page that show it; never empty
  std::string expected;        // the words that would have been right; empty where none would
  Bilingual basis;             // the arithmetic, or the edge with its source and date
  Bilingual message;
  std::string clause;  // "六（三）2"
  // Only where the code says so (contract.md, "Findings").
  std::string kind;                     // material.missing
  std::string section;                  // application.*
  std::string part;                     // application.part_missing
  std::vector<std::string> candidates;  // material.missing: unreadable files that may be it
  std::string other_entry;              // team.shared_representative, cross.*

  bool operator==(const Finding&) const = default;
};

struct Passage {
  std::string material;
  Place place;
  std::string words;

  bool operator==(const Passage&) const = default;
};

// A clause that files alone cannot show: what a person must look into, and what the files say of
// it.
struct ReviewItem {
  std::string id;  // "lawful_source"
  Bilingual title;
  std::string clause;
  std::vector<Passage> passages;

  bool operator==(const ReviewItem&) const = default;
};

struct CheckReport {
  std::string entry;
  Unit applicant;
  std::vector<Material> materials;
  std::vector<Finding> findings;
  std::vector<ReviewItem> review_items;  // no findings: the verdict does not know them

  Severity verdict() const;
  bool operator==(const CheckReport&) const = default;
};

// One line of JSON, keys in a fixed order, so that equal reports are equal bytes.
std::string report_json(const CheckReport& report, Lang lang);

// One finding or material as it stands in report_json, for the API.
std::string finding_json(const Finding& finding, Lang lang);
std::string material_json(const Material& material);

}  // namespace jianzhen::core
