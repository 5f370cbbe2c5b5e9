#include "verify/csv.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "core/text.h"

namespace jianzhen::verify {
namespace {

// What Excel saves on a Chinese Windows; every byte sequence of GBK is one of GB18030.
std::string decoded(std::string_view bytes) {
  const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()), "GB18030");
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool blank(std::span<const std::string_view> cells) {
  return std::ranges::all_of(cells, &std::string_view::empty);
}

tl::unexpected<core::Error> unopened(const std::filesystem::path& file) {
  return core::fail(core::ErrorCode::not_found,
                    {"打不开 " + file.string() + "，请检查路径和权限。",
                     "Cannot open " + file.string() + ". Check its path and permissions."},
                    {}, file.string());
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

core::Result<CsvReader> CsvReader::open(std::string_view bytes, std::string_view source) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  CsvReader reader;
  reader.source_ = source;
  reader.rest_ = bytes;
  if (!core::is_utf8(bytes)) {
    reader.decoded_ = std::make_unique<const std::string>(decoded(bytes));
    reader.rest_ = *reader.decoded_;
  }
  const auto read = reader.next();
  if (!read) return core::fail(read.error());
  for (const std::string_view name : reader.cells_) reader.header_.emplace_back(name);
  return reader;
}

// Takes one record off the rest; false where a quote never closes.
bool CsvReader::take_record() {
  cells_.clear();
  unquoted_.clear();
  while (true) {
    const bool more = take_cell();
    if (open_quote_) return false;
    if (!more) return true;
  }
}

// Takes one cell and what ends it; true where a comma did.
bool CsvReader::take_cell() {
  std::size_t end = 0;
  while (end < rest_.size() && rest_[end] != ',' && rest_[end] != '\n' && rest_[end] != '"') ++end;
  if (end == rest_.size() || rest_[end] != '"') {
    cells_.push_back(trimmed(rest_.substr(0, end)));
    return step_over(end);
  }
  std::string& cell = unquoted_.emplace_back();
  for (std::size_t i = 0; i < rest_.size(); ++i) {
    const char c = rest_[i];
    if (c == '"') {
      const bool doubled = open_quote_ && i + 1 < rest_.size() && rest_[i + 1] == '"';
      if (doubled) {
        cell += c;
        ++i;
      } else {
        open_quote_ = !open_quote_;
      }
    } else if (!open_quote_ && (c == ',' || c == '\n')) {
      cells_.push_back(trimmed(cell));
      return step_over(i);
    } else {
      if (c == '\n') ++next_line_;
      cell += c;
    }
  }
  cells_.push_back(trimmed(cell));
  return step_over(rest_.size());
}

bool CsvReader::step_over(std::size_t end) {
  const bool comma = end < rest_.size() && rest_[end] == ',';
  if (end < rest_.size() && !comma) ++next_line_;
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  return comma;
}

core::Result<bool> CsvReader::next() {
  while (!rest_.empty()) {
    line_ = next_line_;
    if (!take_record()) {
      return broken(source_, line_,
                    {"引号没有成对，请检查这一行。", "a quotation mark is not closed."});
    }
    if (!blank(cells_)) return true;
  }
  cells_.clear();
  return false;
}

std::optional<std::size_t> CsvReader::column(std::string_view name) const {
  const auto it = std::ranges::find(header_, name);
  if (it == header_.end()) return std::nullopt;
  return static_cast<std::size_t>(it - header_.begin());
}

core::Result<std::size_t> CsvReader::required(std::string_view name) const {
  if (const auto at = column(name)) return *at;
  const std::string column(name);
  return broken(source_, 1,
                {"缺少“" + column + "”这一列，第一行应为列名。",
                 "column \"" + column + "\" is missing; the first line must name the columns."});
}

core::Result<std::string> read_whole_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary | std::ios::ate);
  if (!stream || std::filesystem::is_directory(file)) return unopened(file);
  std::string bytes(static_cast<std::size_t>(stream.tellg()), '\0');
  stream.seekg(0);
  if (!stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) return unopened(file);
  return bytes;
}

core::Result<CsvTable> CsvTable::load(const std::filesystem::path& file,
                                      const std::vector<std::string>& required) {
  const auto bytes = read_whole_file(file);
  if (!bytes) return core::fail(bytes.error());
  return parse(*bytes, file.filename().string(), required);
}

core::Result<CsvTable> CsvTable::parse(std::string_view bytes, std::string_view source,
                                       const std::vector<std::string>& required) {
  auto reader = CsvReader::open(bytes, source);
  if (!reader) return core::fail(reader.error());
  CsvTable table;
  table.header_ = reader->header();
  for (const std::string& column : required) {
    if (const auto found = reader->required(column); !found) return core::fail(found.error());
  }
  for (;;) {
    const auto more = reader->next();
    if (!more) return core::fail(more.error());
    if (!*more) return table;
    table.rows_.push_back(
        {reader->line(), std::vector<std::string>(reader->cells().begin(), reader->cells().end())});
  }
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
