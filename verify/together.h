#pragma once

// What only shows between entries that are given together: the same bytes, the same words, the same
// people. Built once for all; immutable afterwards, thread-safe. Borrows nothing.

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "verify/check.h"

namespace jianzhen::verify {

struct SharedText {
  std::size_t other = 0;  // index of the other entry
  std::string path;       // of this entry's material
  std::string other_path;
  double similarity = 0;  // Jaccard over the words' shingles, 0–1
};

struct SharedPerson {
  std::size_t other = 0;
  std::string name;
  std::string masked;  // 2101**********1234; empty where no number stands behind it
  bool same_number = false;
};

struct SharedNumber {
  std::size_t other = 0;
  std::string path;  // of this entry's material
  int first_page = 1;
  bool same_applicant = false;
};

struct SharedFigure {
  std::size_t other = 0;
  std::string path;  // of this entry's material
  core::Place place;
  std::string other_path;
  core::Place other_place;
  int distance = 0;  // bits
  bool same_applicant = false;
};

class Together {
 public:
  Together(std::span<const EntryFacts> entries, const Contest& contest);

  // Entries besides `entry` that hold these bytes, in order.
  std::vector<std::size_t> others_with(std::size_t entry, const core::Digest& digest) const;
  const std::vector<SharedText>& texts(std::size_t entry) const { return texts_[entry]; }
  const std::vector<SharedPerson>& people(std::size_t entry) const { return people_[entry]; }
  // Papers of one kind with one number and other bytes, by path.
  const std::vector<SharedNumber>& numbers(std::size_t entry) const { return numbers_[entry]; }
  // Pictures that are the same in files of other bytes, by path; of one path the nearest first.
  const std::vector<SharedFigure>& figures(std::size_t entry) const { return figures_[entry]; }
  // Other entries of the same team of the same applicant.
  const std::vector<std::size_t>& same_team(std::size_t entry) const { return teams_[entry]; }
  const std::string& id(std::size_t entry) const { return ids_[entry]; }

 private:
  std::vector<std::string> ids_;
  std::map<core::Digest, std::vector<std::size_t>> holders_;
  std::vector<std::vector<SharedText>> texts_;
  std::vector<std::vector<SharedPerson>> people_;
  std::vector<std::vector<SharedNumber>> numbers_;
  std::vector<std::vector<SharedFigure>> figures_;
  std::vector<std::vector<std::size_t>> teams_;
};

// Whatever a finding between two entries may speak of, as words that only this program reads: where
// two entries have none in common, checking them together finds what checking each alone does.
// Identity numbers are in it as keyed hashes.
std::set<std::string> shared_keys(const EntryFacts& entry, const Contest& contest);

}  // namespace jianzhen::verify
