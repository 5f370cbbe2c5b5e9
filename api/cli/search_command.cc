#include <unistd.h>

#include <cmath>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "api/cli/command.h"
#include "api/data_folder.h"
#include "api/report/columns.h"
#include "core/text.h"
#include "index/index.h"

namespace jianzhen::api::cli {
namespace {

using json = nlohmann::ordered_json;

struct SearchArguments {
  std::vector<std::string> words;
  std::filesystem::path queries;
  int limit = 10;
  bool as_json = false;
};

// The index marks hits with private-use characters; here they become what the reader's eye expects.
std::string marked(const std::string& snippet, const std::string& open, const std::string& close) {
  std::string text;
  for (const char32_t c : core::to_utf32(snippet)) {
    if (c == 0xE000) {
      text += open;
    } else if (c == 0xE001) {
      text += close;
    } else {
      text += printable(core::to_utf8(std::u32string_view(&c, 1)));
    }
  }
  return text;
}

json hit_form(const index::Hit& hit) {
  json form = {{"entry", hit.entry}, {"material", hit.material}};
  if (hit.time) {
    form["time"] = *hit.time;
  } else {
    form["page"] = hit.page;
  }
  form["snippet"] = marked(hit.snippet, "**", "**");
  form["boxes"] = json::array();
  for (const core::Box& box : hit.boxes) {
    const auto rounded = [](double x) { return std::round(x * 1e4) / 1e4; };
    form["boxes"].push_back(
        {rounded(box.left), rounded(box.top), rounded(box.right), rounded(box.bottom)});
  }
  form["score"] = std::round(hit.score * 1e3) / 1e3;
  return form;
}

void print_json(const json& form) {
  std::cout << form.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
}

void print_text(const index::Answer& answer, core::Lang lang) {
  const bool colour = use_colour(STDOUT_FILENO);
  const bool zh = lang == core::Lang::zh;
  for (const index::Hit& hit : answer.hits) {
    std::cout << printable(hit.entry) << "  " << printable(hit.material) << "  ";
    if (hit.time) {
      std::cout << *hit.time << (zh ? " 秒" : " s");
    } else {
      std::cout << (zh ? "第 " + std::to_string(hit.page) + " 页"
                       : "page " + std::to_string(hit.page));
    }
    std::cout << "\n    "
              << (colour ? marked(hit.snippet, "\033[1;33m", "\033[0m")
                         : marked(hit.snippet, "**", "**"))
              << "\n";
    if (!hit.boxes.empty()) {
      const core::Box& box = hit.boxes.front();
      std::cout << (zh ? "    位置 " : "    box ") << "[" << box.left << ", " << box.top << ", "
                << box.right << ", " << box.bottom << "]"
                << (hit.boxes.size() > 1 ? " +" + std::to_string(hit.boxes.size() - 1) : "")
                << "\n";
    }
  }
  std::cout << (zh ? "共 " + std::to_string(answer.total) + " 页"
                   : std::to_string(answer.total) + " pages")
            << "\n";
}

int answer_queries(const Program& program, const SearchArguments& arguments,
                   index::Reader& reader) {
  std::ifstream queries(arguments.queries);
  if (!queries) {
    return show_error({core::ErrorCode::not_found,
                       {"无法读取 " + arguments.queries.string() + "。",
                        "Cannot read " + arguments.queries.string() + "."}},
                      program.lang);
  }
  for (std::string line; std::getline(queries, line);) {
    if (program.stop.stop_requested()) return kInterrupted;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    json form = {{"query", line}, {"hits", json::array()}};
    if (const auto answer = reader.search({line, arguments.limit, {}})) {
      for (const index::Hit& hit : answer->hits) form["hits"].push_back(hit_form(hit));
    } else if (answer.error().code != core::ErrorCode::usage) {  // a line without words has no hits
      return show_error(answer.error(), program.lang);
    }
    print_json(form);
  }
  return 0;
}

int run_search(const Program& program, const SearchArguments& arguments) {
  const DataFolder data{program.data};
  auto reader = index::Reader::open(data.index());
  if (!reader) return show_error(reader.error(), program.lang);
  if (!arguments.queries.empty()) return answer_queries(program, arguments, **reader);
  std::string words;
  for (const std::string& word : arguments.words) words += (words.empty() ? "" : " ") + word;
  const auto answer = (*reader)->search({words, arguments.limit, {}});
  if (!answer) return show_error(answer.error(), program.lang);
  if (arguments.as_json) {
    for (const index::Hit& hit : answer->hits) print_json(hit_form(hit));
  } else {
    print_text(*answer, program.lang);
  }
  return 0;
}

}  // namespace

void add_search(Program& program) {
  CLI::App* command = program.command(
      "search", {"在已存入的材料里检索", "Search what was stored with --keep or by the service"});
  const auto arguments = std::make_shared<SearchArguments>();
  auto* words = command->add_option("WORDS", arguments->words, program.say({"检索词", "Words"}));
  auto* queries =
      command->add_option("--queries", arguments->queries,
                          program.say({"每行一个检索词的文件", "A file with one query a line"}));
  words->excludes(queries);
  command->add_flag("--json", arguments->as_json,
                    program.say({"每条结果一行 JSON", "One line of JSON per hit"}));
  command->add_option("--limit", arguments->limit, program.say({"最多几条", "How many hits"}))
      ->check(CLI::Range(1, 1000));
  command->callback([&program, arguments] {
    if (arguments->words.empty() && arguments->queries.empty()) {
      throw CLI::RequiredError("WORDS");
    }
    program.run = [&program, arguments] { return run_search(program, *arguments); };
  });
}

}  // namespace jianzhen::api::cli
