#pragma once

// Small PDFs written by hand, object by object, for tests.

#include <string>
#include <string_view>
#include <vector>

namespace jianzhen::ingest {

struct TestPage {
  std::string content;
  std::string media_box = "0 0 400 600";
  std::string more;       // further keys of the page: "/Rotate 90"
  std::string x_objects;  // of its resources: "/P 7 0 R"
};

class TestPdf {
 public:
  // The font /F: each character is a black block, one em wide, from 0.35 em below the base line to
  // one above (where Poppler puts the box of such a font), so that what is drawn is the box. 'A' is
  // 甲, 'B' 乙, and on through kCharacters; '!' has no Unicode, ' ' is a space of half an em.
  static constexpr std::u32string_view kCharacters = U"甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉";

  TestPdf();

  // Its number, for "N 0 R".
  int object(const std::string& body);
  int stream(const std::string& dictionary, const std::string& data);
  // A grey picture of one tone. Draw it with "q W 0 0 H X Y cm /P Do Q".
  int picture(int width, int height);

  void page(const TestPage& page);
  // Further keys of the catalogue: "/OpenAction 5 0 R".
  void catalogue(const std::string& more) { catalogue_ += more; }

  std::string bytes() const;

 private:
  std::vector<std::string> objects_;  // 1 is the catalogue, 2 the page tree, 3 the font
  std::vector<int> pages_;
  std::string catalogue_;
};

// The text `codes` in size `size`, its first character's lower left corner at x, y.
std::string shown(const std::string& codes, double size, double x, double y);

// Enough text that nobody takes it for a page number.
std::string long_text();

}  // namespace jianzhen::ingest
