#include "store/snapshot.h"

#include <cerrno>

#include "store/files.h"
#include "store/sqlite.h"

namespace jianzhen::store {

namespace fs = std::filesystem;
using core::fail;
using core::Result;

namespace {

std::int64_t number(Sqlite& database, std::string_view sql) {
  Statement statement(database, sql);
  statement.step();
  return statement.integer(0);
}

// SQLite would make a database that is not there.
template <typename Work>
auto with_database(const fs::path& file, Work work) -> decltype(work(std::declval<Sqlite&>())) {
  if (std::error_code unknown; !fs::exists(file, unknown)) return fail(cannot_read(file, ENOENT));
  try {
    Sqlite database(file);
    return work(database);
  } catch (const SqliteError& error) {
    return fail(told(error, file));
  }
}

}  // namespace

std::optional<fs::path> sqlite_file(std::string_view connection) {
  constexpr std::string_view kSqlite = "sqlite3://";
  if (!connection.starts_with(kSqlite)) return std::nullopt;
  return fs::path(connection.substr(kSqlite.size()));
}

Result<void> copy_database(const fs::path& file, const fs::path& to) {
  return with_database(file, [&](Sqlite& database) -> Result<void> {
    // One read transaction: writers go on, and the copy is one file without a journal.
    Statement(database, "VACUUM INTO ?").bind(to.string()).run();
    return {};
  });
}

Result<CatalogueSummary> summary_of(const fs::path& catalogue) {
  return with_database(catalogue, [](Sqlite& database) -> Result<CatalogueSummary> {
    CatalogueSummary summary;
    summary.form = number(database, "SELECT coalesce(max(version), 0) FROM migration");
    summary.entries = number(database, "SELECT count(*) FROM entry");
    summary.events = number(database, "SELECT coalesce(max(seq), 0) FROM event");
    Statement files(database,
                    "SELECT sha256, entry || '/' || path, min(id) FROM material "
                    "GROUP BY sha256 ORDER BY sha256");
    while (files.step()) {
      const auto sha256 = core::Digest::from_hex(files.text(0));
      summary.files.push_back({sha256.value_or(core::Digest{}), files.text(1)});
    }
    return summary;
  });
}

}  // namespace jianzhen::store
