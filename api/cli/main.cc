// jianzhen: the command line.

#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <thread>

#include "api/cli/command.h"
#include "api/data_folder.h"

namespace jianzhen::api::cli {
namespace {

// The value of an option that the others need before they are parsed, wherever it stands: help and
// errors the language, what options begin with the settings.
std::string_view early(int argc, char** argv, std::string_view option) {
  std::string_view value;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == option && i + 1 < argc) value = argv[i + 1];
    if (word.starts_with(option) && word.substr(option.size()).starts_with("=")) {
      value = word.substr(option.size() + 1);
    }
  }
  return value;
}

core::Result<Settings> settings_of(std::string_view file) {
  if (file.empty()) return Settings();
  return load_settings(file);
}

void speak_chinese(CLI::App& app) {
  const auto formatter = app.get_formatter();
  for (const auto& [label, zh] : {std::pair{"Usage", "用法"},
                                  {"Options", "选项"},
                                  {"OPTIONS", "选项"},
                                  {"Subcommands", "命令"},
                                  {"SUBCOMMANDS", "命令"},
                                  {"SUBCOMMAND", "命令"},
                                  {"Positionals", "参数"},
                                  {"REQUIRED", "必填"},
                                  {"TEXT", "文字"},
                                  {"INT", "整数"},
                                  {"Needs", "需要"},
                                  {"Excludes", "不能同时用"}}) {
    formatter->label(label, zh);
  }
  app.option_defaults()->group("选项");  // what is added from here on, the commands' own too
}

int show_usage_error(const CLI::ParseError& wrong, const CLI::App& app, core::Lang lang) {
  const CLI::App* at = &app;
  for (const CLI::App* called : app.get_subcommands()) at = called;
  std::string help = "jianzhen ";
  if (at != &app) help += at->get_name() + " ";
  help += "--help";
  struct Kind {
    std::string_view name;
    core::Bilingual text;
  };
  static const std::array kKinds = {
      Kind{"ExtrasError", {"有不认识的参数", "unknown argument"}},
      Kind{"RequiredError", {"缺少参数或命令", "something is missing"}},
      Kind{"ValidationError", {"参数的值不对", "a value is not allowed"}},
      Kind{"ConversionError", {"参数的值不对", "a value has the wrong form"}},
      Kind{"ArgumentMismatch", {"参数的个数不对", "wrong number of arguments"}},
      Kind{"RequiresError", {"缺少配套的参数", "an option needs another"}},
      Kind{"ExcludesError", {"两个参数不能同时使用", "two options exclude each other"}},
  };
  core::Bilingual text{"用法有误", "wrong usage"};
  for (const Kind& kind : kKinds) {
    if (wrong.get_name() == kind.name) text = kind.text;
  }
  std::cerr << (lang == core::Lang::zh ? text.zh + "（" + wrong.what() + "）。用法见：" + help
                                       : text.en + " (" + wrong.what() + "). See: " + help)
            << "\n";
  return kUsage;
}

// Ctrl-C and TERM become a stop request; a second one ends the program at once. Signals are blocked
// everywhere and taken by one thread, because nothing useful may be done in a handler.
class SignalWatch {
 public:
  explicit SignalWatch(std::stop_source& stop) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    watcher_ = std::jthread([&stop, signals](const std::stop_token& over) {
      int signal = 0;
      while (::sigwait(&signals, &signal) == 0 && !over.stop_requested()) {
        if (!stop.request_stop()) ::_exit(kInterrupted);
      }
    });
  }
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;
  ~SignalWatch() {
    watcher_.request_stop();
    ::pthread_kill(watcher_.native_handle(), SIGTERM);  // wakes it
  }

 private:
  std::jthread watcher_;
};

