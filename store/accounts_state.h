#pragma once

// What the two files of Accounts share. Private to this folder.

#include <memory>

#include "store/accounts.h"
#include "store/sql.h"

namespace jianzhen::store {

struct Accounts::State {
  std::unique_ptr<Sessions> sessions;
};

}  // namespace jianzhen::store
