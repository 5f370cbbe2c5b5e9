#include "ingest/sheet.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <pugixml.hpp>
#include <string_view>
#include <vector>

#include "ingest/archive_reader.h"
#include "ingest/failures.h"
#include "ingest/office_package.h"

namespace jianzhen::ingest {
namespace {

using core::Result;

constexpr std::size_t kMaxBytes = std::size_t{64} << 20;  // of the parts, and of the table
constexpr int kMaxRows = 1'048'576;                       // what a spreadsheet has
constexpr int kMaxColumns = 16'384;

tl::unexpected<core::Error> too_large(std::string detail) {
  return core::fail(core::ErrorCode::unsafe,
                    {"表格过大，没有打开；请只保留需要导入的列和行。",
                     "The table is too large and was not opened; keep the rows and columns that "
                     "are to be imported."},
                    std::move(detail));
}

tl::unexpected<core::Error> no_workbook(std::string detail) {
  return core::fail(core::ErrorCode::unsupported,
                    {"这不是 XLSX 工作簿；请另存为 .xlsx 或 UTF-8 的 CSV。",
                     "This is no XLSX workbook; save it as .xlsx, or as CSV in UTF-8."},
                    std::move(detail));
}

// Of the package what a table is made of.
using Parts = std::map<std::string, std::string>;

bool is_wanted(std::string_view name) {
  return name == "xl/workbook.xml" || name == "xl/_rels/workbook.xml.rels" ||
         name == "xl/sharedStrings.xml" || name.starts_with("xl/worksheets/");
}

Result<std::string> data_of(archive* reader, std::size_t room) {
  constexpr std::size_t kBlock = std::size_t{64} << 10;
  std::string bytes;
  while (true) {
    const std::size_t before = bytes.size();
    if (before > room) return too_large("parts");
    bytes.resize(before + kBlock);
    const auto got = archive_read_data(reader, bytes.data() + before, kBlock);
    if (got < 0) return archive_failure(reader);
    bytes.resize(before + static_cast<std::size_t>(got));
    if (got == 0) return bytes;
  }
}

Result<Parts> parts_of(const std::filesystem::path& file) {
  const Utf8Locale utf8;
  const auto reader = open_archive(file, "application/zip");
  if (!reader) return core::fail(reader.error());
  Parts parts;
  std::size_t room = kMaxBytes;
  archive_entry* entry = nullptr;
  int status = ARCHIVE_OK;
  while ((status = archive_read_next_header(reader->get(), &entry)) >= ARCHIVE_WARN &&
         status != ARCHIVE_EOF) {
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr || !is_wanted(name)) continue;
    auto bytes = data_of(reader->get(), room);
    if (!bytes) return core::fail(bytes.error());
    room -= std::min(room, bytes->size());
    parts[name] = std::move(*bytes);
  }
  if (status != ARCHIVE_EOF) return archive_failure(reader->get());
  return parts;
}

// Some programs write every name with a prefix.
std::string_view local_name(const char* name) {
  const std::string_view whole(name);
  return whole.substr(whole.find(':') + 1);
}

std::vector<pugi::xml_node> children(const pugi::xml_node& parent, std::string_view name) {
  std::vector<pugi::xml_node> found;
  for (const pugi::xml_node& node : parent.children()) {
    if (local_name(node.name()) == name) found.push_back(node);
  }
  return found;
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
  for (const pugi::xml_node& node : parent.children()) {
    if (local_name(node.name()) == name) return node;
  }
  return {};
}

std::string_view attribute(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute& one : node.attributes()) {
    if (local_name(one.name()) == name) return one.value();
  }
  return {};
}

