#pragma once

// Does a text layer say what the page shows? Signs of
// fonts without a Unicode map are counted; what else stands on the page is weighed.

#include <string>
#include <vector>

#include "core/document.h"

namespace jianzhen::ingest {

// What else the page paints, as far as trust depends on it.
struct Surroundings {
  double pictures = 0;   // share of the page under pictures, 0–1
  double invisible = 0;  // share of the text painted in the invisible mode, 0–1
};

struct TextVerdict {
  bool trusted = false;
  bool part_is_missing = false;  // trusted lines are true, but some had to be dropped
  std::string reason;            // why not trusted: detail of text_layer_rejected; empty: no text
};

// Drops single lines without meaning (a bullet from a symbol font; a line whose font has no
// Unicode map) and judges the rest.
TextVerdict judge(std::vector<core::Line>& lines, const Surroundings& surroundings);

}  // namespace jianzhen::ingest
