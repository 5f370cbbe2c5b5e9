#pragma once

// Sentences that are put together of pieces, in both languages at once.

#include <utility>

#include "core/error.h"

namespace jianzhen::core {

inline Bilingual& operator+=(Bilingual& text, const Bilingual& more) {
  text.zh += more.zh;
  text.en += more.en;
  return text;
}

inline Bilingual operator+(Bilingual text, const Bilingual& more) {
  text += more;
  return text;
}

}  // namespace jianzhen::core
