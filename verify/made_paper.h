#pragma once

// Papers made for tests, written down row by row: "名称 | 沈阳某某有限公司" is a row of two
// columns. Tests only.

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/text.h"

namespace jianzhen::verify {

inline constexpr double kMadeRow = 0.022;
inline constexpr double kMadeCharacter = 0.018;

// One line of a page from the row's top; a row without "|" begins at the left margin, one that
// begins with ">" is in the middle.
inline void add_row(core::Page& page, std::string_view row, double top) {
  constexpr std::array kColumns = {0.08, 0.30, 0.56, 0.78};
  std::size_t column = 0;
  while (!row.empty()) {
    const std::size_t bar = row.find(" | ");
    std::string_view words = row.substr(0, bar);
    row = bar == std::string_view::npos ? std::string_view() : row.substr(bar + 3);
    const bool centred = words.starts_with(">");
    if (centred) words.remove_prefix(1);
    const double width = kMadeCharacter * static_cast<double>(std::max<std::size_t>(
                                              1, core::code_point_count(words)));
    const double left = centred ? 0.5 - width / 2 : kColumns.at(std::min<std::size_t>(column, 3));
    if (!words.empty()) {
      core::Line line;
      line.text = std::string(words);
      line.box = {left, top, left + width, top + 0.7 * kMadeRow};
      page.lines.push_back(std::move(line));
    }
    ++column;
  }
}

inline core::Page made_page(const std::vector<std::string>& rows, int number = 1) {
  core::Page page;
  page.number = number;
  page.width = 595;
  page.height = 842;
  page.source = core::PageSource::text_layer;
  page.confidence = 1;
  double top = 0.05;
  for (const std::string& row : rows) {
    add_row(page, row, top);
    top += kMadeRow;
  }
  return page;
}

inline core::Document made_document(const std::vector<std::vector<std::string>>& pages) {
  core::Document document;
  document.media_type = "application/pdf";
  document.page_count = static_cast<int>(pages.size());
  for (const auto& rows : pages) {
    document.pages.push_back(made_page(rows, static_cast<int>(document.pages.size()) + 1));
  }
  return document;
}

}  // namespace jianzhen::verify
