#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <system_error>

#include "api/check.h"
#include "api/cli/command.h"
#include "api/cli/progress.h"
#include "api/kept_entries.h"
#include "api/rules.h"

namespace jianzhen::api::cli {
namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::fail;
using core::Result;

struct ReportArguments {
  std::vector<std::string> targets;
  fs::path out;
  bool summary = false;
  RuleFiles rules;
};

// Folders are checked into a data folder of their own, that goes with the command.
class PassingData {
 public:
  PassingData() {
    std::string name = (fs::temp_directory_path() / "jianzhen-report-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~PassingData() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  PassingData(const PassingData&) = delete;
  PassingData& operator=(const PassingData&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

tl::unexpected<core::Error> wrong(const core::Bilingual& message) {
  return fail(ErrorCode::usage, message);
}

// The ids of the folders' entries, which are in the data folder afterwards.
Result<std::vector<std::string>> check_into(const fs::path& data, const ReportArguments& arguments,
                                            Pipeline& pipeline, const Program& program) {
  CheckOptions options;
  options.folders.assign(arguments.targets.begin(), arguments.targets.end());
  options.relations = arguments.rules.relations;
  options.lists = arguments.rules.lists;
  options.contest = arguments.rules.contest;
  options.keep = data;
  ProgressBar bar(program.lang);
  auto run = check_folders(
      options, pipeline, [&](const CheckProgress& at) { bar.show(at); }, program.stop);
  if (!run) return fail(run.error());
  if (!run->troubles.empty()) return fail(run->troubles.front());
  std::vector<std::string> ids;
  for (const CheckedFolder& folder : run->folders) {
    if (!folder.report) return fail(folder.report.error());
    ids.push_back(folder.report->entry);
  }
  return ids;
}

Result<std::string> made(const ReportArguments& arguments, std::vector<std::string> ids,
                         KeptEntries& entries, const Program& program) {
  const auto rules = load_rules({{}, {}, arguments.rules.contest});
  if (!rules) return fail(rules.error());
  if (ids.empty()) {
    auto all = entries.ids();
    if (!all) return fail(all.error());
    ids = std::move(*all);
  }
  std::vector<Dossier> dossiers;
  for (const std::string& id : ids) {
    auto dossier = entries.dossier(id, program.lang);
    if (!dossier) return fail(dossier.error());
    dossiers.push_back(std::move(*dossier));
  }
  if (arguments.summary) {
    if (arguments.out.extension() == ".xlsx") {
      return summary_xlsx(dossiers, rules->contest, program.lang);
    }
    return summary_pdf(dossiers, rules->contest, program.lang);
  }
  const auto pictures = entries.pictures(dossiers.front().entry.id);
  if (!pictures) return fail(pictures.error());
  return entry_report_pdf(dossiers.front(), rules->contest, program.lang, *pictures);
}

Result<void> check_form(const ReportArguments& arguments) {
  const std::string ending = arguments.out.extension().string();
  if (!arguments.summary && arguments.targets.size() != 1) {
    return wrong({"一次生成一个项目的报告；多个项目请加 --summary 生成总表。",
                  "A report is of one entry; with --summary there is a sheet over several."});
  }
  if (ending == ".pdf" || (ending == ".xlsx" && arguments.summary)) return {};
  return wrong({"报告写成 .pdf；总表可以写成 .pdf 或 .xlsx。",
                "A report is a .pdf; a summary is a .pdf or .xlsx."});
}

Result<std::string> run(const Program& program, const ReportArguments& arguments) {
  if (auto good = check_form(arguments); !good) return fail(good.error());
  std::size_t folders = 0;
  for (const std::string& target : arguments.targets) folders += fs::is_directory(target) ? 1 : 0;
  if (folders != 0 && folders != arguments.targets.size()) {
    return wrong(
        {"文件夹和已存的项目编号不能混用。", "Folders and kept entries do not go together."});
  }
  auto pipeline = Pipeline::open(program.pipeline());
  if (!pipeline) return fail(pipeline.error());
  const PassingData passing;
  std::vector<std::string> ids = arguments.targets;
  if (folders > 0) {
    if (passing.path().empty()) {
      return fail(ErrorCode::no_space, {"无法建立临时目录。", "No temporary folder can be made."});
    }
    auto checked = check_into(passing.path(), arguments, **pipeline, program);
    if (!checked) return fail(checked.error());
    ids = std::move(*checked);
  }
  auto entries = KeptEntries::open(folders > 0 ? passing.path() : program.data, **pipeline);
  if (!entries) return fail(entries.error());
  return made(arguments, std::move(ids), **entries, program);
}

int run_report(const Program& program, const ReportArguments& arguments) {
  const auto bytes = run(program, arguments);
  if (!bytes) return show_error(bytes.error(), program.lang);
  std::ofstream out(arguments.out, std::ios::binary);
  out << *bytes;
  if (out.close(); !out) {
    return show_error({ErrorCode::unreadable,
                       {"无法写入 " + arguments.out.string() + "。",
                        "Cannot write " + arguments.out.string() + "."}},
                      program.lang);
  }
  std::cerr << program.say({"已生成 ", "Made "}) << arguments.out.string() << "\n";
  return 0;
}

}  // namespace

void add_report(Program& program) {
  CLI::App* command =
      program.command("report", {"生成核查报告（PDF）或总表（PDF、XLSX）",
                                 "Make an entry's report (PDF) or a summary sheet (PDF, XLSX)"});
  const auto arguments = std::make_shared<ReportArguments>();
  const auto& say = [&](const char* zh, const char* en) { return program.say({zh, en}); };
  arguments->rules = program.settings.rules;
  command->add_option("TARGET", arguments->targets,
                      say("申报文件夹，或已存的项目编号；总表不写即为全部",
                          "A submission folder or the number of a kept entry; a summary without "
                          "any is over all"));
  command->add_option("-o,--out", arguments->out, say("写到哪个文件", "The file to write"))
      ->required();
  command->add_flag("--summary", arguments->summary,
                    say("多个项目的总表", "A summary sheet over entries"));
  command->add_option("--relations", arguments->rules.relations,
                      say("单位关系 CSV", "CSV of relations"));
  command->add_option("--lists", arguments->rules.lists,
                      say("失信等名单所在目录", "Folder of the exclusion lists"));
  command->add_option(
      "--contest", arguments->rules.contest,
      say("大赛定义 YAML（默认辽宁 2024）", "Contest YAML (default: Liaoning 2024)"));
  command->callback([&program, arguments] {
    program.run = [&program, arguments] { return run_report(program, *arguments); };
  });
}

}  // namespace jianzhen::api::cli
