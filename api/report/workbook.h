#pragma once

// Tables as a workbook for spreadsheet programs. Every cell is text or a number, so that nothing
// from a submitter is a formula. The same tables give the same bytes. Pure, but for the file on its
// way.

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/error.h"

namespace jianzhen::api {

struct SheetColumn {
  core::Bilingual title;
  double width;  // characters
};

using SheetRow = std::vector<std::variant<std::string, double>>;

struct Sheet {
  core::Bilingual name;
  std::span<const SheetColumn> columns;  // outlive the sheet
  std::vector<SheetRow> rows;            // may be shorter than the columns
};

// `created`: RFC 3339. Errors: no_space, unreadable (the folder for what is on its way).
core::Result<std::string> workbook_of(const core::Bilingual& title, const std::string& created,
                                      std::span<const Sheet> sheets, core::Lang lang);

}  // namespace jianzhen::api
