#pragma once

// What --relations is given: files in three forms (docs/relations.md), told by their content. Not
// part of the folder's face.

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "verify/relations.h"

namespace jianzhen::verify {

using TakeEdge = std::function<void(const Edge&)>;

// Hands over every edge of a file, or of the files in a folder or ZIP. Errors as of
// RelationGraph::load(); edges before the error were handed over.
core::Result<void> read_relations(const std::filesystem::path& path, const TakeEdge& take);

struct RelationText {
  std::string name;  // of the file, for people
  std::string bytes;
};

// The CSV of the contract.
core::Result<void> read_relation_csv(const RelationText& text, const TakeEdge& take);

// GLEIF level 2 (RR-CDF) with the level 1 files (LEI-CDF) that name its units, both as the CSV that
// GLEIF publishes.
core::Result<void> read_gleif(const std::vector<const RelationText*>& relationships,
                              const std::vector<const RelationText*>& names, const TakeEdge& take);

// BODS 0.2–0.4: a JSON array of statements, or one statement a line. The statements of several
// files are one set.
core::Result<void> read_bods(const std::vector<const RelationText*>& texts, const TakeEdge& take);

// What share alone says: more than half is a parent, from 30 per cent on a holding.
std::optional<Relation> relation_of_share(double percent);

// `corrupt`, naming the file and where in it (第 3 行, line 3).
tl::unexpected<core::Error> bad_relation(const std::string& file, const core::Bilingual& where,
                                         const core::Bilingual& why);
core::Bilingual line_number(int line);

}  // namespace jianzhen::verify
