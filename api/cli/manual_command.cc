#include <iostream>
#include <memory>

#include "api/cli/command.h"
#include "api/cli/manual.h"

namespace jianzhen::api::cli {

void add_manual(Program& program) {
  CLI::App* command = program.command(
      "manual", {"输出手册页（man）或命令补全脚本（bash、zsh）",
                 "Print the manual page (man) or the shell's completion (bash, zsh)"});
  const auto what = std::make_shared<std::string>();
  command->add_option("WHAT", *what, "man | bash | zsh")
      ->required()
      ->check(CLI::IsMember({"man", "bash", "zsh"}));
  command->callback([&program, what] {
    program.run = [&program, what] {
      std::cout << (*what == "man"    ? manual_page(program.app, program.lang)
                    : *what == "bash" ? bash_completion(program.app)
                                      : zsh_completion(program.app));
      return 0;
    };
  });
}

}  // namespace jianzhen::api::cli
