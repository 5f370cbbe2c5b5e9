#pragma once

// Workbooks as tables: for lists that the organisers keep in a spreadsheet.

#include <filesystem>
#include <string>

#include "core/error.h"

namespace jianzhen::ingest {

// The cells of the first sheet of an XLSX workbook (ECMA-376), as they are stored, in CSV (RFC
// 4180), UTF-8: row n is line n, and what would break a line within a cell is a space. Not the
// numbers' formats: a date is its number.
// Errors: unsupported (no such workbook), unsafe (too large, declares a document type), corrupt,
// encrypted.
core::Result<std::string> sheet_csv(const std::filesystem::path& file);

}  // namespace jianzhen::ingest
