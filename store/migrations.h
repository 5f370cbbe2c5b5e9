#pragma once

// The catalogue's form, step by step: store/migrations/NNNN_name.sql, compiled in. Forward only.

#include <soci/soci.h>

#include "core/error.h"
#include "store/sql.h"

namespace jianzhen::store {

// Applies the steps that lack, in one transaction. Errors: conflict, where the catalogue was made
// by a newer program. Throws soci::soci_error.
core::Result<void> migrate(soci::session& sql, Engine engine);

// Sessions to a catalogue of this program's form. Errors: of Sessions::open() and of migrate().
core::Result<std::unique_ptr<Sessions>> open_migrated(const std::string& connection);

}  // namespace jianzhen::store
