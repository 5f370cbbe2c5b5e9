#include "verify/check.h"

#include <algorithm>

#include "core/id_number.h"
#include "verify/rules.h"

namespace jianzhen::verify {

std::vector<core::CheckReport> check(std::span<const EntryFacts> entries,
                                     const CheckContext& context) {
  const Together together(entries, context.contest);
  const ListIndex lists(context.lists);
  std::vector<core::CheckReport> reports;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const JudgedEntry judged = judge(entries[i], context);
    const Subject subject{context.contest, lists, together, judged, i};
    Findings findings(context.contest);
    for (const Rule& rule : rules()) rule.apply(subject, findings);
    core::Unit applicant = entries[i].entry.applicant;
    applicant.uscc = core::with_id_numbers_masked(applicant.uscc);  // a person's, by mistake
    reports.push_back({entries[i].entry.id, std::move(applicant), shown_materials(judged),
                       std::move(findings).sorted(), review_items(subject)});
  }
  return reports;
}

}  // namespace jianzhen::verify
