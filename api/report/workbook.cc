#include "api/report/workbook.h"

#include <xlsxwriter.h>

#include <fstream>
#include <iterator>

#include "core/text.h"
#include "store/files.h"

namespace jianzhen::api {
namespace {

constexpr std::size_t kMostInCell = 4000;  // characters; Excel takes 32,767

// XML 1.0 holds no control characters; what is longer than a cell is cut.
std::string cell_text(std::string_view utf8) {
  std::u32string text = core::to_utf32(utf8);
  if (text.size() > kMostInCell) {
    text.resize(kMostInCell - 1);
    text += U'…';
  }
  for (char32_t& c : text) {
    if ((c < U' ' && c != U'\n') || c == 0xFFFE || c == 0xFFFF) c = U' ';
  }
  return core::to_utf8(text);
}

struct Formats {
  lxw_format* head = nullptr;
  lxw_format* body = nullptr;
};

Formats formats_of(lxw_workbook* book) {
  const Formats formats{workbook_add_format(book), workbook_add_format(book)};
  format_set_bold(formats.head);
  format_set_bg_color(formats.head, 0xF3F1EC);
  format_set_border(formats.head, LXW_BORDER_THIN);
  format_set_text_wrap(formats.head);
  format_set_text_wrap(formats.body);
  format_set_align(formats.body, LXW_ALIGN_VERTICAL_TOP);
  format_set_border(formats.body, LXW_BORDER_HAIR);
  return formats;
}

void write_sheet(lxw_workbook* book, const Sheet& table, const Formats& formats, core::Lang lang) {
  lxw_worksheet* sheet = workbook_add_worksheet(book, core::in(table.name, lang).c_str());
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto at = static_cast<lxw_col_t>(i);
    worksheet_set_column(sheet, at, at, table.columns[i].width, nullptr);
    worksheet_write_string(sheet, 0, at, core::in(table.columns[i].title, lang).c_str(),
                           formats.head);
  }
  worksheet_freeze_panes(sheet, 1, 0);
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9);  // A4
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_repeat_rows(sheet, 0, 0);
  lxw_row_t row = 0;
  for (const SheetRow& cells : table.rows) {
    ++row;
    lxw_col_t column = 0;
    for (const auto& cell : cells) {
      if (const auto* text = std::get_if<std::string>(&cell)) {
        worksheet_write_string(sheet, row, column, cell_text(*text).c_str(), formats.body);
      } else {
        worksheet_write_number(sheet, row, column, std::get<double>(cell), formats.body);
      }
      ++column;
    }
  }
  if (row > 0) {
    worksheet_autofilter(sheet, 0, 0, row, static_cast<lxw_col_t>(table.columns.size() - 1));
  }
}

std::time_t moment_of(const std::string& rfc3339) {
  std::tm utc{};
  if (std::sscanf(rfc3339.c_str(), "%d-%d-%dT%d:%d:%d", &utc.tm_year, &utc.tm_mon, &utc.tm_mday,
                  &utc.tm_hour, &utc.tm_min, &utc.tm_sec) != 6) {
    return 1;  // 0 would mean the clock
  }
  utc.tm_year -= 1900;
  utc.tm_mon -= 1;
  return ::timegm(&utc);
}

lxw_error write_book(const std::string& file, std::string title, const std::string& created,
                     std::span<const Sheet> sheets, core::Lang lang) {
  lxw_workbook* book = workbook_new(file.c_str());
  if (book == nullptr) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.created = moment_of(created);
  workbook_set_properties(book, &properties);
  const Formats formats = formats_of(book);
  for (const Sheet& sheet : sheets) write_sheet(book, sheet, formats, lang);
  return workbook_close(book);
}

}  // namespace

core::Result<std::string> workbook_of(const core::Bilingual& title, const std::string& created,
                                      std::span<const Sheet> sheets, core::Lang lang) {
  const auto file = store::TemporaryFile::make();
  if (!file) return core::fail(file.error());
  const lxw_error wrong = write_book(file->path(), core::in(title, lang), created, sheets, lang);
  if (wrong != LXW_NO_ERROR) {
    return core::fail(core::ErrorCode::unreadable,
                      {"无法生成工作簿。", "The workbook could not be made."}, lxw_strerror(wrong),
                      "report");
  }
  std::ifstream in(file->path(), std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace jianzhen::api
