#pragma once

#include <span>
#include <vector>

#include "core/document.h"
#include "ocr/mat.h"
#include "ocr/seals.h"

namespace jianzhen::ocr {

struct FoundLine {
  Strip strip;
  Reading reading;
  bool under_ink = false;  // red ink was taken off it
};

// Reads the lines of an upright page. What red ink touches is looked for and read a second time
// without it, and the surer reading is kept; the words of the seals themselves are left out.
// `strips`: the lines that the engine found; `red`: the page's red_mask; `known`: lines of the page
// whose words are known, which are not read.
core::Result<std::vector<FoundLine>> read_lines(TextEngine& engine, const core::Picture& picture,
                                                std::vector<Strip> strips, const cv::Mat& red,
                                                const std::vector<FoundSeal>& seals,
                                                std::span<const core::Line> known);

// Whether the box is one of the known lines, or a part of one, or has one in it.
bool is_known(const core::Box& box, std::span<const core::Line> known);

// As a line of a page of this size, with the place of every character.
core::Line line_of(const FoundLine& found, int width, int height);

}  // namespace jianzhen::ocr
