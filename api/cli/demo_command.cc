#include <fstream>
#include <iomanip>
#include <iostream>
#include <memory>

#include "api/cli/command.h"
#include "api/demo.h"
#include "api/http/serve.h"

namespace jianzhen::api::cli {
namespace {

using core::fail;
using core::Result;

// Of the installed program, else of the checkout it was built from.
std::filesystem::path default_samples() {
  const auto installed =
      std::filesystem::read_symlink("/proc/self/exe").parent_path() / "../share/jianzhen/samples";
  return std::filesystem::exists(installed) ? installed.lexically_normal() : JIANZHEN_SAMPLES;
}

struct Options {
  http::ServeOptions serve;
  std::filesystem::path contest;  // made in the data folder
  std::filesystem::path samples = default_samples();
  bool fill_only = false;
};

Result<void> write_contest(const Options& options) {
  const auto text = demo_contest(options.samples, wall_clock());
  if (!text) return fail(text.error());
  std::ofstream file(options.contest, std::ios::binary);
  if (file << *text << std::flush) return {};
  return fail(core::ErrorCode::unreadable, {"无法写入 " + options.contest.string() + "。",
                                            "Cannot write " + options.contest.string() + "."});
}

// Nothing is read yet: that goes on before the eyes of whoever opens the page.
Result<std::vector<DemoAccount>> fill(const Options& options) {
  auto rules = load_rules({});
  if (!rules) return fail(rules.error());
  auto reader = open_file_reader(options.serve.pipeline);
  if (!reader) return fail(reader.error());
  ServiceOptions to;
  to.data = options.serve.data;
  to.workers = 0;
  to.log = [](const core::Error&) {};
  auto service = Service::open(std::move(to), std::move(*rules), std::move(*reader));
  if (!service) return fail(service.error());
  auto accounts = fill_demo(**service, options.samples);
  if (!accounts) return accounts;
  if (auto written = write_contest(options); !written) return fail(written.error());
  return accounts;
}

void show(const Program& program, const std::vector<DemoAccount>& accounts,
          const Options& options) {
  std::cout << program.say({"演示账号（口令只显示这一次）：",
                            "Accounts of the demo (passwords are shown this once):"})
            << "\n";
  for (const DemoAccount& one : accounts) {
    std::cout << "  " << std::left << std::setw(12) << one.name << std::setw(20) << one.password
              << std::setw(15) << word(one.role) << one.title << "\n";
  }
  std::cout << program.say({"下次启动：", "To start it again: "}) << "jianzhen serve --data "
            << options.serve.data.string() << " --contest " << options.contest.string()
            << std::endl;
}

int run(const Program& program, Options options) {
  options.serve.lang = program.lang;
  options.serve.pipeline = program.pipeline();
  options.contest = options.serve.data / "contest.yaml";
  options.serve.rules.contest = options.contest;
  const auto accounts = fill(options);
  if (!accounts) return show_error(accounts.error(), program.lang);
  show(program, *accounts, options);
  if (options.fill_only) return 0;
  const auto served = http::serve(options.serve, program.stop);
  return served ? 0 : show_error(served.error(), program.lang);
}

}  // namespace

void add_demo(Program& program) {
  CLI::App* command = program.command(
      "demo", {"演示：把示例和各种角色的账号装入新的数据目录，并启动服务",
               "A first look: the samples and accounts of each role in a new data folder, served"});
  const auto options = std::make_shared<Options>();
  options->serve.listen = program.settings.serve.listen;
  command
      ->add_option("--listen", options->serve.listen,
                   program.say({"监听地址 HOST:PORT", "Address to listen on, HOST:PORT"}))
      ->default_str(options->serve.listen);
  command->add_option("--samples", options->samples, program.say({"示例目录", "Folder of samples"}))
      ->default_str(options->samples.string());
  command->add_flag("--fill-only", options->fill_only,
                    program.say({"只装入，不启动服务", "Fill the folder, do not serve"}));
  command->callback([&program, command, options] {
    program.run = [&program, command, options] {
      // Not the folder of a service that may be in use.
      options->serve.data = command->count("--data") > 0
                                ? program.data
                                : std::filesystem::path(program.data.string() + "-demo");
      return run(program, *options);
    };
  });
}

}  // namespace jianzhen::api::cli
