#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <opencv2/imgcodecs.hpp>

#include "ingest/failures.h"
#include "ingest/formats.h"
#include "ingest/heif.h"
#include "ingest/picture_header.h"
#include "ingest/picture_limits.h"
#include "ingest/pixels.h"
#include "ingest/tiff.h"
#include "ingest/video_file.h"

namespace jianzhen::ingest {
namespace {

using core::ObservationKind;
using core::Result;

struct Loaded {
  core::Picture picture;
  bool whole = true;
};

Result<std::vector<std::uint8_t>> all_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return system_failure(errno, "open " + file.string());
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(in.tellg()));
  in.seekg(0);
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!in) return system_failure(errno, "read " + file.string());
  return bytes;
}

// JPEG alone can be decoded at 1/2, 1/4, 1/8 without decoding it all first (T.81, DCT scaling).
struct Reduction {
  double by;
  int flags;
};
constexpr std::array kJpegReductions = {
    Reduction{1, cv::IMREAD_COLOR},
    Reduction{2, cv::IMREAD_REDUCED_COLOR_2},
    Reduction{4, cv::IMREAD_REDUCED_COLOR_4},
    Reduction{8, cv::IMREAD_REDUCED_COLOR_8},
};

// nothing: too large even so. Colour flags make OpenCV apply the EXIF orientation.
std::optional<Reduction> jpeg_reduction(double pixels, const Limits& limits) {
  for (const Reduction& reduction : kJpegReductions) {
    if (pixels / (reduction.by * reduction.by) <= limits.max_pixels) return reduction;
  }
  return std::nullopt;
}

Result<Loaded> decoded(const std::vector<std::uint8_t>& bytes, const FileType& type,
                       const Limits& limits) {
  const auto header = read_picture_header(bytes, type.media_type);
  if (!header) return corrupt("no size in the header");
  const double pixels = 1.0 * header->width * header->height;
  // PNG and WebP may carry alpha, which only "unchanged" keeps; a BMP's is mostly rubbish.
  const bool may_have_alpha = type.media_type == "image/png" || type.media_type == "image/webp";
  Reduction reduction{1, may_have_alpha ? cv::IMREAD_UNCHANGED : cv::IMREAD_COLOR};
  if (type.media_type == "image/jpeg") {
    const auto fitting = jpeg_reduction(pixels, limits);
    if (!fitting) return too_many_pixels(header->width, header->height);
    reduction = *fitting;
  } else if (pixels > decodable_pixels(limits)) {
    return too_many_pixels(header->width, header->height);
  }
  const cv::Mat image = cv::imdecode(bytes, reduction.flags);
  if (image.empty()) return corrupt("no decodable picture");
  return Loaded{picture_of(shrunk(image, limits.max_pixels, 0), header->dpi / reduction.by),
                is_whole(bytes, type.media_type)};
}

bool is_heif(const FileType& type) {
  return type.media_type == "image/heic" || type.media_type == "image/heif" ||
         type.media_type == "image/avif";
}

Result<Loaded> decoded_heif(const std::vector<std::uint8_t>& bytes, const Limits& limits) {
  auto picture = decode_heif(bytes, limits);
  if (!picture) return core::fail(picture.error());
  return Loaded{std::move(*picture)};
}

// The first picture; that others follow is said.
Result<Loaded> load_gif(const std::filesystem::path& file, const Limits& limits) {
  auto gif = VideoFile::open(file, limits, Tracks::picture);
  if (!gif) return core::fail(gif.error());
  const auto frame = gif->next();
  if (!frame) return corrupt("no decodable picture");
  auto picture = frame->picture(std::numeric_limits<int>::max());
  if (!picture) return core::fail(picture.error());
  return Loaded{picture_of(shrunk(view_of(*picture), limits.max_pixels, 0), 0), !gif->next()};
}

Result<Loaded> load_single(const std::filesystem::path& file, const FileType& type,
                           const Limits& limits) {
  if (type.media_type == "image/gif") return load_gif(file, limits);
  const auto bytes = all_bytes(file);
  if (!bytes) return core::fail(bytes.error());
  try {
    if (is_heif(type)) return decoded_heif(*bytes, limits);
    return decoded(*bytes, type, limits);
  } catch (const cv::Exception& exception) {
    if (exception.code == cv::Error::StsNoMem) throw std::bad_alloc();
    return corrupt(exception.what());
  }
}

RawPage page_of(core::Picture picture, int number) {
  RawPage raw;
  raw.page.number = number;
  raw.page.width = picture.width;
  raw.page.height = picture.height;
  raw.picture = std::move(picture);
  return raw;
}

Result<void> read_tiff(const Reading& reading) {
  auto tiff = TiffFile::open(reading.file, reading.limits.max_pages);
  if (!tiff) return core::fail(tiff.error());
  const int count = std::min(tiff->page_count(), reading.limits.max_pages);
  std::optional<core::Error> first_failure;
  bool any = false;
  reading.sink.info({reading.type.media_type, tiff->page_count(), {}});
  if (count < tiff->page_count()) {
    reading.sink.observed({ObservationKind::truncated, 0, "page limit"});
  }
  for (int number = 1; number <= count; ++number) {
    if (!reading.begins(number)) {
      any = true;
      continue;
    }
    auto picture = tiff->page(number, reading.limits);
    if (!picture) {
      // The other pages of a fax are still worth reading; that one lacks is said.
      if (!first_failure) first_failure = picture.error();
      reading.sink.observed({ObservationKind::truncated, number, picture.error().detail});
      continue;
    }
    any = true;
    if (!reading.sink.page(page_of(std::move(*picture), number))) return {};
  }
  if (!any && first_failure) return core::fail(*first_failure);
  return {};
}

}  // namespace

Result<void> read_picture(const Reading& reading) {
  if (reading.type.media_type == "image/tiff") return read_tiff(reading);
  auto loaded = load_single(reading.file, reading.type, reading.limits);
  if (!loaded) return core::fail(loaded.error());
  reading.sink.info({reading.type.media_type, 1, {}});
  if (!loaded->whole) reading.sink.observed({ObservationKind::truncated, 1, "ends early"});
  if (!reading.skips(1)) reading.sink.page(page_of(std::move(loaded->picture), 1));
  return {};
}

Result<core::Picture> render_picture(const Rendering& rendering) {
  Result<core::Picture> picture = no_such_page(rendering.page);
  if (rendering.type.media_type == "image/tiff") {
    auto tiff = TiffFile::open(rendering.file, rendering.limits.max_pages);
    if (!tiff) return core::fail(tiff.error());
    if (rendering.page >= 1 && rendering.page <= tiff->page_count()) {
      picture = tiff->page(rendering.page, rendering.limits);
    }
  } else if (rendering.page == 1) {
    auto loaded = load_single(rendering.file, rendering.type, rendering.limits);
    if (!loaded) return core::fail(loaded.error());
    picture = std::move(loaded->picture);
  }
  if (!picture) return picture;
  return picture_of(shrunk(view_of(*picture), rendering.limits.max_pixels, rendering.width),
                    picture->dpi);
}

}  // namespace jianzhen::ingest
