#pragma once

// What the papers say, apart from what any rule makes of it: a changed rule re-runs rules only.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/finding.h"
#include "verify/relations.h"

namespace jianzhen::verify {

// Words on a page.
struct Evidence {
  core::Place place;
  std::string words;
  double confidence = 1;  // of the reading, 0–1
  bool ocr = false;       // read from a picture
};

struct Value {
  std::string text;  // normalised: dates as 2024-07-21, names compact
  Evidence evidence;
};

struct Party {
  core::Unit unit;
  Evidence name;                 // where the name stands
  std::optional<Evidence> uscc;  // where its code stands
};

struct Section {
  std::string section;  // the contest's title: 项目概述
  std::string part;     // 项目背景; empty for the section itself
  Evidence evidence;
};

struct StatedRelation {  // "系…的全资子公司", a note on 控股股东
  Edge edge;
  Evidence evidence;
};

// One paper within a material: usually all of it.
struct PaperFacts {
  std::string kind = "other";
  double kind_confidence = 0;  // 0–1
  int first_page = 1;
  int last_page = 1;
  std::vector<Party> owners;  // whose paper it is; several where they hold it jointly
  // By field id of the kind's description: "project_name", "valid_until", "issued_on", "signed_on",
  // "number", "applied_on", "legal_form", "track", "topic", "listed" …
  std::map<std::string, Value> fields;
  std::vector<Section> sections;
  std::vector<StatedRelation> relations;
  std::vector<core::Seal> seals;
  bool readable = true;  // well enough to accuse anybody on
};

struct MaterialFacts {
  core::Material material;         // path, digest, bytes, media type, pages, error
  std::vector<PaperFacts> papers;  // at least one where the material could be read
  std::vector<core::Observation> observations;
  std::string text_fingerprint_source;  // folded text of the whole, for near duplicates
};

class Contest;

// From a reading to facts. Pure; thread-safe. `applicant` helps to choose among equal candidates of
// a holder, never to accept one.
MaterialFacts extract_facts(const core::Material& material, const core::Document& document,
                            const core::Entry& entry, const Contest& contest);

}  // namespace jianzhen::verify
