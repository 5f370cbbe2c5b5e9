#include "core/review.h"

#include <array>

namespace jianzhen::core {
namespace {

struct Row {
  DispositionCode code;
  std::string_view word;
  Bilingual shown;
};

// In the order of the keys 1 to 5 of the workbench.
const std::array kRows = {
    Row{DispositionCode::upheld, "upheld", {"成立", "upheld"}},
    Row{DispositionCode::dismissed, "dismissed", {"不成立", "dismissed"}},
    Row{DispositionCode::needs_supplement, "needs_supplement", {"需补正", "needs a supplement"}},
    Row{DispositionCode::needs_visit, "needs_visit", {"需调研", "needs a visit"}},
    Row{DispositionCode::pending, "pending", {"待定", "pending"}},
};

}  // namespace

std::string_view word(DispositionCode code) { return kRows[static_cast<std::size_t>(code)].word; }

std::optional<DispositionCode> disposition_code_of(std::string_view word) {
  for (const Row& row : kRows) {
    if (row.word == word) return row.code;
  }
  return std::nullopt;
}

const Bilingual& shown(DispositionCode code) { return kRows[static_cast<std::size_t>(code)].shown; }

const Review* EntryReview::of(std::string_view subject) const {
  for (const Review& review : reviews) {
    if (review.subject == subject) return &review;
  }
  return nullptr;
}

}  // namespace jianzhen::core
