#include "verify/together.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/id_number.h"
#include "core/text.h"
#include "verify/codes.h"
#include "verify/judged.h"
#include "verify/keyed_hash.h"
#include "verify/similarity.h"

namespace jianzhen::verify {
namespace {

// Between two applications of different entrants on one topic, with a template's headings in both,
// 0.29 was the most seen; a copy with names changed is above 0.9, and above 0.55 when both sides
// were read from scans with 3% wrong characters.
constexpr double kNearlySame = 0.5;

// A picture that so many other entries hold comes with a template that all were given.
constexpr std::size_t kEverybodys = 10;

struct Compared {
  std::size_t entry = 0;
  std::string kind;
  const core::Material* material = nullptr;
};

bool is_compared(const MaterialFacts& material, const Contest& contest) {
  const MaterialKind* kind = contest.kind(material.material.kind);
  return kind && kind->compared && !material.text_fingerprint_source.empty();
}

struct Person {
  std::size_t entry = 0;
  std::string name;          // as written
  std::string key;           // for comparison
  std::string masked;        // of the number; empty where it is missing or masked
  std::uint64_t number = 0;  // its keyed hash
};

std::vector<Person> people_of(std::size_t index, const core::Entry& entry) {
  std::vector<Person> people;
  for (const core::Representative& person : entry.representatives) {
    std::string number = normalized_code(person.id_number);
    if (number.find('*') != std::string::npos) number.clear();
    people.push_back({index, person.name, name_key(person.name), core::masked_id_number(number),
                      keyed_hash(number)});
  }
  return people;
}

bool one_applicant(const core::Entry& a, const core::Entry& b) {
  const bool codes = !a.applicant.uscc.empty() && !b.applicant.uscc.empty();
  return codes ? normalized_code(a.applicant.uscc) == normalized_code(b.applicant.uscc)
               : core::compact(a.applicant.name) == core::compact(b.applicant.name);
}

// Two entries of one team are one team's second project, not one person's second team.
bool one_team(const core::Entry& a, const core::Entry& b) {
  if (a.team_name.empty() || a.team_name != b.team_name) return false;
  return one_applicant(a, b);
}

std::vector<std::vector<std::size_t>> same_teams(std::span<const EntryFacts> entries) {
  std::vector<std::vector<std::size_t>> teams(entries.size());
  std::map<std::string, std::vector<std::size_t>> by_name;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string& team = entries[i].entry.team_name;
    if (team.empty()) continue;
    for (const std::size_t other : by_name[team]) {
      if (!one_team(entries[i].entry, entries[other].entry)) continue;
      teams[i].push_back(other);
      teams[other].push_back(i);
    }
    by_name[team].push_back(i);
  }
  return teams;
}

// A number says which paper it is where it is long enough to be no page or item number.
bool tells_apart(std::string_view number) {
  constexpr std::ptrdiff_t kDigits = 6;
  return std::ranges::count_if(number, [](char c) { return c >= '0' && c <= '9'; }) >= kDigits;
}

// Of a paper that must be its holder's own, so that one number is one holder's.
std::optional<std::string> number_of(const PaperFacts& paper, const Contest& contest) {
  const MaterialKind* kind = contest.kind(paper.kind);
  const auto number = paper.fields.find("number");
  if (!kind || !kind->owned || number == paper.fields.end() || !paper.readable) return std::nullopt;
  std::string key = normalized_code(number->second.text);
  return tells_apart(key) ? std::optional(std::move(key)) : std::nullopt;
}

struct NumberedPaper {
  std::size_t entry = 0;
  const MaterialFacts* material = nullptr;
  const PaperFacts* paper = nullptr;
};

std::vector<std::vector<SharedNumber>> shared_numbers(std::span<const EntryFacts> entries,
                                                      const Contest& contest) {
  std::map<std::pair<std::string, std::string>, std::vector<NumberedPaper>> groups;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (const MaterialFacts& material : entries[i].materials) {
      for (const PaperFacts& paper : material.papers) {
        const auto number = number_of(paper, contest);
        if (number) groups[{paper.kind, *number}].push_back({i, &material, &paper});
      }
    }
  }
  std::vector<std::vector<SharedNumber>> shared(entries.size());
  for (const auto& [key, papers] : groups) {
    for (const NumberedPaper& own : papers) {
      for (const NumberedPaper& other : papers) {
        if (own.entry == other.entry ||
            own.material->material.sha256 == other.material->material.sha256) {
          continue;
        }
        shared[own.entry].push_back(
            {other.entry, own.material->material.path, own.paper->first_page,
             one_applicant(entries[own.entry].entry, entries[other.entry].entry)});
      }
    }
  }
  for (auto& numbers : shared) {
    std::ranges::sort(numbers, {}, [](const SharedNumber& n) {
      return std::make_tuple(n.path, n.first_page, n.same_applicant, n.other);
    });
  }
  return shared;
}

