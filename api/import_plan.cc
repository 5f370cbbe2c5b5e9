#include "api/import_plan.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "api/entry_number.h"
#include "core/text.h"
#include "store/catalogue.h"
#include "verify/codes.h"
#include "verify/csv.h"

namespace jianzhen::api {
namespace {

using core::ErrorCode;
using core::fail;
using core::Result;

constexpr std::array<std::string_view, 3> kKinds = {"entries", "finalists", "prizes"};

enum class Column { entry, applicant, uscc, project, track, topic, team, partners, prize };

// What people write above a column, compact and in lower case.
struct Header {
  Column column;
  std::string_view words;
};
constexpr std::array kHeaders = {
    Header{Column::entry, "项目编号"},      Header{Column::entry, "办件编号"},
    Header{Column::entry, "编号"},          Header{Column::entry, "entry"},
    Header{Column::applicant, "参赛单位"},  Header{Column::applicant, "牵头参赛单位"},
    Header{Column::applicant, "申报主体"},  Header{Column::applicant, "单位名称"},
    Header{Column::applicant, "applicant"}, Header{Column::uscc, "统一社会信用代码"},
    Header{Column::uscc, "信用代码"},       Header{Column::uscc, "uscc"},
    Header{Column::project, "项目名称"},    Header{Column::project, "参赛项目"},
    Header{Column::project, "project"},     Header{Column::track, "赛道"},
    Header{Column::track, "track"},         Header{Column::topic, "赛题"},
    Header{Column::topic, "topic"},         Header{Column::team, "参赛团队"},
    Header{Column::team, "团队名称"},       Header{Column::team, "team"},
    Header{Column::partners, "合作单位"},   Header{Column::partners, "联合体成员"},
    Header{Column::partners, "partners"},   Header{Column::prize, "奖项"},
    Header{Column::prize, "获奖等级"},      Header{Column::prize, "prize"},
};

std::vector<Column> columns_of(ImportKind kind) {
  switch (kind) {
    case ImportKind::entries:
      return {Column::entry, Column::applicant, Column::uscc, Column::project,
              Column::track, Column::topic,     Column::team, Column::partners};
    case ImportKind::finalists:
      return {Column::entry};
    case ImportKind::prizes:
      return {Column::entry, Column::prize};
  }
  return {};
}

// The first of a column's headers stands for it where the file lacks it.
std::string_view name_of(Column column) {
  return std::ranges::find(kHeaders, column, &Header::column)->words;
}

// The rows of one table, and what is said against them.
class Rows {
 public:
  static Result<Rows> open(ImportKind kind, std::string_view csv, ImportPlan& plan) {
    auto reader = verify::CsvReader::open(csv, "");
    if (!reader) return fail(reader.error());
    Rows rows(std::move(*reader), plan);
    const std::vector<Column> used = columns_of(kind);
    for (std::size_t i = 0; i < rows.reader_.header().size(); ++i) {
      const std::string& written = rows.reader_.header()[i];
      const auto header =
          std::ranges::find(kHeaders, core::lower_ascii(core::compact(written)), &Header::words);
      if (header != kHeaders.end() && std::ranges::find(used, header->column) != used.end()) {
        rows.places_.try_emplace(header->column, i);
      } else if (!written.empty()) {
        plan.passed_over.push_back(written);
      }
    }
    for (const Column needed : {Column::entry, Column::prize}) {
      if (std::ranges::find(used, needed) == used.end() || rows.places_.contains(needed)) continue;
      const std::string name(name_of(needed));
      return fail(ErrorCode::corrupt,
                  {"第一行表头中没有“" + name + "”一列。",
                   "The header, the first line, has no column \"" + name + "\"."});
    }
    return rows;
  }

  // The next row; false at the end.
  Result<bool> next() {
    auto more = reader_.next();
    if (more && *more) ++plan_.rows;
    return more;
  }
  int line() const { return reader_.line(); }
  std::string text(Column column) const {
    const auto place = places_.find(column);
    if (place == places_.end()) return {};
    return std::string(reader_.cell(place->second));
  }
  void fault(Column column, core::Bilingual message) {
    const auto place = places_.find(column);
    plan_.faults.push_back(
        {line(),
         place == places_.end() ? std::string(name_of(column)) : reader_.header()[place->second],
         text(column), std::move(message)});
  }

 private:
  Rows(verify::CsvReader reader, ImportPlan& plan) : reader_(std::move(reader)), plan_(plan) {}

  verify::CsvReader reader_;
  ImportPlan& plan_;
  std::map<Column, std::size_t> places_;
};

// The row's entry number, said to be wrong where it is empty or came before.
class Numbers {
 public:
  std::string take(Rows& rows) {
    std::string number = rows.text(Column::entry);
    if (number.empty()) {
      rows.fault(Column::entry, {"请填写项目编号。", "Give the entry's number."});
      return {};
    }
    const auto [first, added] = lines_.try_emplace(number, rows.line());
    if (added) return number;
    const std::string line = std::to_string(first->second);
    rows.fault(Column::entry, {"与第 " + line + " 行重复。", "The same as in line " + line + "."});
    return {};
  }

