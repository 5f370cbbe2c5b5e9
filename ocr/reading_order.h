#pragma once

#include <vector>

#include "core/document.h"

namespace jianzhen::ocr {

// Puts the lines of an upright page in the order in which a person reads them: row by row from the
// top, each row from the left, so that the cells of a table stay in their rows.
void put_in_reading_order(std::vector<core::Line>& lines);

}  // namespace jianzhen::ocr
