// The public lists of --lists.

#include <array>
#include <filesystem>

#include "verify/check.h"
#include "verify/csv.h"

namespace jianzhen::verify {
namespace {

constexpr std::array kLists = {"dishonest", "tax", "procurement"};

}  // namespace

core::Result<std::vector<ListedUnit>> load_lists(const std::filesystem::path& folder) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) {
    return core::fail(core::ErrorCode::not_found,
                      {"没有名单文件夹 " + folder.string() + "，请检查 --lists 后的路径。",
                       "There is no folder " + folder.string() + ". Check the path after --lists."},
                      {}, folder.string());
  }
  std::vector<ListedUnit> units;
  for (const std::string list : kLists) {
    const std::filesystem::path file = folder / (list + ".csv");
    if (!std::filesystem::exists(file, ignored)) continue;
    const auto table = CsvTable::load(file, {"name"});
    if (!table) return core::fail(table.error());
    for (const CsvTable::Row& row : table->rows()) {
      units.push_back({{table->cell(row, "name"), table->cell(row, "uscc")},
                       list,
                       table->cell(row, "case_no"),
                       table->cell(row, "published")});
    }
  }
  return units;
}

}  // namespace jianzhen::verify
