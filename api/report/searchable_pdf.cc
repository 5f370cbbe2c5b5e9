#include "api/report/searchable_pdf.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>

#include "api/reader/jpeg.h"
#include "core/text.h"

namespace jianzhen::api {
namespace {

constexpr int kCatalogue = 1;
constexpr int kPageTree = 2;
constexpr int kResources = 3;
constexpr int kEmptyGlyph = 4;
constexpr int kDescriptor = 5;

constexpr double kLongerSide = 842;     // A4, for a picture that has no size of its own
constexpr double kDescent = 0.2;        // of the height of a line, below its base line
constexpr std::size_t kFontSize = 256;  // codes of one byte
constexpr double kGlyphWidth = 0.5;     // em

template <typename... Values>
std::string formatted(const char* format, Values... values) {
  std::array<char, 256> text{};
  const int length = std::snprintf(text.data(), text.size(), format, values...);
  return {text.data(), static_cast<std::size_t>(std::max(0, length))};
}

std::string reference(int number) { return formatted("%d 0 R", number); }

std::string utf16_hex(char32_t c) {
  const auto value = static_cast<unsigned>(c);
  if (value < 0x10000) return formatted("%04X", value);
  return formatted("%04X%04X", 0xD800 + ((value - 0x10000) >> 10),
                   0xDC00 + ((value - 0x10000) & 0x3FF));
}

// From the line's beginning to its end in points, y upwards; and across it.
struct Run {
  double x = 0;  // where its base line begins
  double y = 0;
  double along_x = 0;  // a unit vector
  double along_y = 0;
  double height = 0;
  std::vector<double> edges;  // of the characters, from the beginning
};

}  // namespace

// A Type 3 font whose glyphs are empty boxes of half an em (what Poppler takes for the usual width,
// and the size of the font after it): no font has to be embedded or chosen, any
// character can be named, and a box lies where the character was seen. (Glyphs of such fonts paint
// themselves, so these paint nothing even where the render mode is overlooked.)
SearchablePdf::SearchablePdf(std::ostream& out) : out_(out) {
  while (reserve() < kDescriptor) {
  }
  write("%PDF-1.5\n%\xE5\xE5\xE5\xE5\n");
  stream(kEmptyGlyph, "", "500 0 0 -200 500 800 d1");
  object(kDescriptor,
         "<< /Type /FontDescriptor /FontName /Words /Flags 4 /ItalicAngle 0 /Ascent 800 /Descent "
         "-200 /FontBBox [0 -200 500 800] >>");
}

bool SearchablePdf::add(const core::Page& page, std::span<const std::uint8_t> jpeg) {
  const auto frame = read_jpeg_frame(jpeg);
  if (!frame || (frame->components != 1 && frame->components != 3)) return false;
  const int picture = reserve();
  stream(
      picture,
      formatted("/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 "
                "/ColorSpace /%s /Filter /DCTDecode ",
                frame->width, frame->height, frame->components == 1 ? "DeviceGray" : "DeviceRGB"),
      {reinterpret_cast<const char*>(jpeg.data()), jpeg.size()});
  const Size size = size_of(page);
  const int content = reserve();
  stream(
      content, "",
      formatted("q %.2f 0 0 %.2f 0 0 cm /P Do Q\n", size.width, size.height) + words(page, size));
  pages_.push_back(reserve());
  object(pages_.back(), "<< /Type /Page /Parent " + reference(kPageTree) +
                            formatted(" /MediaBox [0 0 %.2f %.2f]", size.width, size.height) +
                            " /Contents " + reference(content) + " /Resources << /Font " +
                            reference(kResources) + " /XObject << /P " + reference(picture) +
                            " >> >> >>");
  return true;
}

void SearchablePdf::finish() {
  write_fonts();
  std::string kids;
  for (const int page : pages_) kids += reference(page) + "\n";
  object(kPageTree,
         "<< /Type /Pages /Count " + std::to_string(pages_.size()) + " /Kids [" + kids + "] >>");
  object(kCatalogue, "<< /Type /Catalog /Lang (zh-CN) /Pages " + reference(kPageTree) + " >>");
  const std::uint64_t table = written_;
  write("xref\n0 " + std::to_string(offsets_.size() + 1) + "\n0000000000 65535 f \n");
  for (const std::uint64_t offset : offsets_) {
    write(formatted("%010llu 00000 n \n", static_cast<unsigned long long>(offset)));
  }
  write("trailer\n<< /Size " + std::to_string(offsets_.size() + 1) + " /Root " +
        reference(kCatalogue) + " >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n");
}

// A text layer is measured in points already; the pixels of a scan or a photograph are not.
SearchablePdf::Size SearchablePdf::size_of(const core::Page& page) {
  const double width = std::max(1, page.width);
  const double height = std::max(1, page.height);
  if (page.source == core::PageSource::text_layer) return {width, height};
  const double scale = kLongerSide / std::max(width, height);
  return {width * scale, height * scale};
}

namespace {

Run run_of(const core::Line& line, std::size_t count, double page_width, double page_height) {
  const double left = line.box.left * page_width;
  const double right = line.box.right * page_width;
  const double top = (1 - line.box.top) * page_height;
  const double bottom = (1 - line.box.bottom) * page_height;
  const bool measured = line.edges.size() == count + 1;
  // Edges that fall: the line runs leftwards (on its head) or upwards.
  const bool backwards = measured && line.edges.front() > line.edges.back();
  const double length = line.vertical ? page_height : page_width;
  const double start = line.vertical ? (backwards ? line.box.bottom : line.box.top)
                                     : (backwards ? line.box.right : line.box.left);
  const double extent = line.vertical ? line.box.height() : line.box.width();
  Run run;
  for (std::size_t i = 0; i <= count; ++i) {
    const double fraction = measured ? std::abs(static_cast<double>(line.edges[i]) - start)
                                     : extent * static_cast<double>(i) / static_cast<double>(count);
    run.edges.push_back(fraction * length);
  }
  const double sign = backwards ? -1 : 1;
  run.height = line.vertical ? right - left : top - bottom;
  const double rise = kDescent * run.height;
  if (line.vertical) {
    run.along_y = -sign;
    run.x = backwards ? right - rise : left + rise;
    run.y = backwards ? bottom : top;
  } else {
    run.along_x = sign;
    run.x = backwards ? right : left;
    run.y = backwards ? top - rise : bottom + rise;
  }
  return run;
}

}  // namespace

std::string SearchablePdf::words(const core::Page& page, Size size) {
  std::string content = "BT 3 Tr\n";
  for (const core::Line& line : page.lines) put_line(line, size, content);
  return content + "ET\n";
}

// Every character is stretched to reach the next one, so that no reader of the PDF takes a gap
// between two of them for a space.
void SearchablePdf::put_line(const core::Line& line, Size size, std::string& content) {
  const std::u32string text = core::to_utf32(line.text);
  if (text.empty()) return;
  const Run run = run_of(line, text.size(), size.width, size.height);
  if (run.height <= 0) return;
  const double along = run.edges.front();
  content += formatted("%.3f %.3f %.3f %.3f %.2f %.2f Tm\n", run.along_x, run.along_y, -run.along_y,
                       run.along_x, run.x + along * run.along_x, run.y + along * run.along_y);
  std::optional<std::size_t> font;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t code = code_of(text[i] < U' ' ? U' ' : text[i]);
    if (code / kFontSize != font) {
      font = code / kFontSize;
      content += formatted("/F%zu %.2f Tf ", *font, run.height);
    }
    const double advance = std::max(0.0, run.edges[i + 1] - run.edges[i]);
    content += formatted("%.2f Tz <%02zX> Tj\n", 100 * advance / (kGlyphWidth * run.height),
                         code % kFontSize);
  }
}

