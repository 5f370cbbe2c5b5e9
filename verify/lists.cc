// The public lists of --lists.

#include <array>
#include <filesystem>
#include <span>
#include <string_view>

#include "verify/check.h"
#include "verify/csv.h"

namespace jianzhen::verify {
namespace {

constexpr std::array kLists = {"dishonest", "tax", "procurement"};

// A column of ours under the names that the public lists give it: 失信被执行人 as the court's site
// and its resellers publish it, 重大税收违法, 政府采购严重违法失信 as their notices print it.
using Names = std::span<const std::string_view>;
constexpr auto kName = std::to_array<std::string_view>(
    {"name", "被执行人姓名/名称", "被执行人姓名", "纳税人名称", "企业名称", "iname", "Name"});
constexpr auto kCode = std::to_array<std::string_view>(
    {"uscc", "统一社会信用代码", "纳税人识别号或信用代码", "纳税人识别号", "身份证号/组织机构代码",
     "组织机构代码", "cardNum", "Orgno"});
constexpr auto kCase = std::to_array<std::string_view>(
    {"case_no", "案号", "执行案号", "caseCode", "Anno", "处罚决定书文号"});
constexpr auto kPublished = std::to_array<std::string_view>(
    {"published", "发布时间", "公布日期", "公布日期/公布截止日期", "publishDate", "Publicdate"});

constexpr auto kAsOf = std::to_array<std::string_view>(
    {"as_of", "截至日期", "数据截至", "数据截止日期", "采集日期", "更新日期", "更新时间"});

std::string_view called(const CsvTable& table, Names names) {
  for (const std::string_view name : names) {
    if (table.has(name)) return name;
  }
  return names.front();
}

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
    auto table = CsvTable::load(file, {});
    if (table && !table->has(called(*table, kName))) table = CsvTable::load(file, {"name"});
    if (!table) return core::fail(table.error());
    for (const CsvTable::Row& row : table->rows()) {
      const auto cell = [&](Names names) { return table->cell(row, called(*table, names)); };
      units.push_back(
          {{cell(kName), cell(kCode)}, list, cell(kCase), cell(kPublished), cell(kAsOf)});
    }
  }
  return units;
}

}  // namespace jianzhen::verify
