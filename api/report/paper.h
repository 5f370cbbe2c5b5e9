#pragma once

// A4 pages of text, tables and pictures as a PDF (Pango, Cairo). The same calls give the same
// bytes: no clock, no hinting, fonts chosen by name. 仿宋 where it is installed, else Noto Serif
// CJK SC.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/qr.h"
#include "core/geometry.h"

namespace jianzhen::api {

struct Ink {
  double red = 0.12;
  double green = 0.13;
  double blue = 0.15;
};

inline constexpr Ink kInk{};
inline constexpr Ink kFaintInk{0.36, 0.38, 0.41};
inline constexpr Ink kRuleInk{0.78, 0.77, 0.74};
inline constexpr Ink kRed{0.70, 0.15, 0.12};
inline constexpr Ink kAmber{0.65, 0.40, 0.0};
inline constexpr Ink kBlue{0.11, 0.31, 0.57};
inline constexpr Ink kGreen{0.15, 0.42, 0.23};

enum class Face { song, hei, mono };  // running text, headings, hashes

struct TextStyle {
  double size = 12;  // points
  Face face = Face::song;
  bool bold = false;
  Ink ink = kInk;
  bool centred = false;
  double first_line = 0;  // indent, in characters
  double space_after = 4;
};

struct PaperSettings {
  std::string title;    // of the PDF
  std::string created;  // 2024-07-31T09:00:00Z
  bool landscape = false;
  // What stands below a page; `pages` of all.
  std::function<std::string(int page, int pages)> footer;
};

struct Field {
  std::string label;
  std::string text;
  TextStyle style = {};
};

struct Column {
  std::string title;
  double share = 1;  // of the width
  Face face = Face::song;
  bool centred = false;
};

struct Cell {
  std::string text;
  Ink ink = kInk;
};

// A picture that is a JPEG, shown through a window: its bytes go into the PDF as they are, so
// nothing here decodes what came from a submitter.
struct Crop {
  std::shared_ptr<const std::string> jpeg;  // shared: a page may be shown several times
  std::string id;                           // the same picture again is stored once
  core::Box window{0, 0, 1, 1};
  std::vector<core::Box> boxes;  // drawn on it
  Ink ink = kRed;
  double most_height = 200;  // points
};

// Not thread-safe; papers of several threads do not meet.
class Paper {
 public:
  // `pages`: of all, where known from an earlier run over the same calls; 0: not known.
  Paper(const PaperSettings& settings, int pages);
  ~Paper();
  Paper(const Paper&) = delete;
  Paper& operator=(const Paper&) = delete;

  void text(std::string_view utf8, const TextStyle& style = {});
  // With a bar of that ink before it; on one page with so many points of what follows.
  void heading(std::string_view utf8, const Ink& bar, double followed_by);
  void fields(std::span<const Field> fields);
  // The titles stand again on every page the table goes on to.
  void table(std::span<const Column> columns, std::span<const std::vector<Cell>> rows);
  // False, and nothing drawn, where the bytes are no JPEG that a PDF can hold.
  bool picture(const Crop& crop);
  // In the middle, with light around it; `module` points a module.
  void code(const QrCode& code, double module);
  void gap(double height);
  // A new page where less than so much is left.
  void keep_together(double height);

  int pages() const;
  // The PDF; once.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Runs `write` twice, so that each page can say how many there are.
std::string paper_pdf(const PaperSettings& settings, const std::function<void(Paper&)>& write);

}  // namespace jianzhen::api
