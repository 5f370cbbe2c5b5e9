#include "api/rules.h"

namespace jianzhen::api {

core::Result<Rules> load_rules(const RuleFiles& files) {
  Rules rules{verify::Contest::built_in(), {}, {}};
  if (files.contest) {
    auto contest = verify::Contest::load(*files.contest);
    if (!contest) return core::fail(contest.error());
    rules.contest = std::move(*contest);
  }
  if (files.relations) {
    if (auto loaded = rules.relations.load(*files.relations); !loaded) {
      return core::fail(loaded.error());
    }
  }
  if (files.lists) {
    auto lists = verify::load_lists(*files.lists);
    if (!lists) return core::fail(lists.error());
    rules.lists = std::move(*lists);
  }
  return rules;
}

}  // namespace jianzhen::api