bool shows_its_own(const PaperFacts& paper, const Contest& contest) {
  const MaterialKind* kind = contest.kind(paper.kind);
  return kind && kind->pictures;
}

struct PlacedFigure {
  std::size_t entry = 0;
  const core::Material* material = nullptr;
  const ShownFigure* figure = nullptr;
};

// Pairs of the same picture in two entries, each once.
std::set<std::pair<std::size_t, std::size_t>> same_figures(const std::vector<PlacedFigure>& all) {
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const std::uint32_t key : figure_keys(all[i].figure->hash)) {
      std::vector<std::size_t>& group = groups[key];
      for (const std::size_t other : group) {
        // The same bytes are cross.same_material.
        if (all[other].entry != all[i].entry &&
            all[other].material->sha256 != all[i].material->sha256 &&
            same_picture(all[other].figure->hash, all[i].figure->hash)) {
          pairs.emplace(other, i);
        }
      }
      group.push_back(i);
    }
  }
  return pairs;
}

std::vector<std::vector<SharedFigure>> shared_figures(std::span<const EntryFacts> entries,
                                                      const Contest& contest) {
  std::vector<PlacedFigure> all;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (const MaterialFacts& material : entries[i].materials) {
      for (const PaperFacts& paper : material.papers) {
        if (!shows_its_own(paper, contest)) continue;
        for (const ShownFigure& figure : paper.figures) {
          all.push_back({i, &material.material, &figure});
        }
      }
    }
  }
  const auto pairs = same_figures(all);
  std::vector<std::set<std::size_t>> holders(all.size());
  for (const auto& [a, b] : pairs) {
    holders[a].insert(all[b].entry);
    holders[b].insert(all[a].entry);
  }
  std::vector<std::vector<SharedFigure>> shared(entries.size());
  const auto add = [&](std::size_t from, std::size_t to) {
    if (holders[from].size() > kEverybodys) return;
    const PlacedFigure& own = all[from];
    const PlacedFigure& other = all[to];
    shared[own.entry].push_back(
        {other.entry, own.material->path, own.figure->place, other.material->path,
         other.figure->place, figure_distance(own.figure->hash, other.figure->hash),
         one_applicant(entries[own.entry].entry, entries[other.entry].entry)});
  };
  for (const auto& [a, b] : pairs) {
    add(a, b);
    add(b, a);
  }
  for (auto& figures : shared) {
    std::ranges::sort(figures, {}, [](const SharedFigure& f) {
      return std::make_tuple(f.path, f.same_applicant, f.distance, f.other, f.place.page,
                             f.place.time.value_or(0), f.other_path, f.other_place.page,
                             f.other_place.time.value_or(0));
    });
  }
  return shared;
}

using Shared = std::vector<std::vector<SharedPerson>>;

void note_shared(const Person& a, const Person& b, Shared& shared) {
  const bool both_numbers = !a.masked.empty() && !b.masked.empty();
  const bool same_number = both_numbers && a.number == b.number;
  const bool maybe = !both_numbers && !a.key.empty() && a.key == b.key;
  if (!same_number && !maybe) return;
  shared[a.entry].push_back({b.entry, a.name, a.masked, same_number});
  shared[b.entry].push_back({a.entry, b.name, b.masked, same_number});
}

// Everybody under one number or one name, compared within the group only.
Shared shared_people(std::span<const EntryFacts> entries) {
  Shared shared(entries.size());
  std::map<std::string, std::vector<Person>> groups;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (const Person& person : people_of(i, entries[i].entry)) {
      if (!person.masked.empty()) groups["#" + std::to_string(person.number)].push_back(person);
      groups["@" + person.key].push_back(person);
    }
  }
  for (const auto& [key, group] : groups) {
    for (std::size_t i = 0; i < group.size(); ++i) {
      for (std::size_t j = i + 1; j < group.size(); ++j) {
        if (group[i].entry == group[j].entry) continue;
        if (one_team(entries[group[i].entry].entry, entries[group[j].entry].entry)) continue;
        note_shared(group[i], group[j], shared);
      }
    }
  }
  for (auto& people : shared) {
    const auto order = [](const SharedPerson& p) {
      return std::make_tuple(p.other, p.name, !p.same_number);
    };
    std::ranges::sort(people, {}, order);
    const auto same = [](const SharedPerson& a, const SharedPerson& b) {
      return a.other == b.other && a.name == b.name;
    };
    people.erase(std::unique(people.begin(), people.end(), same), people.end());
  }
  return shared;
}

