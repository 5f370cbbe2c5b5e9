#include "store/sql.h"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <regex>

#include "store/files.h"
#include "store/snapshot.h"

namespace jianzhen::store {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

constexpr std::string_view kPostgresql = "postgresql://";

// WAL with FULL: a commit is one fsync of a file whose name was made to last on opening, so that
// none is called committed on the strength of a sync that failed unheard (docs/storage.md).
constexpr const char* kSqlitePragmas[] = {"PRAGMA busy_timeout = 30000",
                                          "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"};

// A commit is on disk when it returns, whatever the server's default; notices would go to stderr.
constexpr const char* kPostgresqlSettings[] = {"SET synchronous_commit = on",
                                               "SET client_min_messages = warning"};

// Any number nobody else takes as an advisory lock in this database: "jianzhen" in ASCII.
constexpr const char* kPostgresqlLock = "7667766967702938990";

// SOCI cuts what has a '=' into key=value pairs, and knows double quotes around a value.
std::string sqlite_parameters(const std::string& path) {
  return path.find('=') == std::string::npos ? path : "dbname=\"" + path + "\"";
}

// libpq understands both its own URL and key=value pairs.
std::string postgresql_parameters(const std::string& connection) {
  const std::string rest = connection.substr(kPostgresql.size());
  return std::regex_search(rest, std::regex("^\\s*[a-z_]+\\s*=")) ? rest : connection;
}

std::string without_password(const std::string& connection) {
  static const std::regex kInUrl("(//[^:/@]*):[^@/]*@");
  static const std::regex kInPairs("password\\s*=\\s*('[^']*'|\\S+)");
  return std::regex_replace(std::regex_replace(connection, kInUrl, "$1:***@"), kInPairs,
                            "password=***");
}

void prepare(soci::session& sql, Engine engine) {
  if (engine == Engine::postgresql) {
    for (const char* setting : kPostgresqlSettings) sql << setting;
    return;
  }
  for (const char* pragma : kSqlitePragmas) {
    std::string ignored;
    sql << pragma, soci::into(ignored);
  }
}

bool is_disk_full(soci::session& sql, const soci::soci_error& error) {
  if (const auto* lite = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
    auto* backend = static_cast<soci::sqlite3_session_backend*>(sql.get_backend());
    return (lite->result() & 0xff) == SQLITE_FULL ||
           (backend != nullptr && sqlite_api::sqlite3_system_errno(backend->conn_) == ENOSPC);
  }
  const auto* post = dynamic_cast<const soci::postgresql_soci_error*>(&error);
  return post != nullptr && post->sqlstate() == "53100";  // disk_full
}

}  // namespace

Result<std::unique_ptr<Sessions>> Sessions::open(const std::string& connection) {
  if (const auto file = sqlite_file(connection)) {
    const std::string path = file->string();
    const fs::path folder = file->has_parent_path() ? file->parent_path() : ".";
    if (auto made = make_folder(folder); !made) return fail(made.error());
    const auto lock = lock_folder(folder);  // two that make it WAL at once: SQLITE_BUSY
    if (!lock) return fail(lock.error());
    std::unique_ptr<Sessions> sessions(new Sessions(Engine::sqlite3, path));
    if (auto done = sessions->connect(sqlite_parameters(path)); !done) return fail(done.error());
    // The journal's name lasts from here on: it stays as long as a session is open.
    if (auto synced = sync_folder(folder); !synced) return fail(synced.error());
    return sessions;
  }
  if (connection.starts_with(kPostgresql)) {
    std::unique_ptr<Sessions> sessions(
        new Sessions(Engine::postgresql, without_password(connection)));
    if (auto done = sessions->connect(postgresql_parameters(connection)); !done) {
      return fail(done.error());
    }
    return sessions;
  }
  return fail(ErrorCode::usage,
              {"数据库连接串应以 sqlite3:// 或 postgresql:// 开头。",
               "A connection string starts with sqlite3:// or postgresql://."},
              without_password(connection));
}

Result<void> Sessions::connect(const std::string& parameters) {
  const soci::backend_factory& factory =
      engine_ == Engine::sqlite3 ? *soci::factory_sqlite3() : *soci::factory_postgresql();
  for (std::size_t i = 0; i < kSessions; ++i) {
    soci::session& sql = pool_.at(i);
    try {
      sql.open(factory, parameters);
      prepare(sql, engine_);
    } catch (const soci::soci_error& error) {
      return fail(told(sql, error));
    }
  }
  return {};
}

core::Error Sessions::told(soci::session& sql, const soci::soci_error& error) const {
  if (is_disk_full(sql, error)) {
    core::Error full = cannot_write(source_, ENOSPC);
    full.detail = error.what();
    return full;
  }
  return {ErrorCode::unreadable,
          {"无法读写目录数据库 " + source_ + "。", "Cannot use the catalogue " + source_ + "."},
          error.what(),
          source_};
}

SerialTransaction::SerialTransaction(soci::session& sql, Engine engine) : sql_(sql) {
  if (engine == Engine::sqlite3) {
    sql_ << "BEGIN IMMEDIATE";  // SOCI's begin() would take the lock at the first write only
    return;
  }
  sql_.begin();
  try {
    sql_ << "SELECT pg_advisory_xact_lock(" << kPostgresqlLock << ")";
  } catch (...) {
    sql_.rollback();
    throw;
  }
}

SerialTransaction::~SerialTransaction() {
  if (!open_) return;
  try {
    sql_.rollback();
  } catch (const soci::soci_error&) {
    // The engine rolled back already, or the connection is gone and so is the transaction.
  }
}

void SerialTransaction::commit() {
  sql_.commit();
  open_ = false;
}

std::string utc_now() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::array<char, 32> date{};
  std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  std::array<char, 8> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(milliseconds));
  return std::string(date.data()) + fraction.data();
}

}  // namespace jianzhen::store
