#pragma once

// Pages for the tests of this folder, drawn with Debian's Noto CJK: no picture of a real paper is
// needed, and none is kept.

#include <filesystem>
#include <memory>
#include <string_view>

#include "core/picture.h"

namespace jianzhen::ocr {

struct Colour {
  int blue = 0;
  int green = 0;
  int red = 0;
};
inline constexpr Colour kBlack = {20, 20, 20};
inline constexpr Colour kRed = {40, 40, 220};

class TestPage {
 public:
  TestPage(int width, int height);
  ~TestPage();

  // Whether the font is installed; without it every test that draws is skipped.
  static bool can_draw();

  // Letters `size` pixels high; (left, base) is where the first stands on its base line. Returns
  // where the next letter would begin.
  int text(std::string_view words, int left, int base, int size, Colour colour = kBlack);

  // A round seal: ring, star, and the unit's name from lower left over the top to lower right.
  void seal(std::string_view unit, int x, int y, int radius, Colour colour = kRed);

  // Its number along the bottom, from left to right, the digits' feet outwards.
  void seal_number(std::string_view digits, int x, int y, int radius, Colour colour = kRed);

  // What is seen through a lens out of focus, and on paper that is grey.
  void blur(double sigma);
  void fade(double contrast);

  const core::Picture& picture() const { return picture_; }
  core::Picture turned(int degrees) const;

 private:
  struct Font;
  void letter(char32_t c, double x, double y, double angle, int size, Colour colour);

  core::Picture picture_;
  std::unique_ptr<Font> font_;
};

// The folder that models/install.sh filled: $JIANZHEN_MODELS, else build/models of the checkout.
std::filesystem::path test_models();

// Skips the test aloud where models or font are not installed.
#define JIANZHEN_NEEDS_MODELS()                                                            \
  if (!std::filesystem::exists(test_models() / "libonnxruntime.so.1")) {                   \
    GTEST_SKIP() << "no models in " << test_models() << "; models/install.sh brings them"; \
  }                                                                                        \
  if (!TestPage::can_draw()) GTEST_SKIP() << "no Noto CJK font; install fonts-noto-cjk"

}  // namespace jianzhen::ocr
