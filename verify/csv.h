#pragma once

// Tables that people keep in a spreadsheet and save as CSV (RFC 4180): UTF-8 with or without BOM,
// or GB18030; quoted fields, either line end, blank lines. Pure but for reading the file.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace jianzhen::verify {

class CsvTable {
 public:
  struct Row {
    int line = 0;  // of the file, from 1
    std::vector<std::string> cells;
  };

  // Errors: not_found (no such file), corrupt (no header, a required column is missing, a quote
  // never closes; names the line).
  static core::Result<CsvTable> load(const std::filesystem::path& file,
                                     const std::vector<std::string>& required);
  static core::Result<CsvTable> parse(std::string_view bytes, std::string_view source,
                                      const std::vector<std::string>& required);

  const std::vector<Row>& rows() const { return rows_; }
  bool has(std::string_view column) const;
  // Trimmed; empty where the column or the cell is not there.
  std::string cell(const Row& row, std::string_view column) const;

 private:
  std::vector<std::string> header_;
  std::vector<Row> rows_;
};

}  // namespace jianzhen::verify
