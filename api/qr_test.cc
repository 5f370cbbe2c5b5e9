#include "api/qr.h"

#include <ZXing/DecodeHints.h>
#include <ZXing/ReadBarcode.h>
#include <ZXing/TextUtfEncoding.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

// As a scanner sees it, four pixels a module.
std::string read_back(const QrCode& code) {
  constexpr int kScale = 4;
  const int side = (code.side + 2 * kQuietModules) * kScale;
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(side * side), 255);
  for (int y = 0; y < code.side * kScale; ++y) {
    for (int x = 0; x < code.side * kScale; ++x) {
      const int at = (y + kQuietModules * kScale) * side + x + kQuietModules * kScale;
      if (code.at(y / kScale, x / kScale)) pixels[static_cast<std::size_t>(at)] = 0;
    }
  }
  const ZXing::ImageView view(pixels.data(), side, side, ZXing::ImageFormat::Lum);
  return ZXing::TextUtfEncoding::ToUtf8(ZXing::ReadBarcode(view, ZXing::DecodeHints()).text());
}

TEST(QrCode, says_what_was_put_in_it) {
  const std::string text = "鉴真回执\nLN2024-0001\nsha256:7692c3ad3540bb80";
  EXPECT_EQ(read_back(qr_code(text)), text);
}

TEST(QrCode, as_a_picture_has_its_quiet_zone) {
  const QrCode code = qr_code("x");
  EXPECT_EQ(code.side, 21);
  EXPECT_THAT(qr_svg(code), testing::HasSubstr(R"(viewBox="0 0 29 29")"));
}

}  // namespace
}  // namespace jianzhen::api
