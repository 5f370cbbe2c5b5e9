// `jianzhen rules what-if`: what another contest's file would change.

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "api/cli/command.h"
#include "api/report/columns.h"
#include "api/what_if.h"

namespace jianzhen::api::cli {
namespace {

using json = nlohmann::ordered_json;

struct RulesArguments {
  WhatIfOptions options;
  bool json = false;
};

json findings_form(const std::vector<core::Finding>& findings, core::Lang lang) {
  json list = json::array();
  for (const core::Finding& finding : findings) {
    list.push_back(json::parse(core::finding_json(finding, lang)));
  }
  return list;
}

std::string change_json(const EntryChange& change, core::Lang lang) {
  json form = {{"entry", change.entry},
               {"verdict_before", core::word(change.before)},
               {"verdict_after", core::word(change.after)},
               {"gained", findings_form(change.gained, lang)},
               {"lost", findings_form(change.lost, lang)},
               {"regraded", json::array()}};
  for (const Regraded& regraded : change.regraded) {
    json finding = json::parse(core::finding_json(regraded.after, lang));
    finding["severity_before"] = core::word(regraded.before.severity);
    finding["clause_before"] = regraded.before.clause;
    form["regraded"].push_back(std::move(finding));
  }
  return form.dump();
}

void show_finding(const char* sign, const core::Finding& finding, const Program& program) {
  std::cout << "  " << sign << " " << program.say(core::shown(finding.severity)) << " "
            << finding.code << " "
            << (finding.material.empty() ? std::string() : printable(finding.material) + " ")
            << printable(program.say(finding.message)) << "\n";
}

void show_change(const EntryChange& change, const Program& program) {
  std::cout << printable(change.entry) << "  " << program.say(core::shown(change.before)) << " → "
            << program.say(core::shown(change.after)) << "\n";
  for (const core::Finding& finding : change.gained) show_finding("+", finding, program);
  for (const core::Finding& finding : change.lost) show_finding("-", finding, program);
  for (const Regraded& regraded : change.regraded) {
    std::cout << "  ~ " << regraded.after.code << " "
              << program.say(core::shown(regraded.before.severity)) << " → "
              << program.say(core::shown(regraded.after.severity)) << " "
              << printable(regraded.after.material) << "\n";
  }
}

void show_summary(const WhatIf& result, const Program& program) {
  std::size_t gained = 0;
  std::size_t lost = 0;
  std::size_t regraded = 0;
  for (const EntryChange& change : result.changes) {
    gained += change.gained.size();
    lost += change.lost.size();
    regraded += change.regraded.size();
  }
  const auto n = [](std::size_t count) { return std::to_string(count); };
  std::cout << program.say({"重算 " + n(result.entries) + " 个项目：" + n(result.changes.size()) +
                                " 个有变化，增加 " + n(gained) + " 条，减少 " + n(lost) +
                                " 条，改级 " + n(regraded) + " 条。",
                            n(result.entries) + " entries: " + n(result.changes.size()) +
                                " change, " + n(gained) + " findings gained, " + n(lost) +
                                " lost, " + n(regraded) + " regraded."})
            << "\n";
}

// On standard error, with --json too: what the answer does not cover.
void show_limits(const WhatIf& result, const Program& program) {
  if (!result.without_facts.empty()) {
    const std::string count = std::to_string(result.without_facts.size());
    std::cerr << program.say({count + " 个项目没有可用的事实，请重新运行 check --keep。",
                              count + " entries have no facts of this version; run check --keep "
                                      "again."})
              << "\n";
  }
  if (result.facts_differ) {
    std::cerr
        << program.say(
               {"新文件改了申报书章节、核查要点或材料种类：与之有关的结果须重新运行 check --keep "
                "--contest 后才准确。",
                "The new file asks for other sections, review items or kinds: what concerns "
                "them holds only after check --keep --contest."})
        << "\n";
  }
}

int run_what_if(const Program& program, RulesArguments& arguments) {
  arguments.options.data = program.data;
  const auto result = what_if(arguments.options);
  if (!result) return show_error(result.error(), program.lang);
  for (const EntryChange& change : result->changes) {
    if (arguments.json) {
      std::cout << change_json(change, program.lang) << "\n";
    } else {
      show_change(change, program);
    }
  }
  if (!arguments.json) show_summary(*result, program);
  show_limits(*result, program);
  return 0;
}

}  // namespace

void add_rules(Program& program) {
  CLI::App* command =
      program.command("rules", {"规则：what-if 试算另一份大赛定义会增减哪些疑点",
                                "Rules: what-if tells which findings another contest file would "
                                "add or remove"});
  const auto arguments = std::make_shared<RulesArguments>();
  const auto& say = [&](const char* zh, const char* en) { return program.say({zh, en}); };
  const auto what = std::make_shared<std::string>();
  command->add_option("WHAT", *what, "what-if")->required()->check(CLI::IsMember({"what-if"}));
  WhatIfOptions& options = arguments->options;
  options.from = program.settings.rules.contest;
  options.relations = program.settings.rules.relations;
  options.lists = program.settings.rules.lists;
  command
      ->add_option("--contest", options.contest, say("新的大赛定义 YAML", "The new contest YAML"))
      ->required();
  command->add_option("--from", options.from,
                      say("现行大赛定义 YAML（默认辽宁 2024）",
                          "The present contest YAML (default: Liaoning 2024)"));
  command->add_option("--relations", options.relations, say("单位关系 CSV", "CSV of relations"));
  command->add_option("--lists", options.lists,
                      say("失信等名单所在目录", "Folder of the exclusion lists"));
  command->add_flag("--json", arguments->json,
                    say("每个有变化的项目输出一行 JSON", "One line of JSON per changed entry"));
  command->callback([&program, arguments, what] {
    program.run = [&program, arguments] { return run_what_if(program, *arguments); };
  });
}

}  // namespace jianzhen::api::cli
