#include "ingest/tiff.h"

#include <tiffio.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "ingest/failures.h"
#include "ingest/picture_limits.h"
#include "ingest/pixels.h"

namespace jianzhen::ingest {
namespace {

// libtiff reports through a function without a context; this process reads one file at a time.
std::string& last_error() {
  static std::string text;
  return text;
}

void remember(const char* module, const char* format, va_list arguments) {
  std::array<char, 256> text{};
  std::vsnprintf(text.data(), text.size(), format, arguments);
  last_error() = std::string(module != nullptr ? module : "") + ": " + text.data();
}

struct TiffCloser {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};

struct Resolution {
  double x = 0;
  double y = 0;
};

Resolution resolution_of(TIFF* tiff) {
  float x = 0;
  float y = 0;
  std::uint16_t unit = RESUNIT_INCH;
  TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &x);
  TIFFGetField(tiff, TIFFTAG_YRESOLUTION, &y);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
  const double per_inch = unit == RESUNIT_CENTIMETER ? 2.54 : 1;
  const auto plausible = [](double dpi) { return dpi >= 30 && dpi <= 2400; };
  if (unit == RESUNIT_NONE || !plausible(x * per_inch) || !plausible(y * per_inch)) return {};
  return {x * per_inch, y * per_inch};
}

// libtiff gives ABGR words with colour multiplied by alpha: what is missing is white paper.
cv::Mat bgr_of(const std::vector<std::uint32_t>& raster, int width, int height) {
  cv::Mat out(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y) {
    auto* row = out.ptr<cv::Vec3b>(y);
    for (int x = 0; x < width; ++x) {
      const std::uint32_t pixel = raster[static_cast<std::size_t>(y) * width + x];
      const std::uint32_t paper = 255 - TIFFGetA(pixel);
      const auto laid = [&](std::uint32_t c) {
        return static_cast<std::uint8_t>(std::min<std::uint32_t>(255, c + paper));
      };
      row[x] = {laid(TIFFGetB(pixel)), laid(TIFFGetG(pixel)), laid(TIFFGetR(pixel))};
    }
  }
  return out;
}

// Fax pages have half the lines (ITU-T T.4: 204×98 dpi): characters must not be read squashed.
cv::Mat with_square_pixels(const cv::Mat& image, const Resolution& dpi) {
  constexpr double kVisible = 1.2;
  if (dpi.x <= 0 || (dpi.x < dpi.y * kVisible && dpi.y < dpi.x * kVisible)) return image;
  cv::Mat out;
  const double best = std::max(dpi.x, dpi.y);
  cv::resize(image, out, {}, best / dpi.x, best / dpi.y, cv::INTER_CUBIC);
  return out;
}

}  // namespace

struct TiffFile::State {
  std::unique_ptr<TIFF, TiffCloser> tiff;
  std::vector<tdir_t> pages;
};

TiffFile::TiffFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
TiffFile::TiffFile(TiffFile&&) noexcept = default;
TiffFile& TiffFile::operator=(TiffFile&&) noexcept = default;
TiffFile::~TiffFile() = default;

core::Result<TiffFile> TiffFile::open(const std::filesystem::path& file, int max_pages) {
  TIFFSetErrorHandler(remember);
  TIFFSetWarningHandler(nullptr);
  auto state = std::make_unique<State>();
  state->tiff.reset(TIFFOpen(file.c_str(), "r"));
  if (!state->tiff) return corrupt(last_error());
  do {
    std::uint32_t subfile = 0;
    TIFFGetFieldDefaulted(state->tiff.get(), TIFFTAG_SUBFILETYPE, &subfile);
    if ((subfile & FILETYPE_REDUCEDIMAGE) == 0) {
      state->pages.push_back(TIFFCurrentDirectory(state->tiff.get()));
    }
  } while (static_cast<int>(state->pages.size()) <= max_pages &&
           TIFFReadDirectory(state->tiff.get()) != 0);
  if (state->pages.empty()) state->pages.push_back(0);
  return TiffFile(std::move(state));
}

int TiffFile::page_count() const { return static_cast<int>(state_->pages.size()); }

core::Result<core::Picture> TiffFile::page(int number, const Limits& limits) {
  TIFF* tiff = state_->tiff.get();
  if (TIFFSetDirectory(tiff, state_->pages[static_cast<std::size_t>(number) - 1]) == 0) {
    return corrupt(last_error());
  }
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
  if (width == 0 || height == 0) return corrupt("no size");
  if (1.0 * width * height > decodable_pixels(limits)) return too_many_pixels(width, height);
  std::vector<std::uint32_t> raster(std::size_t{width} * height);
  // Told to go on after damage: a fax with one bad line is still read.
  if (TIFFReadRGBAImageOriented(tiff, width, height, raster.data(), ORIENTATION_TOPLEFT, 0) == 0) {
    return corrupt(last_error());
  }
  const Resolution dpi = resolution_of(tiff);
  const cv::Mat image = bgr_of(raster, static_cast<int>(width), static_cast<int>(height));
  return picture_of(shrunk(with_square_pixels(image, dpi), limits.max_pixels, 0),
                    std::max(dpi.x, dpi.y));
}

}  // namespace jianzhen::ingest
