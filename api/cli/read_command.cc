#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "api/cli/command.h"
#include "api/pipeline.h"
#include "api/report/columns.h"
#include "api/report/searchable_pdf.h"
#include "core/serial.h"

namespace jianzhen::api::cli {
namespace {

namespace fs = std::filesystem;
using core::Result;

struct ReadArguments {
  std::vector<fs::path> files;
  bool json = false;
  fs::path password;  // the file it stands in
  fs::path pdf;       // empty: none is wanted
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
  if (material.document.video) line += ",\"video\":" + core::video_json(*material.document.video);
  if (!material.document.observations.empty()) {
    line += ",\"observations\":" + core::observations_json(material.document.observations);
  }
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
                << (seal.number.empty() ? "" : " " + seal.number) << "\n";
    }
    for (const core::Code& code : page.codes) {
      std::cout << "[" << code.format << "] " << printable(code.text) << "\n";
    }
  }
}

// What of the call cannot be meant; checked before any work is done.
Result<void> check_call(const ReadArguments& arguments) {
  if (arguments.pdf.empty()) return {};
  if (arguments.files.size() != 1) {
    return core::fail(core::ErrorCode::usage,
                      {"--pdf 只能和一个文件一起使用。", "--pdf goes with one file."});
  }
  std::error_code neither_is_there;
  if (fs::equivalent(arguments.files.front(), arguments.pdf, neither_is_there)) {
    return core::fail(core::ErrorCode::usage,
                      {"--pdf 的输出不能覆盖原文件，请换一个文件名。",
                       "--pdf would overwrite the file itself; choose another name."});
  }
  return {};
}

tl::unexpected<core::Error> cannot_write(const fs::path& file) {
  return core::fail(core::ErrorCode::unreadable,
                    {"无法写入 " + file.string() + "。", "Cannot write " + file.string() + "."});
}

// The pictures of the file's pages with the words on top. It appears under its name when it is
// whole.
Result<void> write_pdf(Pipeline& pipeline, const fs::path& file, const ReadMaterial& material,
                       const fs::path& pdf, const std::stop_token& stop) {
  fs::path beside = pdf;
  beside += ".part";
  std::error_code ignored;
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  SearchablePdf writer(out);
  for (const core::Page& page : material.document.pages) {
    const auto picture = pipeline.page_picture(file, material.sha256, page, stop);
    if (!picture || !writer.add(page, *picture)) {
      fs::remove(beside, ignored);
      if (!picture) return core::fail(picture.error());
      return core::fail(core::ErrorCode::internal,
                        {"第 " + std::to_string(page.number) + " 页没有可用的图像。",
                         "Page " + std::to_string(page.number) + " has no picture to show."});
    }
  }
  writer.finish();
  out.close();
  std::error_code failed;
  if (out) fs::rename(beside, pdf, failed);
  if (out && !failed) return {};
  fs::remove(beside, ignored);
  return cannot_write(pdf);
}

// An archive's members are gone once they were read, and a part of a file is not that file.
Result<void> make_pdf(Pipeline& pipeline, const ReadArguments& arguments,
                      const std::vector<ReadMaterial>& materials, const std::stop_token& stop) {
  const fs::path& file = arguments.files.front();
  const bool of_pages = materials.size() == 1 && materials.front().path == file.string() &&
                        !materials.front().document.pages.empty();
  if (!of_pages) {
    return core::fail(core::ErrorCode::usage,
                      {"--pdf 需要一份有页面的文件；压缩包请先解开。",
                       "--pdf needs one file with pages; unpack an archive first."});
  }
  return write_pdf(pipeline, file, materials.front(), arguments.pdf, stop);
}

// The first line of the file; nothing where none was named.
Result<std::string> password_in(const fs::path& file) {
  std::string line;
  if (file.empty()) return line;
  std::ifstream in(file);
  if (!in || !std::getline(in, line)) {
    return core::fail(core::ErrorCode::unreadable,
                      {"无法从 " + file.string() + " 读出密码。",
                       "No password can be read from " + file.string() + "."});
  }
  return line;
}

int run_read(const Program& program, const ReadArguments& arguments) {
  if (const auto call = check_call(arguments); !call) return show_error(call.error(), program.lang);
  auto pipeline = Pipeline::open(program.pipeline());
  if (!pipeline) return show_error(pipeline.error(), program.lang);
  std::vector<Source> sources;
  const auto password = password_in(arguments.password);
  if (!password) return show_error(password.error(), program.lang);
  for (const auto& file : arguments.files) sources.push_back({file.string(), file, *password});
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
  if (!arguments.pdf.empty() && status == 0) {
    const auto made = make_pdf(**pipeline, arguments, read->front(), program.stop);
    if (!made) return show_error(made.error(), program.lang);
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
  command->add_option(
      "--pdf", arguments->pdf,
      program.say({"另存为可检索的 PDF（原图加不可见文字层）",
                   "Write a searchable PDF: the pictures, invisible words on top"}));
  command->add_option("--password-file", arguments->password,
                      program.say({"打开加密 PDF 的密码所在文件（只用于本次，不保存）",
                                   "File with the password of a locked PDF; used once, not kept"}));
  command->callback([&program, arguments] {
    program.run = [&program, arguments] { return run_read(program, *arguments); };
  });
}

}  // namespace jianzhen::api::cli
