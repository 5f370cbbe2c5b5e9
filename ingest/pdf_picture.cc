#include "ingest/qpdf_lint.h"  // first
//
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <qpdf/QPDFObjectHandle.hh>
#include <string>

#include "ingest/bounded_pipeline.h"
#include "ingest/pdf_picture.h"
#include "ingest/pixels.h"

namespace jianzhen::ingest {
namespace {

struct Stored {
  int width = 0;
  int height = 0;
  int channels = 0;
};

bool is_name(QPDFObjectHandle value, const std::string& name) {
  return value.isName() && value.getName() == name;
}

// 1 or 3; 0: its values are no grey or RGB as they stand.
int channels_of(QPDFObjectHandle space) {
  if (is_name(space, "/DeviceGray")) return 1;
  if (is_name(space, "/DeviceRGB")) return 3;
  if (!space.isArray() || space.getArrayNItems() < 2) return 0;
  if (is_name(space.getArrayItem(0), "/CalGray")) return 1;
  if (is_name(space.getArrayItem(0), "/CalRGB")) return 3;
  if (!is_name(space.getArrayItem(0), "/ICCBased") || !space.getArrayItem(1).isStream()) return 0;
  QPDFObjectHandle count = space.getArrayItem(1).getDict().getKey("/N");
  const int channels = count.isInteger() ? count.getIntValueAsInt() : 0;
  return channels == 1 || channels == 3 ? channels : 0;
}

std::optional<Stored> plainly_stored(QPDFObjectHandle dictionary) {
  for (const char* changed : {"/SMask", "/Mask", "/Decode", "/Matte"}) {
    if (!dictionary.getKey(changed).isNull()) return std::nullopt;
  }
  QPDFObjectHandle mask = dictionary.getKey("/ImageMask");
  if (mask.isBool() && mask.getBoolValue()) return std::nullopt;
  QPDFObjectHandle depth = dictionary.getKey("/BitsPerComponent");
  QPDFObjectHandle width = dictionary.getKey("/Width");
  QPDFObjectHandle height = dictionary.getKey("/Height");
  if (!depth.isInteger() || depth.getIntValue() != 8 || !width.isInteger() || !height.isInteger()) {
    return std::nullopt;
  }
  const Stored stored{width.getIntValueAsInt(), height.getIntValueAsInt(),
                      channels_of(dictionary.getKey("/ColorSpace"))};
  if (stored.width <= 0 || stored.height <= 0 || stored.channels == 0) return std::nullopt;
  return stored;
}

bool is_jpeg(QPDFObjectHandle filter) {
  if (filter.isArray() && filter.getArrayNItems() == 1) filter = filter.getArrayItem(0);
  return is_name(filter, "/DCTDecode") || is_name(filter, "/DCT");
}

std::string bytes_of(QPDFObjectHandle image, std::size_t most, qpdf_stream_decode_level_e level) {
  std::string bytes;
  std::size_t left = most;
  Collected collected(bytes, left);
  bool decoded = false;  // whatever it says: the count of bytes tells
  const bool whole = image.pipeStreamData(&collected, &decoded, 0, level, true);
  if (!whole || collected.is_over()) bytes.clear();
  return bytes;
}

std::optional<core::Picture> from_jpeg(const QPDFObjectHandle& image, const Stored& stored) {
  constexpr std::size_t kMostBytes = std::size_t{256} << 20;
  const std::string bytes = bytes_of(image, kMostBytes, qpdf_dl_none);
  if (bytes.empty()) return std::nullopt;
  const cv::Mat file(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));
  const int as_stored = (stored.channels == 1 ? cv::IMREAD_GRAYSCALE : cv::IMREAD_COLOR) |
                        cv::IMREAD_IGNORE_ORIENTATION;
  const cv::Mat pixels = cv::imdecode(file, as_stored);
  if (pixels.cols != stored.width || pixels.rows != stored.height) return std::nullopt;
  return picture_of(pixels, 0);
}

std::optional<core::Picture> from_rows(const QPDFObjectHandle& image, const Stored& stored) {
  const std::size_t size = static_cast<std::size_t>(stored.width) *
                           static_cast<std::size_t>(stored.height) *
                           static_cast<std::size_t>(stored.channels);
  std::string bytes = bytes_of(image, size + 1, qpdf_dl_generalized);
  if (bytes.size() != size) return std::nullopt;
  cv::Mat pixels(stored.height, stored.width, stored.channels == 1 ? CV_8UC1 : CV_8UC3,
                 bytes.data());
  if (stored.channels == 3) cv::cvtColor(pixels, pixels, cv::COLOR_RGB2BGR);
  return picture_of(pixels, 0);
}

}  // namespace

std::optional<core::Picture> pixels_of(QPDFObjectHandle image) {
  if (!image.isStream()) return std::nullopt;
  QPDFObjectHandle dictionary = image.getDict();
  const auto stored = plainly_stored(dictionary);
  if (!stored) return std::nullopt;
  QPDFObjectHandle filter = dictionary.getKey("/Filter");
  if (is_jpeg(filter)) return from_jpeg(image, *stored);
  return from_rows(image, *stored);
}

}  // namespace jianzhen::ingest
