#pragma once

// How a PDF page is laid out for a reader: from its own coordinates to the displayed page, how much
// of it is picture, and at which resolution it must be looked at.

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/geometry.h"
#include "ingest/ingest.h"
#include "ingest/page_content.h"
#include "ingest/pdf_structure.h"
#include "ingest/text_trust.h"

namespace jianzhen::ingest {

// The crop box (points, y upwards) and the quarter turns clockwise by which it is shown.
class PageFrame {
 public:
  PageFrame(const core::Box& crop, int quarter_turns);

  double width() const;   // as displayed, points
  double height() const;  // as displayed, points
  bool has_area() const;
  int quarter_turns() const { return quarter_turns_; }

  // The box (of the page's own coordinates) is the page's, but for what nobody sees.
  bool is_filled_by(const core::Box& own) const;

  // From the page's own coordinates to fractions of the displayed page, cut at its edges.
  core::Box displayed(const core::Box& own) const;

 private:
  core::Box crop_;
  int quarter_turns_;
};

// How often the same picture stood at the same place on earlier pages: a letterhead, a background.
using PicturesSeen = std::map<std::uint64_t, int>;

struct PageLayout {
  Surroundings surroundings;
  bool needs_eyes = false;  // beside its words it shows something that must be read or found
  double native_dpi = 0;    // of the one picture that fills the page; 0 where there is none
  // The page is this picture and nothing else that can be seen: a scan.
  std::optional<PaintedPicture> scan;
  std::vector<core::Box> pictures;  // as displayed
};

PageLayout layout_of(const std::optional<PdfStructure>& structure, const PageFrame& frame, int page,
                     PicturesSeen& seen);

// The resolution that reading needs: Limits::ocr_dpi, or the scan's own where that is lower; less
// where the page would have more than max_pixels.
double dpi_for(const PageFrame& frame, const PageLayout& layout, const Limits& limits);

double largest_dpi(const PageFrame& frame, const Limits& limits);

}  // namespace jianzhen::ingest