 private:
  std::map<std::string, int> lines_;
};

// One unit with one project is one entry.
std::string unit_and_project(const core::Entry& entry) {
  return core::compact(entry.applicant.name) + "\n" + core::compact(entry.project.name);
}

class EntryRows {
 public:
  EntryRows(const ImportedInto& before, ImportPlan& plan) : before_(before), plan_(plan) {
    for (const core::Entry& entry : before.entries) {
      known_[entry.id] = &entry;
      if (!entry.project.name.empty()) projects_.try_emplace(unit_and_project(entry), entry.id);
    }
  }

  void take(Rows& rows) {
    const std::size_t faults = plan_.faults.size();
    const std::string number = numbers_.take(rows);
    if (number.empty()) return;
    if (const auto good = check_entry_number(number); !good) {
      rows.fault(Column::entry, good.error().message);
    }
    const auto known = known_.find(number);
    core::Entry entry = known == known_.end() ? core::Entry{} : *known->second;
    entry.id = number;
    take_unit(rows, entry);
    take_project(rows, entry);
    if (plan_.faults.size() != faults) return;
    if (known == known_.end()) {
      ++plan_.added;
    } else if (entry == *known->second) {
      ++plan_.unchanged;
      return;
    } else {
      ++plan_.changed;
    }
    plan_.entries.push_back(std::move(entry));
  }

 private:
  void take_unit(Rows& rows, core::Entry& entry) {
    if (std::string name = rows.text(Column::applicant); !name.empty()) {
      entry.applicant.name = std::move(name);
    }
    if (entry.applicant.name.empty()) {
      rows.fault(Column::applicant, {"请填写参赛单位。", "Give the applicant."});
    }
    if (const std::string code = rows.text(Column::uscc); !code.empty()) {
      if (const auto reading = verify::read_uscc(code); reading.state != verify::UsccState::valid) {
        rows.fault(Column::uscc, reading.message);
      }
      entry.applicant.uscc = verify::normalized_code(code);
    }
    if (std::string team = rows.text(Column::team); !team.empty()) {
      entry.team_name = std::move(team);
    }
    if (const std::string partners = rows.text(Column::partners); !partners.empty()) {
      take_partners(partners, entry);
    }
  }

  // Codes that are known of them stay.
  static void take_partners(std::string_view names, core::Entry& entry) {
    std::vector<core::Unit> partners;
    while (!names.empty()) {
      std::size_t end = names.size();
      std::size_t next = end;
      for (const std::string_view mark : {"；", ";", "、"}) {
        const std::size_t at = names.find(mark);
        if (at < end) {
          end = at;
          next = at + mark.size();
        }
      }
      const std::string name = core::compact(names.substr(0, end));
      names.remove_prefix(next);
      if (name.empty()) continue;
      const auto same = std::ranges::find(entry.partners, name, &core::Unit::name);
      partners.push_back(same == entry.partners.end() ? core::Unit{name, {}} : *same);
    }
    entry.partners = std::move(partners);
  }

  void take_project(Rows& rows, core::Entry& entry) {
    core::Project& project = entry.project;
    if (std::string name = rows.text(Column::project); !name.empty()) {
      project.name = std::move(name);
      const auto [same, added] = projects_.try_emplace(unit_and_project(entry), entry.id);
      if (!added && same->second != entry.id) {
        rows.fault(Column::project,
                   {"同一单位的同一项目已登记为 " + same->second + "。",
                    "The same unit's same project is entered as " + same->second + "."});
      }
    }
    if (const std::string track = rows.text(Column::track); !track.empty()) {
      const verify::Track* found = before_.contest.track(track);
      if (found == nullptr) {
        rows.fault(Column::track, {"本次大赛没有这个赛道。", "The contest has no such track."});
      }
      project.track = found == nullptr ? track : found->name;
    }
    if (const std::string topic = rows.text(Column::topic); !topic.empty()) {
      project.topic = topic_of(project.track, topic);
      if (!project.topic) {
        rows.fault(Column::topic,
                   {"该赛道没有这个赛题；请填写赛题的序号或名称。",
                    "The track has no such topic; give the topic's number or title."});
      }
    }
  }

  // "4", "赛题4" or its title.
  std::optional<int> topic_of(const std::string& in, std::string_view written) const {
    const verify::Track* track = before_.contest.track(in);
    if (track == nullptr) return std::nullopt;
    constexpr std::string_view kTopic = "赛题";
    const std::string text = core::compact(written);
    std::string_view digits(text);
    if (digits.starts_with(kTopic)) digits.remove_prefix(kTopic.size());
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool numbered = error == std::errc() && end == digits.data() + digits.size();
    for (const verify::Topic& topic : track->topics) {
      if (numbered ? topic.number == number : core::compact(topic.title) == text) {
        return topic.number;
      }
    }
    return std::nullopt;
  }

