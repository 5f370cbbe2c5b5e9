#pragma once

// For the tests of this folder: one suite over both engines, each test with a database of its own.
// PostgreSQL: JIANZHEN_TEST_PG names a database, as key=value pairs of libpq
// ("host=127.0.0.1 dbname=test user=test"); each test works in a schema of its own there.

#include <gtest/gtest.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "store/scratch_folder.h"

namespace jianzhen::store {

class EachEngine : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "sqlite3") {
      connection_ = "sqlite3://" + (scratch_.path() / "数据 a=b" / "catalogue.sqlite").string();
      return;
    }
    const char* server = std::getenv("JIANZHEN_TEST_PG");
    if (server == nullptr) GTEST_SKIP() << "JIANZHEN_TEST_PG is not set: PostgreSQL not tested";
    schema_ = "t" + std::to_string(::getpid()) + "_" + std::to_string(++schemas_);
    server_ = server;
    server_ += " options='-c client_min_messages=warning'";
    soci::session(soci::postgresql, server_) << "CREATE SCHEMA " << schema_;
    connection_ =
        std::string("postgresql://") + server + " options='-c search_path=" + schema_ + "'";
  }

  // After whatever was opened on it is closed.
  void TearDown() override {
    if (!schema_.empty()) {
      soci::session(soci::postgresql, server_) << "DROP SCHEMA " << schema_ << " CASCADE";
    }
  }

  // Past the program, as somebody with a database shell would: what the database says against it.
  std::string try_sql(const std::string& statement) const {
    try {
      soci::session sql(backend(), target());
      sql << statement;
      return {};
    } catch (const soci::soci_error& error) {
      return error.what();
    }
  }

  // "table WHERE …": how many rows.
  long long rows_of(const std::string& what) const {
    soci::session sql(backend(), target());
    long long count = 0;
    sql << "SELECT count(*) FROM " << what, soci::into(count);
    return count;
  }

  ScratchFolder scratch_;
  std::string connection_;

 private:
  static bool lite() { return GetParam() == "sqlite3"; }
  static const soci::backend_factory& backend() {
    return lite() ? *soci::factory_sqlite3() : *soci::factory_postgresql();
  }
  std::string target() const {
    return lite() ? "dbname=\"" + connection_.substr(10) + "\"" : connection_.substr(13);
  }

  static inline int schemas_ = 0;
  std::string server_;
  std::string schema_;
};

inline auto each_engine() { return testing::Values("sqlite3", "postgresql"); }

inline std::string engine_name(const testing::TestParamInfo<std::string>& test) {
  return test.param;
}

}  // namespace jianzhen::store
