#include "store/results.h"

#include <nlohmann/json.hpp>

#include "store/event_log.h"
#include "store/migrations.h"
#include "store/sql.h"

namespace jianzhen::store {

using core::fail;
using core::Result;
using nlohmann::json;

namespace {

EntryResult result_of(const soci::row& row) {
  EntryResult one;
  int finalist = 0;
  row >> one.entry >> finalist >> one.prize;
  one.finalist = finalist != 0;
  return one;
}

std::map<std::string, EntryResult> all_results(soci::session& sql) {
  std::map<std::string, EntryResult> all;
  const soci::rowset<soci::row> rows = (sql.prepare << "SELECT entry, finalist, prize FROM result");
  for (EntryResult& one : all_of(rows, result_of)) all[one.entry] = std::move(one);
  return all;
}

void put(soci::session& sql, const EntryResult& one) {
  const int finalist = one.finalist ? 1 : 0;
  sql << "INSERT INTO result (entry, finalist, prize) VALUES (:entry, :finalist, :prize) "
         "ON CONFLICT (entry) DO UPDATE SET finalist = excluded.finalist, prize = excluded.prize",
      soci::use(one.entry), soci::use(finalist), soci::use(one.prize);
}

}  // namespace

struct Results::State {
  std::unique_ptr<Sessions> sessions;

  // Makes every result what `wanted` says; those that are so already are left alone.
  template <typename Wanted>
  Result<void> set(const std::string& event, const std::string& actor, Wanted wanted) {
    return sessions->write([&](soci::session& sql) -> Result<void> {
      std::map<std::string, EntryResult> after = all_results(sql);
      const std::map<std::string, EntryResult> before = after;
      wanted(after);
      for (const auto& [entry, one] : after) {
        const auto known = before.find(entry);
        if (known != before.end() && known->second == one) continue;
        put(sql, one);
        const json data = {{"finalist", one.finalist}, {"prize", one.prize}};
        write_event(sql, {0, {}, {}, event, data.dump(), actor, entry});
      }
      return {};
    });
  }
};

Results::Results(std::unique_ptr<State> state) : state_(std::move(state)) {}
Results::~Results() = default;

Result<std::unique_ptr<Results>> Results::open(const std::string& connection) {
  auto sessions = open_migrated(connection);
  if (!sessions) return fail(sessions.error());
  return std::unique_ptr<Results>(
      new Results(std::make_unique<State>(State{std::move(*sessions)})));
}

Result<std::vector<EntryResult>> Results::all() {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::vector<EntryResult>> {
    std::vector<EntryResult> came;
    for (auto& [entry, one] : all_results(sql)) {
      if (one.finalist || !one.prize.empty()) came.push_back(std::move(one));
    }
    return came;
  });
}

Result<void> Results::set_finalists(const std::set<std::string>& entries,
                                    const std::string& actor) {
  return state_->set("result.finalist", actor, [&](std::map<std::string, EntryResult>& all) {
    for (auto& [entry, one] : all) one.finalist = false;
    for (const std::string& entry : entries) {
      EntryResult& one = all[entry];
      one.entry = entry;
      one.finalist = true;
    }
  });
}

Result<void> Results::set_prizes(const std::map<std::string, std::string>& prizes,
                                 const std::string& actor) {
  for (const auto& [entry, prize] : prizes) {
    if (auto good = storable(prize); !good) return good;
  }
  return state_->set("result.prize", actor, [&](std::map<std::string, EntryResult>& all) {
    for (auto& [entry, one] : all) one.prize.clear();
    for (const auto& [entry, prize] : prizes) {
      EntryResult& one = all[entry];
      one.entry = entry;
      one.prize = prize;
    }
  });
}

}  // namespace jianzhen::store
