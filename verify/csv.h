#pragma once

// Tables that people keep in a spreadsheet and save as CSV (RFC 4180): UTF-8 with or without BOM,
// or GB18030; quoted fields, either line end, blank lines. Pure but for reading the file.

#include <cstddef>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace jianzhen::verify {

// Errors: not_found (no such file, or it cannot be read).
core::Result<std::string> read_whole_file(const std::filesystem::path& file);

// One record after another, without a copy of the table: for files of millions of lines.
class CsvReader {
 public:
  // Reads the header. `bytes` must outlive the reader. Errors: corrupt (a quote never closes).
  static core::Result<CsvReader> open(std::string_view bytes, std::string_view source);

  const std::vector<std::string>& header() const { return header_; }
  std::optional<std::size_t> column(std::string_view name) const;
  // Errors: corrupt, naming the column that is not there.
  core::Result<std::size_t> required(std::string_view name) const;

  // The next record that is not blank; false at the end. Errors: corrupt, naming the line.
  core::Result<bool> next();
  // Of the current record: the line it begins in, from 1, and its cells, trimmed; both until
  // next(). A cell that is not there is empty.
  int line() const { return line_; }
  std::span<const std::string_view> cells() const { return cells_; }
  std::string_view cell(std::optional<std::size_t> column) const {
    return column && *column < cells_.size() ? cells_[*column] : std::string_view();
  }

 private:
  bool take_record();
  bool take_cell();
  bool step_over(std::size_t end);

  std::string source_;
  std::unique_ptr<const std::string> decoded_;  // where the bytes are no UTF-8
  std::string_view rest_;
  int line_ = 1;
  int next_line_ = 1;
  bool open_quote_ = false;
  std::vector<std::string> header_;
  std::vector<std::string_view> cells_;
  std::deque<std::string> unquoted_;  // what quoted cells say; a deque, as cells_ points into it
};

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