int run(int argc, char** argv) {
  const core::Lang lang = early(argc, argv, "--lang") == "en" ? core::Lang::en : core::Lang::zh;
  const auto settings = settings_of(early(argc, argv, "--settings"));
  CLI::App app(
      core::in({"鉴真：逐页核对申报材料是谁的，与参赛单位是什么关系。",
                "Jianzhen: whose paper is each page, and how is that unit related to the entrant."},
               lang),
      "jianzhen");
  if (lang == core::Lang::zh) speak_chinese(app);
  app.set_help_flag("-h,--help", core::in({"显示帮助", "Show this help"}, lang));
  app.set_version_flag("--version", "jianzhen " JIANZHEN_VERSION,
                       core::in({"显示版本", "Show the version"}, lang));
  app.require_subcommand(1);
  std::stop_source stop;
  const SignalWatch signals(stop);
  Program program{app, lang, settings.value_or(Settings()), {}, stop.get_token(), {}, {}};
  program.data = program.settings.data.folder;
  if (program.data.empty()) program.data = default_data_folder();
  for (const auto add :
       {add_check, add_read, add_search, add_relate, add_serve, add_rules, add_report, add_fsck,
        add_account, add_demo, add_config, add_backup, add_restore, add_migrate, add_manual}) {
    add(program);
  }
  if (lang == core::Lang::zh) {
    for (CLI::App* command : app.get_subcommands({})) command->group("命令");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help, --version
    return app.exit(asked);
  } catch (const CLI::ParseError& wrong) {
    return show_usage_error(wrong, app, lang);
  }
  if (!settings) return show_error(settings.error(), lang);
  return program.run();
}

}  // namespace

CLI::App* Program::command(const std::string& name, const core::Bilingual& about) {
  CLI::App* sub = app.add_subcommand(name, say(about));
  sub->set_help_flag("-h,--help", say({"显示帮助", "Show this help"}));
  sub->add_option("--lang", say({"语言：zh 或 en", "Language: zh or en"}))
      ->check(CLI::IsMember({"zh", "en"}));
  sub->add_option("--data", data, say({"数据目录", "Data folder"}))
      ->default_str(data.string())
      ->option_text(" ");
  sub->add_option("--settings", settings_file,
                  say({"设置文件（TOML）；命令行上的选项优先",
                       "Settings (TOML); what the command line says wins"}));
  return sub;
}

std::string Program::catalogue() const {
  return settings.data.database.empty() ? DataFolder{data}.catalogue() : settings.data.database;
}

PipelineOptions Program::pipeline() const {
  PipelineOptions options = default_pipeline_options();
  options.limits = settings.limits;
  if (settings.work.readers > 0) options.readers = settings.work.readers;
  if (!settings.data.cache.empty()) {
    options.cache = settings.data.cache;
  } else if (std::getenv("XDG_CACHE_HOME") == nullptr && std::getenv("HOME") == nullptr) {
    // A system service has no home; what is read must not be lost with a temporary folder.
    options.cache = data / "cache";
  }
  return options;
}

int show_error(const core::Error& error, core::Lang lang) {
  const core::ErrorKind& kind = core::kind_of(error.code);
  const bool zh = lang == core::Lang::zh;
  std::cerr << (zh ? "出错：" : "Error: ") << core::in(error.message, lang) << (zh ? "" : " ")
            << core::in(kind.advice, lang);
  if (!error.detail.empty()) std::cerr << (zh ? "（" : " (") << error.detail << (zh ? "）" : ")");
  std::cerr << "\n";
  return error.code == core::ErrorCode::interrupted ? kInterrupted : kind.exit_status;
}

bool use_colour(int fd) { return ::isatty(fd) != 0 && std::getenv("NO_COLOR") == nullptr; }

}  // namespace jianzhen::api::cli

int main(int argc, char** argv) {
  try {
    return jianzhen::api::cli::run(argc, argv);
  } catch (const std::exception& fault) {  // a fault of the machine or a bug: say it, whole
    std::cerr << "jianzhen: " << fault.what() << "\n";
    return jianzhen::api::cli::kFileFailed;
  }
}
