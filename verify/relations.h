#pragma once

// Who belongs to whom: edges with their source, and the relation of a unit to the applicant found
// by walking them (contract.md, "--relations", and jianzhen relate).

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bilingual.h"
#include "core/entry.h"
#include "core/error.h"

namespace jianzhen::verify {

enum class Relation {
  self,
  former_name,
  partner,
  branch,
  subsidiary,
  parent,
  holding,
  affiliate,
  unrelated,                   // another unit, nothing known
  unknown,                     // no name could be read
  different_unknown_relation,  // `relate` only: another unit of the same 字号
};

std::string_view word(Relation relation);  // "former_name"
std::optional<Relation> relation_of(std::string_view word);

// Subject is the RELATION of object.
struct Edge {
  core::Unit subject;
  Relation relation = Relation::unrelated;
  core::Unit object;
  std::string source;  // "relations.csv 第 12 行", "entry.json", "审计报告.pdf 第 14 页"
  std::optional<double> share = std::nullopt;  // percent of the capital or the votes
  // ISO dates, with or without month and day; empty where unknown.
  std::string as_of = {};  // when the source saw it
  std::string from = {};   // in force from and to, both days included
  std::string to = {};
};

enum class Gate { accept, accept_with_evidence, review, reject };
std::string_view word(Gate gate);

struct Verdict {
  Relation relation = Relation::unknown;
  Gate gate = Gate::review;
  core::Bilingual reason;
  std::vector<core::Bilingual> path;  // the edges walked, each with its source
  bool code_conflict = false;         // the applicant's name with another valid credit code
  // The registered unit that a misread name is taken for; empty where the name stands as read.
  core::Unit meant;
};

class RelationIndex;

// Cheap to copy: what load() read is shared by the copies, what add() added is each one's own.
// Copies may be used from several threads; one graph is thread-compatible.
class RelationGraph {
 public:
  RelationGraph();
  ~RelationGraph();
  RelationGraph(const RelationGraph&);
  RelationGraph& operator=(const RelationGraph&);
  RelationGraph(RelationGraph&&) noexcept;
  RelationGraph& operator=(RelationGraph&&) noexcept;

  // Reads a file, or the files of a folder or ZIP, each told by its content: the CSV of the
  // contract, GLEIF's relationship records with the names of the same folder, BODS statements
  // (docs/relations.md). Errors: not_found, corrupt (names file and line or statement),
  // unsupported (none of these forms).
  core::Result<void> load(const std::filesystem::path& file);
  void add(const Edge& edge);

  // Ownership is dated: from now on only edges in force on this day (ISO) are walked. Without a
  // day, those that have no end.
  void set_day(std::string_view iso);

  // In the order they came.
  std::vector<Edge> edges() const;
  // Does any edge call a unit so?
  bool knows(std::string_view name) const;

  // When a name came into use and when it went out of use, as edges on changes of names say: ISO
  // dates, with or without month and day; empty where none says.
  struct NameTime {
    std::string since;
    std::string until;
  };
  NameTime name_time(std::string_view name) const;

  // The shortest chain of edges from one unit to the other, whichever way each points; empty where
  // none is known.
  std::vector<Edge> between(const core::Unit& from, const core::Unit& to) const;

  // What `other` is to `applicant`: by code, by name, by edges in any number of steps.
  // `ocr`: the other name was read from a picture.
  Verdict relate(const core::Applicant& applicant, const std::vector<core::Unit>& partners,
                 const core::Unit& other, bool ocr) const;

 private:
  friend class RelationWalk;
  // Shared, because every entry that is checked has a copy of the graph that --relations gave.
  std::shared_ptr<const RelationIndex> loaded_;
  std::unique_ptr<RelationIndex> added_;
  std::uint32_t day_ = 0;  // yyyymmdd
};

}  // namespace jianzhen::verify
