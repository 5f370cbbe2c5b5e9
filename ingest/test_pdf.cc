#include "ingest/test_pdf.h"

#include <cstdio>
#include <sstream>

namespace jianzhen::ingest {
namespace {

std::string reference(int number) { return std::to_string(number) + " 0 R"; }

std::string to_unicode() {
  std::ostringstream map;
  map << "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def "
         "/CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange "
      << TestPdf::kCharacters.size() + 2 << " beginbfchar\n";
  char line[32];
  for (std::size_t i = 0; i < TestPdf::kCharacters.size(); ++i) {
    std::snprintf(line, sizeof line, "<%02X> <%04X>\n", static_cast<unsigned>('A' + i),
                  static_cast<unsigned>(TestPdf::kCharacters[i]));
    map << line;
  }
  map << "<20> <0020>\n<21> <FFFD>\nendbfchar endcmap end end";
  return map.str();
}

}  // namespace

TestPdf::TestPdf() : objects_(3) {
  const int square = stream("", "1000 0 0 -350 1000 1000 d1 0 -350 1000 1350 re f");
  const int space = stream("", "500 0 d0");
  const int map = stream("", to_unicode());
  std::ostringstream font;
  font << "<< /Type /Font /Subtype /Type3 /FontBBox [0 -350 1000 1000] "
          "/FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 32 /LastChar 90 /Widths [500";
  for (int code = 33; code <= 90; ++code) font << " 1000";
  font << "] /Encoding << /Type /Encoding /Differences [32 /space";
  for (int code = 33; code <= 90; ++code) font << " /g" << code;
  font << "] >> /CharProcs << /space " << reference(space);
  for (int code = 33; code <= 90; ++code) font << " /g" << code << " " << reference(square);
  font << " >> /Resources << >> /ToUnicode " << reference(map) << " >>";
  objects_[2] = font.str();
}

int TestPdf::object(const std::string& body) {
  objects_.push_back(body);
  return static_cast<int>(objects_.size());
}

int TestPdf::stream(const std::string& dictionary, const std::string& data) {
  return object("<< " + dictionary + " /Length " + std::to_string(data.size()) + " >>\nstream\n" +
                data + "\nendstream");
}

int TestPdf::picture(int width, int height) {
  const std::string pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height),
                           '\xC0');
  return stream(
      "/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 /Width " +
          std::to_string(width) + " /Height " + std::to_string(height),
      pixels);
}

void TestPdf::page(const TestPage& page) {
  const int content = stream("", page.content);
  pages_.push_back(object("<< /Type /Page /Parent 2 0 R /MediaBox [" + page.media_box + "] " +
                          page.more + " /Contents " + reference(content) +
                          " /Resources << /Font << /F 3 0 R >> /XObject << " + page.x_objects +
                          " >> >> >>"));
}

std::string TestPdf::bytes() const {
  std::vector<std::string> objects = objects_;
  objects[0] = "<< /Type /Catalog /Pages 2 0 R " + catalogue_ + " >>";
  objects[1] = "<< /Type /Pages /Count " + std::to_string(pages_.size()) + " /Kids [";
  for (const int page : pages_) objects[1] += " " + reference(page);
  objects[1] += " ] >>";
  std::string out = "%PDF-1.7\n";
  std::string table = "0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    char row[32];
    std::snprintf(row, sizeof row, "%010zu 00000 n \n", out.size());
    table += row;
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::size_t at = out.size();
  const std::string size = std::to_string(objects.size() + 1);
  return out + "xref\n0 " + size + "\n" + table + "trailer\n<< /Root 1 0 R /Size " + size +
         " >>\nstartxref\n" + std::to_string(at) + "\n%%EOF\n";
}

std::string shown(const std::string& codes, double size, double x, double y) {
  std::ostringstream out;
  out << "BT /F " << size << " Tf 1 0 0 1 " << x << " " << y << " Tm (" << codes << ") Tj ET\n";
  return out.str();
}

std::string long_text() {
  std::string content;
  for (int line = 0; line < 4; ++line) {
    content += shown("ABCDEFGHIJKLMNOPQRST", 15, 40, 500 - 30 * line);
  }
  return content;
}

}  // namespace jianzhen::ingest
