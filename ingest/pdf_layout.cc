#include "ingest/pdf_layout.h"

#include <algorithm>
#include <cmath>

namespace jianzhen::ingest {
namespace {

using core::Box;

constexpr double kPointsPerInch = 72;

// Smaller pictures are logos and bullets. 40 points are 14 mm: a person's seal is 15 mm, a printed
// QR code 15 mm and more.
constexpr double kLegiblePoints = 40;
constexpr double kFullPage = 0.7;
// From the third page on, a picture that stood there before tells nothing new.
constexpr int kLooksEnough = 2;

double share_of_page(const std::vector<Box>& boxes) {
  double sum = 0;
  for (const Box& box : boxes) sum += box.area();
  return std::min(sum, 1.0);
}

// Same object at the same place, in hundredths of the page.
std::uint64_t signature_of(const PaintedPicture& picture, const Box& box) {
  std::uint64_t value = picture.identity;
  for (const double edge : {box.left, box.top, box.right, box.bottom}) {
    value = value * 1000003 + static_cast<std::uint64_t>(std::lround(edge * 100));
  }
  return value;
}

bool seen_enough(const PaintedPicture& picture, const Box& box, PicturesSeen& seen) {
  return picture.identity != 0 && ++seen[signature_of(picture, box)] > kLooksEnough;
}

}  // namespace

PageFrame::PageFrame(const Box& crop, int quarter_turns)
    : crop_(crop), quarter_turns_(quarter_turns) {}

double PageFrame::width() const { return quarter_turns_ % 2 == 0 ? crop_.width() : crop_.height(); }

double PageFrame::height() const {
  return quarter_turns_ % 2 == 0 ? crop_.height() : crop_.width();
}

bool PageFrame::has_area() const {
  return std::isfinite(width()) && std::isfinite(height()) && width() > 0 && height() > 0;
}

bool PageFrame::is_filled_by(const Box& own) const {
  constexpr double kUnseen = 0.005;  // of the page's side: a millimetre and a half of A4
  const double across = kUnseen * crop_.width();
  const double down = kUnseen * crop_.height();
  return std::abs(own.left - crop_.left) <= across && std::abs(own.right - crop_.right) <= across &&
         std::abs(own.top - crop_.top) <= down && std::abs(own.bottom - crop_.bottom) <= down;
}

Box PageFrame::displayed(const Box& own) const {
  const double left = (own.left - crop_.left) / crop_.width();
  const double right = (own.right - crop_.left) / crop_.width();
  const double low = (own.top - crop_.top) / crop_.height();
  const double high = (own.bottom - crop_.top) / crop_.height();
  switch (quarter_turns_) {
    case 1:
      return core::clamped({low, left, high, right});
    case 2:
      return core::clamped({1 - right, low, 1 - left, high});
    case 3:
      return core::clamped({1 - high, 1 - right, 1 - low, 1 - left});
    default:
      return core::clamped({left, 1 - high, right, 1 - low});
  }
}

namespace {

// Pixels that are not square would show its letters too wide or too narrow.
bool is_a_scan(const Painted& painted, const PageFrame& frame) {
  if (painted.pictures.size() != 1 || painted.covered || !painted.complete) return false;
  const PaintedPicture& picture = painted.pictures.front();
  if (picture.identity == 0 || !picture.upright || picture.width <= 0 || picture.height <= 0) {
    return false;
  }
  constexpr double kSquare = 0.02;
  const double across = picture.width / picture.box.width();
  const double down = picture.height / picture.box.height();
  return frame.is_filled_by(picture.box) && std::abs(across / down - 1) < kSquare;
}

}  // namespace

PageLayout layout_of(const std::optional<PdfStructure>& structure, const PageFrame& frame, int page,
                     PicturesSeen& seen) {
  const auto painted = structure ? structure->painted(page) : std::nullopt;
  // What nobody could look into may be anything: then the page is looked at.
  if (!painted)
    return {.surroundings = {}, .needs_eyes = true, .native_dpi = 0, .scan = {}, .pictures = {}};
  PageLayout layout;
  layout.needs_eyes = painted->red_shape || !painted->complete;
  std::vector<Box> boxes;
  for (const PaintedPicture& picture : painted->pictures) {
    const Box box = frame.displayed(picture.box);
    boxes.push_back(box);
    const double width = box.width() * frame.width();
    const double height = box.height() * frame.height();
    if (box.area() >= kFullPage && picture.width > 0) {
      const double across = std::max(width, height);
      layout.native_dpi = std::max(picture.width, picture.height) * kPointsPerInch / across;
    }
    const bool legible = width >= kLegiblePoints && height >= kLegiblePoints;
    if (legible && !seen_enough(picture, box, seen)) layout.needs_eyes = true;
  }
  if (is_a_scan(*painted, frame)) layout.scan = painted->pictures.front();
  layout.surroundings.pictures = share_of_page(boxes);
  // A picture in many strips or tiles: none is legible, all together are.
  constexpr std::size_t kMosaic = 20;
  constexpr double kMosaicShare = 0.1;
  if (boxes.size() >= kMosaic && layout.surroundings.pictures > kMosaicShare) {
    layout.needs_eyes = true;
  }
  if (painted->text_shown > 0) {
    layout.surroundings.invisible =
        static_cast<double>(painted->text_invisible) / static_cast<double>(painted->text_shown);
  }
  // Words drawn over a coarse picture are finer than it.
  if (painted->text_shown > painted->text_invisible) layout.native_dpi = 0;
  layout.pictures = std::move(boxes);
  return layout;
}

double largest_dpi(const PageFrame& frame, const Limits& limits) {
  return kPointsPerInch * std::sqrt(limits.max_pixels / (frame.width() * frame.height()));
}

double dpi_for(const PageFrame& frame, const PageLayout& layout, const Limits& limits) {
  // A scan saved onto a small page: fine print at ocr_dpi, although the pixels are there.
  constexpr double kLongSide = 2000;
  const double long_side = std::max(frame.width(), frame.height()) / kPointsPerInch;
  double dpi = limits.ocr_dpi;
  if (layout.native_dpi > 0) {
    const double wanted = std::max(limits.ocr_dpi, kLongSide / long_side);
    dpi = std::min(layout.native_dpi, wanted);
  }
  return std::min(dpi, largest_dpi(frame, limits));
}

}  // namespace jianzhen::ingest
