#pragma once

// SQLite's C interface, as much of it as the cache of readings and snapshots need: values out,
// errors as values. (The catalogue speaks SQL through SOCI; blobs of a cache are too many and too
// large for it.)
// One connection and its statements belong to one thread at a time.

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace jianzhen::store {

class Sqlite;

// A prepared statement. Use: reset, bind 1…n, then step until it is no row.
class Statement {
 public:
  Statement(Sqlite& database, std::string_view sql);  // throws SqliteError: our SQL is wrong

  Statement& bind(std::int64_t value);
  Statement& bind(std::string_view text);
  Statement& bind(std::span<const std::uint8_t> blob);
  Statement& bind_null();

  bool step();  // true: a row stands ready. Throws SqliteError
  void run();   // for statements without rows; resets. Throws SqliteError
  void reset();

  std::int64_t integer(int column) const;
  std::string text(int column) const;
  std::span<const std::uint8_t> blob(int column) const;  // until the next step or reset
  bool is_null(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  Sqlite& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int next_ = 1;  // parameter
};

// Thrown and caught within this folder.
struct SqliteError {
  int code = 0;    // of SQLite, extended
  int number = 0;  // errno, where the system said one
  std::string words;

  bool damaged() const;  // the file is not a whole database
};

// As an error about the database's file. Errors: no_space, unreadable.
core::Error told(const SqliteError& error, const std::filesystem::path& file);

class Sqlite {
 public:
  explicit Sqlite(const std::filesystem::path& file);  // throws SqliteError

  void run(const std::string& sql);  // several statements, no rows wanted. Throws SqliteError
  [[noreturn]] void raise() const;
  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

// BEGIN IMMEDIATE … COMMIT; rolled back where commit() was not reached.
class WriteTransaction {
 public:
  explicit WriteTransaction(Sqlite& database);
  ~WriteTransaction();
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;
  void commit();

 private:
  Sqlite& database_;
  bool open_ = true;
};

}  // namespace jianzhen::store
