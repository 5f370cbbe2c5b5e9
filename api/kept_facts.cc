#include "api/kept_facts.h"

#include "verify/facts_form.h"

namespace jianzhen::api {

core::Result<std::optional<verify::EntryFacts>> kept_facts(store::Catalogue& catalogue,
                                                           const core::Entry& entry) {
  const auto form = catalogue.facts(entry.id, verify::kFactsVersion);
  if (!form) return core::fail(form.error());
  return *form ? verify::facts_of_form(**form, entry) : std::nullopt;
}

}  // namespace jianzhen::api
