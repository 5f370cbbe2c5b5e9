#pragma once

#include <string>

namespace jianzhen::ocr {

// What the shape of a character alone cannot tell and its neighbours do: which mark a dot is, a
// letter or a digit. One character for one, so that places stay.
void mend_typography(std::u32string& line);

}  // namespace jianzhen::ocr
