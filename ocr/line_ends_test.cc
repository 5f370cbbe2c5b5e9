#include "ocr/line_ends.h"

#include <gtest/gtest.h>

#include "core/text.h"
#include "ocr/test_page.h"

namespace jianzhen::ocr {
namespace {

constexpr int kSize = 30;  // pixels of a letter
constexpr int kLeft = 200;
constexpr int kBase = 100;

Strip strip_between(int left, int right) {
  const auto l = static_cast<float>(left);
  const auto r = static_cast<float>(right);
  constexpr float kTop = kBase - kSize;
  constexpr float kBottom = kBase + 8;
  return {{Point{l, kTop}, Point{r, kTop}, Point{r, kBottom}, Point{l, kBottom}}};
}

// Reads the letters that it was told of where a strip has their middles in it.
class LettersEngine : public TextEngine {
 public:
  struct Letter {
    char32_t character = 0;
    float middle = 0;
    float confidence = 1;
  };

  core::Result<std::vector<Strip>> find(const core::Picture&) override { return {}; }
  core::Result<std::vector<float>> upside_down(const core::Picture&,
                                               std::span<const Strip>) override {
    return {};
  }
  std::string version() const override { return "letters"; }
  core::Result<std::vector<Reading>> recognise(const core::Picture&,
                                               std::span<const Strip> strips) override {
    std::vector<Reading> readings;
    for (const Strip& strip : strips) readings.push_back(read(strip));
    return readings;
  }

  Reading read(const Strip& strip) const {
    Reading reading;
    for (const Letter& letter : letters) {
      if (letter.middle < strip.corners[0].x || letter.middle > strip.corners[1].x) continue;
      reading.text += letter.character;
      reading.confidences.push_back(letter.confidence);
    }
    reading.edges.resize(reading.text.size() + 1);
    return reading;
  }

  std::vector<Letter> letters;
};

class LineEnds : public testing::Test {
 protected:
  void SetUp() override {
    if (!TestPage::can_draw()) GTEST_SKIP() << "no Noto CJK font; install fonts-noto-cjk";
  }

  // Written from there; the engine reads each letter so surely.
  int write(std::string_view words, int left, float confidence = 1) {
    for (const char32_t c : core::to_utf32(words)) {
      engine_.letters.push_back({c, static_cast<float>(left) + kSize / 2.F, confidence});
      left = page_.text(core::to_utf8(std::u32string(1, c)), left, kBase, kSize);
    }
    return left;
  }
  // What the detector saw.
  void found(int left, int right) {
    const Strip strip = strip_between(left, right);
    lines_.push_back({strip, engine_.read(strip)});
  }
  std::vector<std::string> followed() {
    EXPECT_TRUE(follow_beyond_ends(engine_, page_.picture(), lines_));
    std::vector<std::string> texts;
    for (const FoundLine& line : lines_) texts.push_back(core::to_utf8(line.reading.text));
    return texts;
  }

  TestPage page_{1400, 200};
  LettersEngine engine_;
  std::vector<FoundLine> lines_;
};

using Texts = std::vector<std::string>;

TEST_F(LineEnds, a_line_is_read_from_its_beginning_to_its_end) {
  const int middle = write("请于每年", kLeft);
  const int end = write("报送年度报告", middle);
  found(middle, end - 2 * kSize);
  EXPECT_EQ(followed(), Texts{"请于每年报送年度报告"});
}

TEST_F(LineEnds, a_line_in_two_parts_is_one) {
  const int first = write("编号三二零五", kLeft);
  const int second = write("零", first, 0.7F);
  const int end = write("六一八", second);
  found(kLeft, first);
  found(second, end);
  engine_.letters[6].confidence = 0.95F;
  EXPECT_EQ(followed(), Texts{"编号三二零五零六一八"});
}

TEST_F(LineEnds, what_is_read_beyond_without_being_sure_stays_out) {
  const int middle = write("请于每年", kLeft, 0.4F);
  const int end = write("报送年度报告", middle);
  found(middle, end);
  EXPECT_EQ(followed(), Texts{"报送年度报告"});
}

TEST_F(LineEnds, another_column_stays_another_line) {
  const int first = write("参赛单位", kLeft);
  const int end = write("沈阳示例", first + 2 * kSize);
  found(kLeft, first);
  found(first + 2 * kSize, end);
  EXPECT_EQ(followed(), (Texts{"参赛单位", "沈阳示例"}));
}

TEST_F(LineEnds, a_line_does_not_take_letters_of_another) {
  const int first = write("昭朴半导体设备", kLeft);
  const int second = write("抚顺", first);
  const int end = write("有限公司", second);
  found(kLeft, second);
  found(second, end);
  EXPECT_EQ(followed(), (Texts{"昭朴半导体设备抚顺", "有限公司"}));
}

TEST_F(LineEnds, two_lines_side_by_side_that_lack_nothing_stay_two) {
  const int first = write("参赛单位", kLeft);
  const int end = write("沈阳示例", first);
  found(kLeft, first);
  found(first, end);
  EXPECT_EQ(followed(), (Texts{"参赛单位", "沈阳示例"}));
}

}  // namespace
}  // namespace jianzhen::ocr
