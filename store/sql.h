#pragma once

// What the catalogue needs of SOCI, and where the engines differ. Private to this folder.

#include <soci/soci.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"

namespace jianzhen::store {

enum class Engine { sqlite3, postgresql };

// Writers come one after the other, so that numbers have no gaps; rolled back where commit() was
// not reached.
class SerialTransaction {
 public:
  SerialTransaction(soci::session& sql, Engine engine);
  ~SerialTransaction();
  SerialTransaction(const SerialTransaction&) = delete;
  SerialTransaction& operator=(const SerialTransaction&) = delete;
  void commit();

 private:
  soci::session& sql_;
  bool open_ = true;
};

// Open sessions to one catalogue. Thread-safe.
class Sessions {
 public:
  // Errors: usage (not a connection string of ours), unreadable, no_space.
  static core::Result<std::unique_ptr<Sessions>> open(const std::string& connection);

  // Calls `work(session)`, which returns a Result, with a session that nobody else uses meanwhile.
  // What SOCI throws comes back as an error.
  template <typename Work>
  auto run(Work work) -> decltype(work(std::declval<soci::session&>())) {
    soci::session sql(pool_);
    try {
      if (!sql.is_connected()) sql.reconnect();
      return work(sql);
    } catch (const soci::soci_error& error) {
      return core::fail(told(sql, error));
    }
  }

  // The same in a transaction, committed where `work` brings no error.
  template <typename Work>
  auto write(Work work) -> decltype(work(std::declval<soci::session&>())) {
    return run([&](soci::session& sql) -> decltype(work(std::declval<soci::session&>())) {
      SerialTransaction transaction(sql, engine_);
      auto result = work(sql);
      if (result) transaction.commit();
      return result;
    });
  }

  Engine engine() const { return engine_; }

 private:
  Sessions(Engine engine, std::string source) : engine_(engine), source_(std::move(source)) {}
  core::Result<void> connect(const std::string& parameters);
  core::Error told(soci::session& sql, const soci::soci_error& error) const;

  // Each call holds its session for a few milliseconds; more would wait for the same disk.
  static constexpr std::size_t kSessions = 4;

  Engine engine_;
  std::string source_;  // without a password: for messages
  soci::connection_pool pool_{kSessions};
};

// Every row as a value, in their order.
template <typename T>
std::vector<T> all_of(const soci::rowset<soci::row>& rows, T (*of)(const soci::row&)) {
  std::vector<T> values;
  for (const soci::row& row : rows) values.push_back(of(row));
  return values;
}

std::string utc_now();  // RFC 3339, milliseconds

}  // namespace jianzhen::store
