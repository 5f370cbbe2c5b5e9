#pragma once

// What the files of Accounts share. Private to this folder.

#include <memory>
#include <optional>

#include "store/accounts.h"
#include "store/sql.h"

namespace jianzhen::store {

struct Accounts::State {
  std::unique_ptr<Sessions> sessions;
  std::optional<SealKey> key;
};

}  // namespace jianzhen::store
