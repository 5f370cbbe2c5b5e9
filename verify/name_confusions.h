#pragma once

// What our own reader makes of a character, as it was counted on rendered and degraded pages
// (data/learn_confusions.py). Built once, immutable, thread-safe.

namespace jianzhen::verify {

// How often the reader printed `read` where `meant` stood, 0–1, drawn towards 0 where it was seldom
// asked. Directed: 彧 is read as 或, 或 never as 彧.
double misread_share(char32_t meant, char32_t read);

// How often it printed nothing there.
double lost_share(char32_t meant);

}  // namespace jianzhen::verify
