#include "ocr/codes.h"

#define ZX_USE_UTF8 1  // ZXing 1.4: text() as UTF-8
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "ocr/mat.h"

namespace jianzhen::ocr {
namespace {

// What papers carry. Each further format costs time and finds codes in ornaments.
constexpr auto kFormats = ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::DataMatrix |
                          ZXing::BarcodeFormat::PDF417 | ZXing::BarcodeFormat::Code128 |
                          ZXing::BarcodeFormat::Code39 | ZXing::BarcodeFormat::EAN13;

core::Box box_of(const ZXing::Position& position, const cv::Mat& picture) {
  core::Box box{1, 1, 0, 0};
  for (const auto& p : position) {
    const double x = static_cast<double>(p.x) / picture.cols;
    const double y = static_cast<double>(p.y) / picture.rows;
    box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x),
           std::max(box.bottom, y)};
  }
  return core::clamped(box);
}

}  // namespace

std::vector<core::Code> find_codes(const core::Picture& picture) {
  cv::Mat grey;
  cv::cvtColor(as_bgr(picture), grey, cv::COLOR_BGR2GRAY);
  ZXing::DecodeHints hints;
  hints.setFormats(kFormats).setTryHarder(true).setTryRotate(true);
  std::vector<core::Code> codes;
  try {
    for (const ZXing::Result& found :
         ZXing::ReadBarcodes({grey.data, grey.cols, grey.rows, ZXing::ImageFormat::Lum}, hints)) {
      if (!found.isValid()) continue;
      codes.push_back(
          {ZXing::ToString(found.format()), found.text(), box_of(found.position(), grey)});
    }
  } catch (const std::exception&) {
    // A code that ZXing stumbles over is a code that cannot be read.
  }
  return codes;
}

}  // namespace jianzhen::ocr
