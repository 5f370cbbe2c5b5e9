#include "ocr/test_page.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "core/text.h"
#include "ocr/mat.h"
#include "ocr/orientation.h"

namespace jianzhen::ocr {
namespace {

constexpr const char* kFont = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
constexpr FT_Long kSimplifiedChinese = 2;  // the collection's third face

cv::Scalar scalar(Colour c) { return cv::Scalar(c.blue, c.green, c.red); }

}  // namespace

struct TestPage::Font {
  FT_Library library = nullptr;
  FT_Face face = nullptr;

  Font() {
    if (FT_Init_FreeType(&library) != 0 ||
        FT_New_Face(library, kFont, kSimplifiedChinese, &face) != 0) {
      face = nullptr;
    }
  }
  ~Font() {
    if (face != nullptr) FT_Done_Face(face);
    if (library != nullptr) FT_Done_FreeType(library);
  }
};

TestPage::TestPage(int width, int height)
    : picture_{width, height, 3, 0, {}}, font_(std::make_unique<Font>()) {
  picture_.pixels.assign(static_cast<std::size_t>(width) * height * 3, 255);
}
TestPage::~TestPage() = default;

bool TestPage::can_draw() { return std::filesystem::exists(kFont); }

// Puts one letter, turned clockwise by `angle`, with the left end of its base line at (x, y).
void TestPage::letter(char32_t c, double x, double y, double angle, int size, Colour colour) {
  FT_Set_Pixel_Sizes(font_->face, 0, static_cast<FT_UInt>(size));
  const auto fixed = [](double v) { return static_cast<FT_Fixed>(v * 0x10000); };
  FT_Matrix turn = {fixed(std::cos(angle)), fixed(std::sin(angle)), fixed(-std::sin(angle)),
                    fixed(std::cos(angle))};
  FT_Set_Transform(font_->face, &turn, nullptr);
  if (FT_Load_Char(font_->face, c, FT_LOAD_RENDER) != 0) return;
  const FT_GlyphSlot glyph = font_->face->glyph;
  const std::array<int, 3> ink = {colour.blue, colour.green, colour.red};
  for (int row = 0; row < static_cast<int>(glyph->bitmap.rows); ++row) {
    for (int column = 0; column < static_cast<int>(glyph->bitmap.width); ++column) {
      const int px = static_cast<int>(std::lround(x)) + glyph->bitmap_left + column;
      const int py = static_cast<int>(std::lround(y)) - glyph->bitmap_top + row;
      if (px < 0 || py < 0 || px >= picture_.width || py >= picture_.height) continue;
      const int cover = glyph->bitmap.buffer[row * glyph->bitmap.pitch + column];
      auto* pixel = &picture_.pixels[(static_cast<std::size_t>(py) * picture_.width + px) * 3];
      for (std::size_t k = 0; k < 3; ++k) {  // ink over ink darkens, as on paper
        const int under = pixel[k];
        pixel[k] =
            static_cast<std::uint8_t>(under + (std::min(under, ink[k]) - under) * cover / 255);
      }
    }
  }
}

int TestPage::text(std::string_view words, int left, int base, int size, Colour colour) {
  double x = left;
  for (const char32_t c : core::to_utf32(words)) {
    letter(c, x, base, 0, size, colour);
    x += static_cast<double>(font_->face->glyph->advance.x) / 64;
  }
  return static_cast<int>(x);
}

void TestPage::seal(std::string_view unit, int x, int y, int radius, Colour colour) {
  cv::Mat pixels = as_bgr(picture_);
  cv::circle(pixels, {x, y}, radius, scalar(colour), std::max(2, radius / 25), cv::LINE_AA);
  std::vector<cv::Point> star;
  for (int k = 0; k < 10; ++k) {
    const double r = radius * (k % 2 == 0 ? 0.26 : 0.1);
    const double angle = k * std::numbers::pi / 5;
    star.emplace_back(static_cast<int>(x + r * std::sin(angle)),
                      static_cast<int>(y - r * std::cos(angle)));
  }
  cv::fillPoly(pixels, std::vector<std::vector<cv::Point>>{star}, scalar(colour), cv::LINE_AA);
  const std::u32string letters = core::to_utf32(unit);
  const int size = static_cast<int>(radius * 0.3);
  const double base = radius * 0.62;  // the letters stand on this circle
  const double sweep = 1.5 * std::numbers::pi;
  for (std::size_t k = 0; k < letters.size(); ++k) {
    const double angle =
        sweep * ((static_cast<double>(k) + 0.5) / static_cast<double>(letters.size()) - 0.5);
    // From the middle of the letter's base back by half its width along the base line.
    const double at_x = x + base * std::sin(angle) - size / 2.0 * std::cos(angle);
    const double at_y = y - base * std::cos(angle) - size / 2.0 * std::sin(angle);
    letter(letters[k], at_x, at_y, angle, size, colour);
  }
}

void TestPage::seal_number(std::string_view digits, int x, int y, int radius, Colour colour) {
  const int size = static_cast<int>(radius * 0.12);
  const double base = radius * 0.93;
  const double sweep = 0.38 * std::numbers::pi;
  const auto count = static_cast<double>(digits.size());
  for (std::size_t k = 0; k < digits.size(); ++k) {
    const double angle =
        sweep * ((static_cast<double>(k) + 0.5) / count - 0.5);  // from the lowest point
    const double at_x = x + base * std::sin(angle) - size / 4.0 * std::cos(angle);
    const double at_y = y + base * std::cos(angle) + size / 4.0 * std::sin(angle);
    letter(static_cast<char32_t>(digits[k]), at_x, at_y, -angle, size, colour);
  }
}

void TestPage::blur(double sigma) {
  cv::Mat pixels = as_bgr(picture_);
  cv::GaussianBlur(pixels.clone(), pixels, {}, sigma);
}

void TestPage::fade(double contrast) {
  cv::Mat pixels = as_bgr(picture_);
  pixels.convertTo(pixels, -1, contrast, 200 * (1 - contrast));
}

core::Picture TestPage::turned(int degrees) const { return ocr::turned(picture_, degrees); }

std::filesystem::path test_models() {
  if (const char* named = std::getenv("JIANZHEN_MODELS")) return named;
  const char* root = std::getenv("JIANZHEN_SOURCE_DIR");
  return std::filesystem::path(root != nullptr ? root : ".") / "build/models";
}

}  // namespace jianzhen::ocr