std::size_t SearchablePdf::code_of(char32_t character) {
  const auto [at, added] = codes_.try_emplace(character, characters_.size());
  if (added) characters_.push_back(character);
  return at->second;
}

namespace {

// The CMap that says which character each code of a font means.
std::string meanings_of(std::span<const char32_t> characters) {
  constexpr std::size_t kMostInSection = 100;  // of a CMap's sections
  std::string map =
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
      "/CMapName /Words def\n/CMapType 2 def\n"
      "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n";
  for (std::size_t first = 0; first < characters.size(); first += kMostInSection) {
    const std::size_t end = std::min(first + kMostInSection, characters.size());
    map += formatted("%zu beginbfchar\n", end - first);
    for (std::size_t code = first; code < end; ++code) {
      map += formatted("<%02zX> <%s>\n", code, utf16_hex(characters[code]).c_str());
    }
    map += "endbfchar\n";
  }
  return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

std::string type3_font(std::size_t count, int meanings) {
  std::string names;
  std::string glyphs;
  std::string widths;
  for (std::size_t code = 0; code < count; ++code) {
    names += formatted("/g%02zX", code);
    glyphs += formatted("/g%02zX %d 0 R\n", code, kEmptyGlyph);
    widths += "500 ";
  }
  return "<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 500 800] "
         "/FontMatrix [0.001 0 0 0.001 0 0] /Resources << >> /FontDescriptor " +
         reference(kDescriptor) + " /FirstChar 0 /LastChar " + std::to_string(count - 1) +
         " /Widths [" + widths + "] /Encoding << /Type /Encoding /Differences [0 " + names +
         "] >> /CharProcs <<\n" + glyphs + ">> /ToUnicode " + reference(meanings) + " >>";
}

}  // namespace

void SearchablePdf::write_fonts() {
  std::string fonts = "<<";
  for (std::size_t first = 0; first < characters_.size(); first += kFontSize) {
    const auto characters =
        std::span(characters_).subspan(first, std::min(kFontSize, characters_.size() - first));
    const int meanings = reserve();
    stream(meanings, "", meanings_of(characters));
    const int font = reserve();
    object(font, type3_font(characters.size(), meanings));
    fonts += formatted(" /F%zu %d 0 R", first / kFontSize, font);
  }
  object(kResources, fonts + " >>");
}

int SearchablePdf::reserve() {
  offsets_.push_back(0);
  return static_cast<int>(offsets_.size());
}

void SearchablePdf::object(int number, const std::string& body) {
  offsets_[static_cast<std::size_t>(number) - 1] = written_;
  write(std::to_string(number) + " 0 obj\n" + body + "\nendobj\n");
}

void SearchablePdf::stream(int number, const std::string& entries, std::string_view data) {
  offsets_[static_cast<std::size_t>(number) - 1] = written_;
  write(std::to_string(number) + " 0 obj\n<< " + entries + "/Length " +
        std::to_string(data.size()) + " >>\nstream\n");
  write(data);
  write("\nendstream\nendobj\n");
}

void SearchablePdf::write(std::string_view bytes) {
  out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  written_ += bytes.size();
}

}  // namespace jianzhen::api
