#include "ingest/text_file.h"

#include <algorithm>
#include <cerrno>
#include <fstream>

#include "core/text.h"
#include "ingest/failures.h"
#include "ingest/formats.h"
#include "ingest/html_text.h"
#include "ingest/text_encoding.h"

namespace jianzhen::ingest {
namespace {

// The page that a text is laid on: A4 in points, with margins, one row per line.
constexpr int kWidth = 595;
constexpr int kHeight = 842;
constexpr int kRows = 60;
constexpr double kMargin = 0.08;
constexpr std::size_t kColumns = 90;  // a Chinese character takes two
// More than anybody writes: a data set, of which the beginning is read.
constexpr std::size_t kBytes = std::size_t{16} << 20;

std::size_t columns_of(char32_t c) { return c >= 0x1100 ? 2 : 1; }

// One row, broken where the page ends.
std::vector<std::u32string> rows_of(const std::u32string& text) {
  std::vector<std::u32string> rows;
  std::u32string row;
  std::size_t columns = 0;
  for (const char32_t c : text) {
    if (c == U'\r') continue;
    if (c == U'\n' || columns + columns_of(c) > kColumns) {
      rows.push_back(std::move(row));
      row.clear();
      columns = 0;
      if (c == U'\n') continue;
    }
    row += c == U'\t' ? U' ' : c;
    columns += columns_of(c);
  }
  if (!row.empty()) rows.push_back(std::move(row));
  return rows;
}

core::Line line_of(const std::u32string& text, int row) {
  constexpr double kColumn = (1 - 2 * kMargin) / kColumns;
  constexpr double kRow = (1 - 2 * kMargin) / kRows;
  core::Line line;
  line.text = core::to_utf8(text);
  double at = kMargin;
  for (const char32_t c : text) {
    line.edges.push_back(static_cast<float>(at));
    at += kColumn * static_cast<double>(columns_of(c));
  }
  line.edges.push_back(static_cast<float>(at));
  const double top = kMargin + kRow * row;
  line.box = {kMargin, top, at, top + kRow};
  return line;
}

core::Page page_of(const std::vector<std::u32string>& rows, std::size_t first, int number) {
  core::Page page;
  page.number = number;
  page.width = kWidth;
  page.height = kHeight;
  page.source = core::PageSource::text_layer;
  page.confidence = 1;
  for (std::size_t i = first; i < std::min(first + kRows, rows.size()); ++i) {
    const bool blank = std::ranges::all_of(rows[i], [](char32_t c) { return c == U' '; });
    if (!blank) page.lines.push_back(line_of(rows[i], static_cast<int>(i - first)));
  }
  return page;
}

}  // namespace

core::Result<std::string> text_bytes(const std::filesystem::path& file, std::size_t limit,
                                     bool& cut) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return system_failure(errno, "open " + file.string());
  std::string bytes(limit, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(limit));
  if (in.bad()) return system_failure(errno, "read " + file.string());
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  cut = bytes.size() == limit && in.peek() != std::ifstream::traits_type::eof();
  return bytes;
}

core::Result<void> give_text(const Reading& reading, std::string_view text, bool cut) {
  const auto rows = rows_of(core::to_utf32(text));
  const std::size_t pages = std::max<std::size_t>((rows.size() + kRows - 1) / kRows, 1);
  const auto limit = static_cast<std::size_t>(reading.limits.max_pages);
  reading.sink.info({reading.type.media_type, static_cast<int>(pages), {}});
  if (cut || pages > limit) {
    reading.sink.observed({core::ObservationKind::truncated, 0, "size limit"});
  }
  for (std::size_t i = 0; i < std::min(pages, limit); ++i) {
    const int number = static_cast<int>(i) + 1;
    if (reading.skips(number)) continue;
    if (!reading.sink.page({page_of(rows, i * kRows, number), {}})) return {};
  }
  return {};
}

core::Result<void> read_text(const Reading& reading) {
  bool cut = false;
  const auto bytes = text_bytes(reading.file, kBytes, cut);
  if (!bytes) return core::fail(bytes.error());
  const bool html = reading.type.media_type == "text/html";
  return give_text(reading, html ? html_text(*bytes) : text_of(*bytes), cut);
}

}  // namespace jianzhen::ingest
