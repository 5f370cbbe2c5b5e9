#pragma once

#include <optional>

#include "core/entry.h"
#include "core/error.h"
#include "store/catalogue.h"
#include "verify/check.h"

namespace jianzhen::api {

// What the last check of an entry knew of its papers. nullopt: it was not checked yet, or by a
// program whose facts have another form. Errors: of the catalogue.
core::Result<std::optional<verify::EntryFacts>> kept_facts(store::Catalogue& catalogue,
                                                           const core::Entry& entry);

}  // namespace jianzhen::api
