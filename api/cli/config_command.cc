// `jianzhen config`: the settings looked through before they are used, and as they are in force.

#include <iostream>
#include <memory>

#include "api/cli/command.h"
#include "api/report/columns.h"

namespace jianzhen::api::cli {
namespace {

// Where the package puts it.
constexpr const char* kSystemSettings = "/etc/jianzhen/jianzhen.toml";

int check(const Program& program, const std::filesystem::path& file) {
  const auto read = read_settings(file);
  if (!read) return show_error(read.error(), program.lang);
  for (const core::Bilingual& mistake : read->mistakes) {
    std::cout << printable(program.say(mistake)) << "\n";
  }
  if (!read->mistakes.empty()) return kUsage;
  std::cout << program.say({file.string() + " 没有错误。", file.string() + " is fine."}) << "\n";
  return 0;
}

}  // namespace

void add_config(Program& program) {
  CLI::App* command = program.command(
      "config", {"设置：check 逐行检查设置文件，show 显示生效的设置",
                 "Settings: check tells every mistake of the file, show what is in force"});
  struct Arguments {
    std::string what;
    std::filesystem::path file;
  };
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("WHAT", arguments->what, "check | show")
      ->required()
      ->check(CLI::IsMember({"check", "show"}));
  command->add_option(
      "FILE", arguments->file,
      program.say({std::string("设置文件（默认 --settings，否则 ") + kSystemSettings + "）",
                   std::string("Settings (default: --settings, else ") + kSystemSettings + ")"}));
  command->callback([&program, arguments] {
    program.run = [&program, arguments] {
      std::filesystem::path file = arguments->file;
      if (file.empty()) file = program.settings_file;
      if (file.empty()) file = kSystemSettings;
      if (arguments->what == "check") return check(program, file);
      const auto settings = load_settings(file);
      if (!settings) return show_error(settings.error(), program.lang);
      std::cout << settings_toml(*settings);
      return 0;
    };
  });
}

}  // namespace jianzhen::api::cli
