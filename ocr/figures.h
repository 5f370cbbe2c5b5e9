#pragma once

// Pictures on a page that can be known again, by perceptual hash: the signs of the low frequencies
// of the discrete cosine transform of the picture, small and grey, against their median (Zauner,
// Implementation and Benchmarking of Perceptual Image Hash Functions, 2010, 3.2.1). The first word
// is that hash of 64 bits; three more are the same of the next higher frequencies, which tell apart
// what is alike in its rough light and shade only.
//
// Only what one entrant took or drew is hashed. Words, seals and codes look the same on every form:
// what they cover, paper, and what is nearly of one tone is no figure.

#include <span>
#include <vector>

#include "core/document.h"
#include "core/picture.h"

namespace jianzhen::ocr {

// `read`: the words, seals and codes of this upright page. `embedded`: where its file says that
// pictures stand; where none is known, they are looked for. Their boxes, with hashes.
std::vector<core::Figure> find_figures(const core::Picture& picture, const core::Page& read,
                                       std::span<const core::Figure> embedded);

}  // namespace jianzhen::ocr
