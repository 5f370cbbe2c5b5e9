// Tesseract 5 with Debian's chi_sim and eng: a reader of other making than PP-OCR. Far behind it on
// our papers (docs/accuracy.md), so it reads where the better one is not installed.

#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <memory>
#include <opencv2/imgproc.hpp>

#include "core/text.h"
#include "ocr/mat.h"
#include "ocr/ocr.h"

namespace jianzhen::ocr {
namespace {

using core::Result;

constexpr const char* kLanguages = "chi_sim+eng";
constexpr int kHeight = 48;  // its net takes 36; the rest is for finding the letters
constexpr int kMaxWidth = 3200;
constexpr int kPaper = 12;        // pixels of paper that it wants around a line
constexpr double kPercent = 100;  // its confidences are percentages

// A letter as found: pixels along the strip.
struct Symbol {
  std::u32string text;
  float confidence = 0;
  float from = 0;
  float to = 0;
  bool begins_word = false;
};

bool wants_space(const Symbol& before, const Symbol& after) {
  return after.begins_word && !core::is_han(before.text.back()) && !core::is_han(after.text[0]);
}

void append(char32_t character, float confidence, float edge, Reading& reading) {
  reading.text.push_back(character);
  reading.confidences.push_back(confidence);
  const float least = reading.edges.empty() ? 0 : reading.edges.back();
  reading.edges.push_back(std::clamp(edge, least, 1.F));
}

// Symbols of several code points (a letter and its accent) share their width.
Reading reading_of(const std::vector<Symbol>& symbols, float length) {
  Reading reading;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    const Symbol& symbol = symbols[i];
    if (i > 0 && wants_space(symbols[i - 1], symbol)) {
      append(U' ', symbol.confidence, symbols[i - 1].to / length, reading);
    }
    const float step = (symbol.to - symbol.from) / static_cast<float>(symbol.text.size());
    for (std::size_t k = 0; k < symbol.text.size(); ++k) {
      const float edge = (symbol.from + step * static_cast<float>(k)) / length;
      append(symbol.text[k], symbol.confidence, edge, reading);
    }
  }
  if (!symbols.empty()) {
    reading.edges.push_back(std::clamp(symbols.back().to / length, reading.edges.back(), 1.F));
  }
  return reading;
}

Strip strip_of(int left, int top, int right, int bottom) {
  const auto l = static_cast<float>(left);
  const auto t = static_cast<float>(top);
  const auto r = static_cast<float>(right);
  const auto b = static_cast<float>(bottom);
  return {{Point{l, t}, Point{r, t}, Point{r, b}, Point{l, b}}};
}

class TesseractEngine : public TextEngine {
 public:
  explicit TesseractEngine(std::unique_ptr<tesseract::TessBaseAPI> api) : api_(std::move(api)) {}

  Result<std::vector<Strip>> find(const core::Picture& picture) override {
    show(as_bgr(picture), tesseract::PSM_AUTO);
    std::vector<Strip> strips;
    const std::unique_ptr<tesseract::PageIterator> line(api_->AnalyseLayout());
    if (!line) return strips;  // a blank page
    do {
      int left = 0;
      int top = 0;
      int right = 0;
      int bottom = 0;
      if (line->BoundingBox(tesseract::RIL_TEXTLINE, &left, &top, &right, &bottom)) {
        strips.push_back(strip_of(left, top, right, bottom));
      }
    } while (line->Next(tesseract::RIL_TEXTLINE));
    return strips;
  }

  Result<std::vector<Reading>> recognise(const core::Picture& picture,
                                         std::span<const Strip> strips) override {
    const cv::Mat page = as_bgr(picture);
    std::vector<Reading> readings;
    readings.reserve(strips.size());
    for (const Strip& strip : strips) readings.push_back(read(page, strip));
    return readings;
  }

  // It does not tell; the page is taken as it is shown.
  Result<std::vector<float>> upside_down(const core::Picture& /*picture*/,
                                         std::span<const Strip> strips) override {
    return std::vector<float>(strips.size(), 0.F);
  }

  bool stands_alone() const override { return false; }

  std::string version() const override {
    return std::string("tesseract/") + tesseract::TessBaseAPI::Version() + " " + kLanguages;
  }

 private:
  void show(const cv::Mat& picture, tesseract::PageSegMode mode) {
    cv::Mat rgb;
    cv::cvtColor(picture, rgb, cv::COLOR_BGR2RGB);
    api_->SetPageSegMode(mode);
    api_->SetImage(rgb.data, rgb.cols, rgb.rows, 3, static_cast<int>(rgb.step));
  }

  Reading read(const cv::Mat& page, const Strip& strip) {
    const cv::Mat line = cut_out(page, strip, kHeight, kMaxWidth);
    cv::Mat framed;
    cv::copyMakeBorder(line, framed, kPaper, kPaper, kPaper, kPaper, cv::BORDER_REPLICATE);
    show(framed, tesseract::PSM_SINGLE_LINE);
    if (api_->Recognize(nullptr) != 0) return {};
    return reading_of(symbols(), static_cast<float>(line.cols));
  }

  std::vector<Symbol> symbols() {
    std::vector<Symbol> found;
    const std::unique_ptr<tesseract::ResultIterator> at(api_->GetIterator());
    if (!at) return found;
    do {
      const std::unique_ptr<char[]> text(at->GetUTF8Text(tesseract::RIL_SYMBOL));
      int left = 0;
      int top = 0;
      int right = 0;
      int bottom = 0;
      if (!text || !at->BoundingBox(tesseract::RIL_SYMBOL, &left, &top, &right, &bottom)) continue;
      Symbol symbol{core::to_utf32(text.get()),
                    static_cast<float>(at->Confidence(tesseract::RIL_SYMBOL) / kPercent),
                    static_cast<float>(left - kPaper), static_cast<float>(right - kPaper),
                    at->IsAtBeginningOf(tesseract::RIL_WORD)};
      if (!symbol.text.empty()) found.push_back(std::move(symbol));
    } while (at->Next(tesseract::RIL_SYMBOL));
    return found;
  }

  std::unique_ptr<tesseract::TessBaseAPI> api_;
};

}  // namespace

Result<std::unique_ptr<TextEngine>> load_tesseract() {
  auto api = std::make_unique<tesseract::TessBaseAPI>();
  if (api->Init(nullptr, kLanguages, tesseract::OEM_LSTM_ONLY) != 0) {
    return core::fail(core::ErrorCode::not_found,
                      {"缺少 Tesseract 的中文数据，请运行 ./setup.sh 安装。",
                       "Tesseract's data for Chinese is missing; ./setup.sh installs it."},
                      kLanguages, "tesseract");
  }
  api->SetVariable("debug_file", "/dev/null");
  return std::make_unique<TesseractEngine>(std::move(api));
}

}  // namespace jianzhen::ocr