Result<void> parse(const std::string& part, pugi::xml_document& document) {
  const auto parsed = document.load_buffer(part.data(), part.size(),
                                           pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (!parsed) return corrupt(parsed.description());
  return {};
}

// Where the first sheet is; of a workbook that does not say, where programs put it.
std::string first_sheet(const Parts& parts) {
  std::string name = "xl/worksheets/sheet1.xml";
  const auto book = parts.find("xl/workbook.xml");
  const auto relations = parts.find("xl/_rels/workbook.xml.rels");
  pugi::xml_document sheets;
  pugi::xml_document targets;
  if (book == parts.end() || relations == parts.end() || !parse(book->second, sheets) ||
      !parse(relations->second, targets)) {
    return name;
  }
  const pugi::xml_node first = child(child(child(sheets, "workbook"), "sheets"), "sheet");
  for (const pugi::xml_node& relation : children(child(targets, "Relationships"), "Relationship")) {
    // "id" of the sheet is the relation's; "sheetId" is another name.
    if (attribute(relation, "Id") != attribute(first, "id")) continue;
    const std::string_view target = attribute(relation, "Target");
    name = target.starts_with("/") ? std::string(target.substr(1)) : "xl/" + std::string(target);
  }
  return name;
}

// Text of an element that holds runs; how it is read aloud (rPh) is not part of it.
std::string text_of(const pugi::xml_node& rich) {
  std::string text;
  for (const pugi::xml_node& node : rich.children()) {
    if (local_name(node.name()) == "t") text += node.text().get();
    if (local_name(node.name()) == "r") text += child(node, "t").text().get();
  }
  return text;
}

Result<std::vector<std::string>> shared_strings(const Parts& parts) {
  std::vector<std::string> strings;
  const auto part = parts.find("xl/sharedStrings.xml");
  if (part == parts.end()) return strings;
  pugi::xml_document document;
  if (auto parsed = parse(part->second, document); !parsed) return core::fail(parsed.error());
  for (const pugi::xml_node& one : children(child(document, "sst"), "si")) {
    strings.push_back(text_of(one));
  }
  return strings;
}

// "AB12" → 28; 0 where it says no column.
int column_of(std::string_view reference) {
  int column = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + (c - 'A' + 1);
    if (column > kMaxColumns) return kMaxColumns + 1;
  }
  return column;
}

std::string cell_text(const pugi::xml_node& cell, const std::vector<std::string>& strings) {
  const std::string_view type = attribute(cell, "t");
  if (type == "inlineStr") return text_of(child(cell, "is"));
  std::string value = child(cell, "v").text().get();
  if (type != "s") return value;
  std::size_t index = strings.size();
  std::from_chars(value.data(), value.data() + value.size(), index);
  return index < strings.size() ? strings[index] : std::string();
}

void add_cell(std::string& csv, std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
  if (text.find_first_of(",\"") == std::string::npos) {
    csv += text;
    return;
  }
  csv += '"';
  for (const char c : text) csv.append(c == '"' ? 2 : 1, c);
  csv += '"';
}

Result<void> add_row(const pugi::xml_node& row, const std::vector<std::string>& strings,
                     std::string& csv) {
  int column = 1;
  for (const pugi::xml_node& cell : children(row, "c")) {
    const int at = column_of(attribute(cell, "r"));
    if (at > kMaxColumns) return too_large("columns");
    const std::string text = cell_text(cell, strings);
    if (text.empty()) continue;
    for (; column < at; ++column) csv += ',';
    add_cell(csv, text);
    if (csv.size() > kMaxBytes) return too_large("cells");
  }
  return {};
}

}  // namespace

Result<std::string> sheet_csv(const std::filesystem::path& file) {
  if (auto plain = refuse_document_types(file); !plain) return core::fail(plain.error());
  const auto parts = parts_of(file);
  if (!parts) return core::fail(parts.error());
  const auto sheet = parts->find(first_sheet(*parts));
  if (sheet == parts->end()) return no_workbook("no sheet");
  const auto strings = shared_strings(*parts);
  if (!strings) return core::fail(strings.error());
  pugi::xml_document document;
  if (auto parsed = parse(sheet->second, document); !parsed) return core::fail(parsed.error());
  std::string csv;
  int line = 1;
  for (const pugi::xml_node& row :
       children(child(child(document, "worksheet"), "sheetData"), "row")) {
    const std::string_view number = attribute(row, "r");
    int at = line;
    std::from_chars(number.data(), number.data() + number.size(), at);
    if (at > kMaxRows) return too_large("rows");
    for (; line < at; ++line) csv += '\n';
    if (auto added = add_row(row, *strings, csv); !added) return core::fail(added.error());
  }
  return csv + '\n';
}

}  // namespace jianzhen::ingest
