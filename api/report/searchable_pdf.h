#pragma once

// A PDF of pictures with their words invisibly on top, so that they can be found, marked and
// copied (ISO 32000-1). Written as it comes: memory grows with the alphabet, not with the pages.

#include <cstdint>
#include <map>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "core/document.h"

namespace jianzhen::api {

// Not thread-safe. Owns nothing: the stream must outlive it; whether writing worked, the stream
// tells after finish().
class SearchablePdf {
 public:
  explicit SearchablePdf(std::ostream& out);

  // The page's words over its picture. False, and nothing written, where the bytes are no JPEG that
  // a PDF can hold.
  bool add(const core::Page& page, std::span<const std::uint8_t> jpeg);
  void finish();

 private:
  struct Size {
    double width = 0;  // points, 1/72 inch
    double height = 0;
  };

  static Size size_of(const core::Page& page);
  std::string words(const core::Page& page, Size size);
  void put_line(const core::Line& line, Size size, std::string& content);
  std::size_t code_of(char32_t character);

  int reserve();
  void object(int number, const std::string& body);
  void stream(int number, const std::string& entries, std::string_view data);
  void write(std::string_view bytes);
  void write_fonts();

  std::ostream& out_;
  std::uint64_t written_ = 0;
  std::vector<std::uint64_t> offsets_;  // of each object, by number - 1
  std::vector<int> pages_;
  std::map<char32_t, std::size_t> codes_;
  std::vector<char32_t> characters_;  // by code: 256 a font
};

}  // namespace jianzhen::api
