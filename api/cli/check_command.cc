#include <unistd.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

#include "api/check.h"
#include "api/cli/command.h"
#include "api/cli/progress.h"
#include "api/report/terminal.h"

namespace jianzhen::api::cli {
namespace {

struct CheckArguments {
  CheckOptions options;
  std::string applicant;
  std::string uscc;
  bool keep = false;
  bool json = false;
};

int exit_status(const CheckRun& run) {
  bool usage = false;
  bool violation = false;
  bool failed = !run.troubles.empty();
  for (const CheckedFolder& folder : run.folders) {
    if (!folder.report) {
      const bool theirs = core::kind_of(folder.report.error().code).exit_status == kUsage;
      (theirs ? usage : failed) = true;
      continue;
    }
    violation |= folder.report->verdict() == core::Severity::violation;
    // The finding on an archive that cannot be opened counts as a file that failed, too.
    for (const core::Material& material : folder.report->materials) {
      failed |= material.error.has_value();
    }
    static const std::array kFailures = {"material.encrypted", "material.corrupt",
                                         "material.unsafe", "material.unsupported"};
    for (const core::Finding& finding : folder.report->findings) {
      failed |= std::find(kFailures.begin(), kFailures.end(), finding.code) != kFailures.end();
    }
  }
  return usage ? kUsage : violation ? kViolation : failed ? kFileFailed : 0;
}

int run_check(const Program& program, CheckArguments& arguments) {
  if (!arguments.applicant.empty()) {
    if (arguments.options.folders.size() != 1) {
      return show_error(
          {core::ErrorCode::usage,
           {"--applicant 只能和一个文件夹一起使用。", "--applicant goes with one folder."}},
          program.lang);
    }
    arguments.options.applicant = ApplicantOption{arguments.applicant, arguments.uscc};
  }
  if (arguments.keep) {
    arguments.options.keep = program.data;
  }
  auto pipeline = Pipeline::open(program.pipeline());
  if (!pipeline) return show_error(pipeline.error(), program.lang);
  core::Result<CheckRun> run = [&] {
    ProgressBar bar(program.lang);
    return check_folders(
        arguments.options, **pipeline, [&](const CheckProgress& at) { bar.show(at); },
        program.stop);
  }();
  if (!run) return show_error(run.error(), program.lang);

  const TerminalStyle style{program.lang, use_colour(STDOUT_FILENO)};
  const auto contest = arguments.options.contest
                           ? *verify::Contest::load(*arguments.options.contest)
                           : verify::Contest::built_in();
  for (const CheckedFolder& folder : run->folders) {
    if (!folder.report) {
      show_error(folder.report.error(), program.lang);
    } else if (arguments.json) {
      std::cout << core::report_json(*folder.report, program.lang) << "\n";
    } else {
      std::cout << terminal_report(*folder.report, contest, style);
    }
  }
  if (!arguments.json && run->folders.size() > 1) std::cout << terminal_summary(*run, style);
  for (const core::Error& trouble : run->troubles) show_error(trouble, program.lang);
  return exit_status(*run);
}

}  // namespace

void add_check(Program& program) {
  CLI::App* command = program.command(
      "check", {"核对一个或多个申报文件夹", "Check one or more submission folders"});
  // Shared with the run, which comes after the parsing.
  const auto arguments = std::make_shared<CheckArguments>();
  const auto& say = [&](const char* zh, const char* en) { return program.say({zh, en}); };
  CheckOptions& options = arguments->options;
  options.relations = program.settings.rules.relations;
  options.lists = program.settings.rules.lists;
  options.contest = program.settings.rules.contest;
  command->add_option("FOLDER", options.folders, say("申报文件夹", "Submission folders"))
      ->required();
  command->add_flag("--json", arguments->json,
                    say("每个文件夹输出一行 JSON", "One line of JSON per folder"));
  command->add_option("--relations", options.relations, say("单位关系 CSV", "CSV of relations"));
  command->add_option("--lists", options.lists,
                      say("失信等名单所在目录", "Folder of the exclusion lists"));
  command->add_option(
      "--contest", options.contest,
      say("大赛定义 YAML（默认辽宁 2024）", "Contest YAML (default: Liaoning 2024)"));
  auto* applicant = command->add_option("--applicant", arguments->applicant,
                                        say("参赛单位名称", "The applicant's name"));
  command
      ->add_option("--uscc", arguments->uscc,
                   say("参赛单位统一社会信用代码", "The applicant's credit code"))
      ->needs(applicant);
  command->add_flag("--keep", arguments->keep,
                    say("存入数据目录，供 search 和 serve 使用", "Store it for search and serve"));
  command->callback([&program, arguments] {
    program.run = [&program, arguments] { return run_check(program, *arguments); };
  });
}

}  // namespace jianzhen::api::cli
