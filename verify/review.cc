// Clauses that no file can show: a person must look, and is told where the files speak of it.

#include <algorithm>

#include "verify/rules.h"

namespace jianzhen::verify {
namespace {

void add_names(const core::Entry& entry, core::ReviewItem& item) {
  for (const std::string& name : {entry.project.name, entry.team_name}) {
    if (!name.empty()) item.passages.push_back({{}, {}, name});
  }
}

// Of each paper a few, in order, so that one long paper does not hide the others.
void add_passages(const JudgedEntry& entry, core::ReviewItem& item) {
  for (const MaterialFacts* material : entry.materials) {
    if (entry.duplicates.contains(material->material.path)) continue;
    for (const SpokenPassage& passage : material->passages) {
      if (passage.item != item.id) continue;
      item.passages.push_back(
          {material->material.path, passage.evidence.place, passage.evidence.words});
    }
  }
}

}  // namespace

std::vector<core::ReviewItem> review_items(const Subject& subject) {
  std::vector<core::ReviewItem> items;
  for (const ReviewTopic& topic : subject.contest.review) {
    core::ReviewItem item{topic.id, topic.title, topic.clause, {}};
    if (topic.names) add_names(subject.form(), item);
    add_passages(subject.entry, item);
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace jianzhen::verify
