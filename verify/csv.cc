#include "verify/csv.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "core/text.h"

namespace jianzhen::verify {
namespace {

// What Excel saves on a Chinese Windows; every byte sequence of GBK is one of GB18030.
std::string decoded(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (core::is_utf8(bytes)) return std::string(bytes);
  const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()), "GB18030");
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

// Takes one record off `rest`; nullopt where a quote never closes. Advances `line` by what it took.
std::optional<std::vector<std::string>> record(std::string_view& rest, int& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  while (!rest.empty()) {
    const char c = rest.front();
    rest.remove_prefix(1);
    if (c == '\n') ++line;
    if (c == '"') {
      const bool doubled = quoted && rest.starts_with('"');
      if (doubled) {
        cells.back() += c;
        rest.remove_prefix(1);
      } else {
        quoted = !quoted;
      }
    } else if (!quoted && c == ',') {
      cells.emplace_back();
    } else if (!quoted && c == '\n') {
      return cells;
    } else {
      cells.back() += c;
    }
  }
  if (quoted) return std::nullopt;
  return cells;
}

bool blank(const std::vector<std::string>& cells) {
  return std::ranges::all_of(cells, [](const std::string& c) { return trimmed(c).empty(); });
}

tl::unexpected<core::Error> broken(std::string_view source, int line, const core::Bilingual& why) {
  const std::string file(source);
  const std::string number = std::to_string(line);
  return core::fail(
      core::ErrorCode::corrupt,
      {file + " 第 " + number + " 行：" + why.zh, file + ", line " + number + ": " + why.en}, {},
      file);
}

}  // namespace

core::Result<CsvTable> CsvTable::load(const std::filesystem::path& file,
                                      const std::vector<std::string>& required) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return core::fail(core::ErrorCode::not_found,
                      {"打不开 " + file.string() + "，请检查路径和权限。",
                       "Cannot open " + file.string() + ". Check its path and permissions."},
                      {}, file.string());
  }
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return parse(bytes.str(), file.filename().string(), required);
}

core::Result<CsvTable> CsvTable::parse(std::string_view bytes, std::string_view source,
                                       const std::vector<std::string>& required) {
  const std::string text = decoded(bytes);
  std::string_view rest = text;
  CsvTable table;
  int line = 1;
  while (!rest.empty()) {
    const int at = line;
    auto cells = record(rest, line);
    if (!cells) {
      return broken(source, at,
                    {"引号没有成对，请检查这一行。", "a quotation mark is not closed."});
    }
    if (blank(*cells)) continue;
    for (std::string& cell : *cells) cell = trimmed(cell);
    if (table.header_.empty()) {
      table.header_ = std::move(*cells);
    } else {
      table.rows_.push_back({at, std::move(*cells)});
    }
  }
  for (const std::string& column : required) {
    if (std::ranges::find(table.header_, column) != table.header_.end()) continue;
    return broken(source, 1,
                  {"缺少“" + column + "”这一列，第一行应为列名。",
                   "column \"" + column + "\" is missing; the first line must name the columns."});
  }
  return table;
}

bool CsvTable::has(std::string_view column) const {
  return std::ranges::find(header_, column) != header_.end();
}

std::string CsvTable::cell(const Row& row, std::string_view column) const {
  const auto at = std::ranges::find(header_, column) - header_.begin();
  const auto index = static_cast<std::size_t>(at);
  return index < row.cells.size() && index < header_.size() ? row.cells[index] : std::string();
}

}  // namespace jianzhen::verify
