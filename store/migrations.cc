#include "store/migrations.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "store/catalogue.h"
#include "store/files.h"
#include "store/snapshot.h"

namespace jianzhen::embedded {

extern const std::string_view migration_0001;
extern const std::string_view migration_0002_sqlite3;
extern const std::string_view migration_0002_postgresql;
extern const std::string_view migration_0003;
extern const std::string_view migration_0004;
extern const std::string_view migration_0005;
extern const std::string_view migration_0006;
extern const std::string_view migration_0007_sqlite3;
extern const std::string_view migration_0007_postgresql;
extern const std::string_view migration_0008;
extern const std::string_view migration_0009;
extern const std::string_view migration_0010;
extern const std::string_view migration_0011;
extern const std::string_view migration_0012;
extern const std::string_view migration_0013;
extern const std::string_view migration_0014;

}  // namespace jianzhen::embedded

namespace jianzhen::store {

using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

struct Step {
  int version;
  std::string_view name;
  const std::string_view& sqlite3;
  const std::string_view& postgresql;

  std::string_view text(Engine engine) const {
    return engine == Engine::sqlite3 ? sqlite3 : postgresql;
  }
};

// A step that was released is never changed: the next one mends it.
const std::array kMigrations = {
    Step{1, "tables", embedded::migration_0001, embedded::migration_0001},
    Step{2, "append_only", embedded::migration_0002_sqlite3, embedded::migration_0002_postgresql},
    Step{3, "evidence", embedded::migration_0003, embedded::migration_0003},
    Step{4, "accounts", embedded::migration_0004, embedded::migration_0004},
    Step{5, "submission", embedded::migration_0005, embedded::migration_0005},
    Step{6, "reviews", embedded::migration_0006, embedded::migration_0006},
    Step{7, "decisions", embedded::migration_0007_sqlite3, embedded::migration_0007_postgresql},
    Step{8, "second_factor", embedded::migration_0008, embedded::migration_0008},
    Step{9, "results", embedded::migration_0009, embedded::migration_0009},
    Step{10, "notes", embedded::migration_0010, embedded::migration_0010},
    Step{11, "webhooks", embedded::migration_0011, embedded::migration_0011},
    Step{12, "identity", embedded::migration_0012, embedded::migration_0012},
    Step{13, "sealed_factors", embedded::migration_0013, embedded::migration_0013},
    Step{14, "mail", embedded::migration_0014, embedded::migration_0014},
};

// Statements stand between lines of two dashes alone.
std::vector<std::string> statements_of(std::string_view text) {
  constexpr std::string_view kEnd = "\n--\n";
  std::vector<std::string> statements;
  while (true) {
    const std::size_t end = text.find(kEnd);
    statements.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return statements;
    text.remove_prefix(end + kEnd.size());
  }
}

int version_of(soci::session& sql) {
  sql << "CREATE TABLE IF NOT EXISTS migration "
         "(version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)";
  int version = 0;
  sql << "SELECT coalesce(max(version), 0) FROM migration", soci::into(version);
  return version;
}

void apply(soci::session& sql, const Step& migration, Engine engine) {
  for (const std::string& statement : statements_of(migration.text(engine))) sql << statement;
  const std::string name(migration.name);
  const std::string now = utc_now();
  sql << "INSERT INTO migration (version, name, applied_at) VALUES (:version, :name, :now)",
      soci::use(migration.version), soci::use(name), soci::use(now);
}

Result<int> known_version_of(soci::session& sql) {
  const int version = version_of(sql);
  const int known = kMigrations.back().version;
  if (version > known) {
    return fail(ErrorCode::conflict,
                {"目录数据库由更新的版本建立（格式 " + std::to_string(version) + "，本程序支持到 " +
                     std::to_string(known) + "）。请升级本程序。",
                 "The catalogue was made by a newer version (format " + std::to_string(version) +
                     "; this program knows " + std::to_string(known) + "). Upgrade the program."});
  }
  return version;
}

}  // namespace

Result<void> migrate(soci::session& sql, Engine engine) {
  SerialTransaction transaction(sql, engine);
  const auto version = known_version_of(sql);
  if (!version) return fail(version.error());
  for (const Step& migration : kMigrations) {
    if (migration.version > *version) apply(sql, migration, engine);
  }
  transaction.commit();
  return {};
}

Result<std::unique_ptr<Sessions>> open_migrated(const std::string& connection) {
  auto sessions = Sessions::open(connection);
  if (!sessions) return sessions;
  const Engine engine = (*sessions)->engine();
  const auto done = (*sessions)->run([&](soci::session& sql) { return migrate(sql, engine); });
  if (!done) return fail(done.error());
  return sessions;
}

Result<std::vector<Migration>> lacking_migrations(const std::string& connection) {
  // SQLite would make a database that is not there.
  const auto file = sqlite_file(connection);
  if (file && !std::filesystem::exists(*file)) return fail(cannot_read(*file, ENOENT));
  const auto sessions = Sessions::open(connection);
  if (!sessions) return fail(sessions.error());
  const Engine engine = (*sessions)->engine();
  return (*sessions)->run([&](soci::session& sql) -> Result<std::vector<Migration>> {
    const SerialTransaction asking(sql, engine);  // never committed
    const auto version = known_version_of(sql);
    if (!version) return fail(version.error());
    std::vector<Migration> lacking;
    for (const Step& step : kMigrations) {
      if (step.version > *version) lacking.push_back({step.version, std::string(step.name)});
    }
    return lacking;
  });
}

}  // namespace jianzhen::store