  const ImportedInto& before_;
  ImportPlan& plan_;
  Numbers numbers_;
  std::map<std::string, const core::Entry*> known_;
  std::map<std::string, std::string> projects_;  // unit and project → number
};

// Finalists, and prizes.
class ResultRows {
 public:
  ResultRows(ImportKind kind, const ImportedInto& before, ImportPlan& plan)
      : kind_(kind), before_(before), plan_(plan) {
    for (const core::Entry& entry : before.entries) known_.insert(entry.id);
    for (const store::EntryResult& one : before.results) {
      if (one.finalist) finalists_.insert(one.entry);
      if (!one.prize.empty()) prizes_[one.entry] = one.prize;
    }
  }

  void take(Rows& rows) {
    const std::string number = numbers_.take(rows);
    if (number.empty()) return;
    if (!known_.contains(number)) {
      rows.fault(Column::entry, store::no_such_entry(number).message);
      return;
    }
    kind_ == ImportKind::finalists ? take_finalist(number) : take_prize(rows, number);
  }

  void finish() {
    const auto left_out = [&](const auto& before, const auto& after) {
      return static_cast<int>(std::ranges::count_if(before, [&](const auto& one) {
        if constexpr (requires { one.first; }) {
          return !after.contains(one.first);
        } else {
          return !after.contains(one);
        }
      }));
    };
    plan_.removed = kind_ == ImportKind::finalists ? left_out(finalists_, plan_.finalists)
                                                   : left_out(prizes_, plan_.prizes);
  }

 private:
  void take_finalist(const std::string& number) {
    plan_.finalists.insert(number);
    ++(finalists_.contains(number) ? plan_.unchanged : plan_.added);
  }

  void take_prize(Rows& rows, const std::string& number) {
    const std::string prize = rows.text(Column::prize);
    if (prize.empty()) {
      rows.fault(Column::prize, {"请填写奖项。", "Give the prize."});
      return;
    }
    if (!finalists_.empty() && !finalists_.contains(number)) {
      rows.fault(Column::entry,
                 {"该项目不在入围名单中。", "The entry is not among the finalists."});
    }
    check_award(rows, prize);
    plan_.prizes[number] = prize;
    const auto before = prizes_.find(number);
    if (before == prizes_.end()) {
      ++plan_.added;
    } else {
      ++(before->second == prize ? plan_.unchanged : plan_.changed);
    }
  }

  // A contest that names no awards leaves them to the committee.
  void check_award(Rows& rows, const std::string& prize) {
    const auto& awards = before_.contest.awards;
    if (awards.empty()) return;
    const auto award = std::ranges::find(awards, prize, &verify::Award::title);
    if (award == awards.end()) {
      rows.fault(Column::prize, {"本次大赛没有这个奖项。", "The contest has no such award."});
      return;
    }
    if (++given_[prize] > award->count) {
      const std::string count = std::to_string(award->count);
      rows.fault(Column::prize, {"该奖项只设 " + count + " 名，名单已超出。",
                                 "There are " + count + " of this award; the list has more."});
    }
  }

  ImportKind kind_;
  const ImportedInto& before_;
  ImportPlan& plan_;
  Numbers numbers_;
  std::set<std::string> known_;
  std::set<std::string> finalists_;  // before
  std::map<std::string, std::string> prizes_;
  std::map<std::string, int> given_;
};

template <typename Taker>
Result<void> take_all(Rows& rows, Taker& taker) {
  while (true) {
    const auto more = rows.next();
    if (!more) return fail(more.error());
    if (!*more) return {};
    taker.take(rows);
  }
}

}  // namespace

std::string_view word(ImportKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::optional<ImportKind> import_kind_of(std::string_view word) {
  const auto found = std::ranges::find(kKinds, word);
  if (found == kKinds.end()) return std::nullopt;
  return static_cast<ImportKind>(found - kKinds.begin());
}

Result<ImportPlan> plan_import(ImportKind kind, std::string_view csv, const ImportedInto& before) {
  ImportPlan plan;
  auto rows = Rows::open(kind, csv, plan);
  if (!rows) return fail(rows.error());
  Result<void> taken;
  if (kind == ImportKind::entries) {
    EntryRows taker(before, plan);
    taken = take_all(*rows, taker);
  } else {
    ResultRows taker(kind, before, plan);
    taken = take_all(*rows, taker);
    taker.finish();
  }
  if (!taken) return fail(taken.error());
  return plan;
}

}  // namespace jianzhen::api
