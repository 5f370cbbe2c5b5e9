#include <iostream>
#include <memory>

#include "api/cli/command.h"
#include "verify/relate_lines.h"
#include "verify/relations.h"

namespace jianzhen::api::cli {

void add_relate(Program& program) {
  CLI::App* command = program.command(
      "relate", {"逐行判断单位关系（标准输入，制表符分隔）",
                 "Tell how units are related, line by line (tab-separated, standard input)"});
  const auto relations = std::make_shared<std::filesystem::path>();
  command->add_option("--relations", *relations, program.say({"单位关系 CSV", "CSV of relations"}));
  command->callback([&program, relations] {
    program.run = [&program, relations] {
      verify::RelationGraph graph;
      if (!relations->empty()) {
        if (auto loaded = graph.load(*relations); !loaded) {
          return show_error(loaded.error(), program.lang);
        }
      }
      std::ios::sync_with_stdio(false);
      for (std::string line; std::getline(std::cin, line);) {
        if (program.stop.stop_requested()) return kInterrupted;
        std::cout << verify::relate_line(line, graph, program.lang) << "\n";
      }
      return 0;
    };
  });
}

}  // namespace jianzhen::api::cli
