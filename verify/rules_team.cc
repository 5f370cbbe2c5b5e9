// 六（一）2: at most five representatives, and nobody in two teams.

#include <set>

#include "verify/codes.h"
#include "verify/rules.h"

namespace jianzhen::verify {
namespace {

// One person written down twice is one person.
std::size_t heads(const core::Entry& entry) {
  std::set<std::string> people;
  for (const core::Representative& person : entry.representatives) {
    const std::string number = normalized_code(person.id_number);
    people.insert(name_key(person.name) + " " + number);
  }
  return people.size();
}

std::string names(const core::Entry& entry) {
  std::string text;
  for (const core::Representative& person : entry.representatives) {
    text += (text.empty() ? "" : "、") + person.name;
  }
  return text;
}

}  // namespace

void check_team_size(const Subject& subject, Findings& findings) {
  const std::size_t count = heads(subject.form());
  const auto max = static_cast<std::size_t>(subject.contest.max_representatives);
  if (count <= max) return;
  findings.add(
      {.id = "team.too_many",
       .evidence = names(subject.form()),
       .values = {{"count", same(std::to_string(count))}, {"max", same(std::to_string(max))}}});
}

void check_shared_representatives(const Subject& subject, Findings& findings) {
  for (const SharedPerson& person : subject.together.people(subject.index)) {
    const bool sure = person.same_number;
    const std::string& other = subject.together.id(person.other);
    findings.add({.id = sure ? "team.shared_representative" : "team.shared_representative/name",
                  .at_most = sure ? core::Severity::violation : core::Severity::suspicion,
                  .entity = core::Unit{person.name, {}},
                  .evidence = person.name + (person.masked.empty() ? "" : " " + person.masked),
                  .values = {{"name", same(person.name)}, {"other", same(other)}},
                  .other_entry = other});
  }
}

}  // namespace jianzhen::verify
