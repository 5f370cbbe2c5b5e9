#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "api/cli/command.h"
#include "api/pipeline.h"
#include "api/report/columns.h"
#include "core/serial.h"

namespace jianzhen::api::cli {
namespace {

struct ReadArguments {
  std::vector<std::filesystem::path> files;
  bool json = false;
};

// contract.md, "jianzhen read". Pages come as JSON already; only the frame around them is made
// here.
std::string read_json(const ReadMaterial& material, core::Lang lang) {
  const auto quoted = [](const std::string& text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  std::string line = "{\"path\":" + quoted(material.path) + ",\"pages\":[";
  for (std::size_t i = 0; i < material.document.pages.size(); ++i) {
    if (i > 0) line += ",";
    line += core::page_json(material.document.pages[i]);
  }
  line += "]";
  if (material.error) {
    line +=
        ",\"error\":{\"state\":" + quoted(std::string(core::kind_of(material.error->code).word)) +
        ",\"message\":" + quoted(core::in(material.error->message, lang)) + "}";
  }
  return line + "}";
}

void print_text(const ReadMaterial& material, core::Lang lang) {
  std::cout << "== " << printable(material.path) << "\n";
  for (const core::Page& page : material.document.pages) {
    std::cout << (lang == core::Lang::zh ? "-- 第 " + std::to_string(page.number) + " 页"
                                         : "-- page " + std::to_string(page.number))
              << "\n";
    for (const core::Line& line : page.lines) std::cout << printable(line.text) << "\n";
    for (const core::Seal& seal : page.seals) {
      std::cout << (lang == core::Lang::zh ? "〔印章〕" : "[seal] ") << printable(seal.text)
                << "\n";
    }
    for (const core::Code& code : page.codes) {
      std::cout << "[" << code.format << "] " << printable(code.text) << "\n";
    }
  }
}

int run_read(const Program& program, const ReadArguments& arguments) {
  auto pipeline = Pipeline::open(default_pipeline_options());
  if (!pipeline) return show_error(pipeline.error(), program.lang);
  std::vector<Source> sources;
  for (const auto& file : arguments.files) sources.push_back({file.string(), file});
  const auto read = (*pipeline)->read_all(sources, {}, program.stop);
  if (!read) return show_error(read.error(), program.lang);
  int status = 0;
  for (const auto& materials : *read) {
    for (const ReadMaterial& material : materials) {
      if (material.error) status = kFileFailed;
      if (arguments.json) {
        std::cout << read_json(material, program.lang) << "\n";
      } else {
        print_text(material, program.lang);
        if (material.error) show_error(*material.error, program.lang);
      }
    }
  }
  return status;
}

}  // namespace

void add_read(Program& program) {
  CLI::App* command = program.command("read", {"读出文件里的文字", "Read the words of files"});
  const auto arguments = std::make_shared<ReadArguments>();
  command->add_option("FILE", arguments->files, program.say({"文件", "Files"}))->required();
  command->add_flag("--json", arguments->json,
                    program.say({"每个文件输出一行 JSON", "One line of JSON per file"}));
  command->callback([&program, arguments] {
    program.run = [&program, arguments] { return run_read(program, *arguments); };
  });
}

}  // namespace jianzhen::api::cli
