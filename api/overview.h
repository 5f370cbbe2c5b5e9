#pragma once

// What a judge sees of an entry on one page: what the application claims with the papers that
// stand for it, what the papers say that was checked, and the moments of its videos. Pure.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/claims.h"
#include "api/review_index.h"
#include "core/document.h"
#include "verify/check.h"

namespace jianzhen::api {

// Where something stands.
struct Spot {
  std::string material;
  std::int64_t number = 0;  // the material's; 0: it is gone meanwhile
  core::Place place;
};

struct ProvedClaim {
  std::optional<Claim> claim;  // nullopt: the application does not speak of the paper
  std::string kind;            // of the paper
  Spot proof;
  std::string owner;
  std::string title;  // what the paper is about, or its number
  // "checked": the applicant's own, and nothing in question; "question": something is.
  std::string state;
};

struct StatedFact {
  std::string field;  // of verify::PaperFacts: "valid_until", "number" …
  std::string kind;
  std::string value;
  Spot spot;
};

struct Moment {
  Spot spot;
  double until = 0;
  std::string words;  // on the picture
};

struct Overview {
  Spot application;  // without a material where there is none
  std::vector<ProvedClaim> claims;
  std::vector<StatedFact> facts;
  std::vector<Moment> moments;
};

// The pages of a material by its bytes; empty where they are not kept.
using PagesOf = std::function<std::vector<core::Page>(const core::Digest&)>;

Overview overview_of(const EntryDigest& entry, const verify::EntryFacts& facts,
                     const PagesOf& pages);

}  // namespace jianzhen::api