std::vector<std::vector<SharedText>> shared_texts(std::span<const EntryFacts> entries,
                                                  const Contest& contest) {
  std::vector<std::tuple<std::string, std::size_t, const MaterialFacts*>> ordered;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (const MaterialFacts& material : entries[i].materials) {
      if (is_compared(material, contest))
        ordered.emplace_back(material.material.path, i, &material);
    }
  }
  std::ranges::sort(ordered, {}, [](const auto& row) {
    return std::make_pair(std::get<1>(row), std::get<0>(row));
  });
  std::vector<Compared> compared;
  std::vector<std::vector<std::uint64_t>> sets;
  for (const auto& [path, entry, material] : ordered) {
    auto set = shingles(material->text_fingerprint_source);
    if (set.size() < kEnoughShingles) continue;
    compared.push_back({entry, material->material.kind, &material->material});
    sets.push_back(std::move(set));
  }
  std::vector<std::vector<SharedText>> shared(entries.size());
  for (const Similar& pair : similar_pairs(sets, kNearlySame)) {
    const Compared& a = compared[pair.first];
    const Compared& b = compared[pair.second];
    // The same bytes are cross.same_material.
    if (a.entry == b.entry || a.kind != b.kind || a.material->sha256 == b.material->sha256)
      continue;
    shared[a.entry].push_back({b.entry, a.material->path, b.material->path, pair.similarity});
    shared[b.entry].push_back({a.entry, b.material->path, a.material->path, pair.similarity});
  }
  for (auto& texts : shared) {
    std::ranges::sort(texts, {}, [](const SharedText& t) {
      return std::make_tuple(t.path, -t.similarity, t.other, t.other_path);
    });
  }
  return shared;
}

}  // namespace

Together::Together(std::span<const EntryFacts> entries, const Contest& contest)
    : texts_(shared_texts(entries, contest)),
      people_(shared_people(entries)),
      numbers_(shared_numbers(entries, contest)),
      figures_(shared_figures(entries, contest)),
      teams_(same_teams(entries)) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    ids_.push_back(entries[i].entry.id);
    std::set<core::Digest> own;
    for (const MaterialFacts& material : entries[i].materials) {
      if (material.material.bytes > 0) own.insert(material.material.sha256);
    }
    for (const core::Digest& digest : own) holders_[digest].push_back(i);
  }
}

std::vector<std::size_t> Together::others_with(std::size_t entry,
                                               const core::Digest& digest) const {
  std::vector<std::size_t> others;
  if (const auto holders = holders_.find(digest); holders != holders_.end()) {
    std::ranges::copy_if(holders->second, std::back_inserter(others),
                         [&](std::size_t holder) { return holder != entry; });
  }
  return others;
}

std::set<std::string> shared_keys(const EntryFacts& facts, const Contest& contest) {
  std::set<std::string> keys;
  for (const Person& person : people_of(0, facts.entry)) {
    if (!person.masked.empty()) keys.insert("id " + std::to_string(person.number));
    keys.insert("name " + person.key);
  }
  if (!facts.entry.team_name.empty()) keys.insert("team " + facts.entry.team_name);
  for (const MaterialFacts& material : facts.materials) {
    if (material.material.bytes > 0) keys.insert("bytes " + material.material.sha256.hex());
    for (const PaperFacts& paper : material.papers) {
      const auto number = number_of(paper, contest);
      if (number) keys.insert("number " + paper.kind + " " + *number);
      if (!shows_its_own(paper, contest)) continue;
      for (const ShownFigure& figure : paper.figures) {
        for (const std::uint32_t key : figure_keys(figure.hash)) {
          keys.insert("picture " + std::to_string(key));
        }
      }
    }
    if (!is_compared(material, contest)) continue;
    const auto set = shingles(material.text_fingerprint_source);
    if (set.size() < kEnoughShingles) continue;
    const std::vector<std::uint64_t> found = bands(set);
    for (std::size_t i = 0; i < found.size(); ++i) {
      keys.insert("text " + std::to_string(i) + " " + std::to_string(found[i]));
    }
  }
  return keys;
}

}  // namespace jianzhen::verify
