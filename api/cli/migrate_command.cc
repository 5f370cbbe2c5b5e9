// `jianzhen migrate`: the catalogue brought to this program's form, and what that would be.

#include <iostream>
#include <memory>

#include "api/cli/command.h"
#include "store/catalogue.h"

namespace jianzhen::api::cli {
namespace {

void show(const Program& program, const std::vector<store::Migration>& steps, bool plan) {
  if (steps.empty()) {
    std::cout << program.say({"目录数据库已是最新格式。", "The catalogue is of the newest form."})
              << "\n";
    return;
  }
  std::cout << (plan ? program.say({"将依次升级（只能向前，请先备份）：",
                                    "Would be applied, in order (forward only; make a backup "
                                    "first):"})
                     : program.say({"已依次升级：", "Applied, in order:"}))
            << "\n";
  for (const store::Migration& step : steps) {
    std::cout << "  " << step.version << " " << step.name << "\n";
  }
}

int run_migrate(const Program& program, const std::string& db, bool plan) {
  const std::string connection = db.empty() ? program.catalogue() : db;
  const auto steps = store::lacking_migrations(connection);
  if (!steps) return show_error(steps.error(), program.lang);
  if (!plan) {
    const auto opened = store::Catalogue::open(connection);
    if (!opened) return show_error(opened.error(), program.lang);
  }
  show(program, *steps, plan);
  return 0;
}

}  // namespace

void add_migrate(Program& program) {
  CLI::App* command = program.command(
      "migrate",
      {"升级目录数据库的格式（服务启动时也会自动升级）",
       "Bring the catalogue to this program's form, as the service does when it starts"});
  struct Arguments {
    bool plan = false;
    std::string db;
  };
  const auto arguments = std::make_shared<Arguments>();
  command->add_flag("--plan", arguments->plan,
                    program.say({"只列出将要做的升级，不改动", "Only tell what would be applied"}));
  command->add_option("--db", arguments->db,
                      program.say({"目录数据库的连接串", "Connection string of the catalogue"}));
  command->callback([&program, arguments] {
    program.run = [&program, arguments] {
      return run_migrate(program, arguments->db, arguments->plan);
    };
  });
}

}  // namespace jianzhen::api::cli
