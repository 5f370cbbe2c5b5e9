#pragma once

// What the two files of Accounts share. Private to this folder.

#include <memory>
#include <utility>

#include "store/accounts.h"
#include "store/sql.h"

namespace jianzhen::store {

struct Accounts::State {
  explicit State(std::unique_ptr<Sessions> opened) : sessions(std::move(opened)) {}

  template <typename Work>
  auto read(Work work) -> decltype(work(std::declval<soci::session&>())) {
    return sessions->run(work);
  }

  // In a transaction, committed where `work` brings no error.
  template <typename Work>
  auto write(Work work) -> decltype(work(std::declval<soci::session&>())) {
    return sessions->run([&](soci::session& sql) -> decltype(work(std::declval<soci::session&>())) {
      SerialTransaction transaction(sql, sessions->engine());
      auto result = work(sql);
      if (result) transaction.commit();
      return result;
    });
  }

  std::unique_ptr<Sessions> sessions;
};

}  // namespace jianzhen::store
