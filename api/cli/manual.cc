#include "api/cli/manual.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace jianzhen::api::cli {
namespace {

using core::Bilingual;
using core::Lang;

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

std::vector<const CLI::Option*> options_of(const CLI::App& app, bool positional) {
  return app.get_options(
      [positional](const CLI::Option* option) { return option->get_positional() == positional; });
}

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

// Between the braces in which CLI11 shows a set: "TEXT:{zh,en}".
std::vector<std::string> choices_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}', open);
  if (close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

std::string joined(const std::vector<std::string>& words, const char* between) {
  return CLI::detail::join(words, between);
}

// Without its dashes; the long one where there is one.
std::string long_name(const CLI::Option& option) {
  return option.get_lnames().empty() ? option.get_single_name() : option.get_lnames().front();
}

std::vector<std::string> dashed_names(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  return names;
}

// What stands for an option's value: "zh|en", else its name, "DATA".
std::string value_name(const CLI::Option& option) {
  const auto choices = choices_of(option);
  if (!choices.empty()) return joined(choices, "|");
  std::string name = long_name(option);
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
  return name;
}

// --- roff

std::string roff(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else {
      escaped += c;
    }
  }
  const bool request = escaped.starts_with('.') || escaped.starts_with('\'');
  return request ? "\\&" + escaped : escaped;
}

class Page {
 public:
  explicit Page(Lang lang) : lang_(lang) {}

  void section(const Bilingual& title) { text_ += ".SH \"" + core::in(title, lang_) + "\"\n"; }
  void paragraph(const Bilingual& words) { text_ += ".PP\n" + roff(core::in(words, lang_)) + "\n"; }
  void item(const std::string& tag, const std::string& words) {
    text_ += ".TP\n.B " + roff(tag) + "\n" + roff(words) + "\n";
  }
  void fixed(const std::string& tag, const Bilingual& words) { item(tag, core::in(words, lang_)); }
  void raw(const std::string& lines) { text_ += lines; }
  std::string done() { return std::move(text_); }

 private:
  Lang lang_;
  std::string text_;
};

std::string usage_of(const CLI::App& command) {
  std::string usage = command.get_name();
  for (const CLI::Option* word : options_of(command, true)) {
    const auto choices = choices_of(*word);
    std::string shown = choices.empty() ? word->get_single_name() : joined(choices, "|");
    if (word->get_items_expected_max() > 1) shown += "…";
    usage += word->get_required() ? " " + shown : " [" + shown + "]";
  }
  return usage;
}

void show_option(Page& page, const CLI::Option& option) {
  std::string tag = joined(dashed_names(option), ", ");
  if (takes_value(option)) tag += " " + value_name(option);
  page.item(tag, option.get_description());
}

bool is_common(const CLI::App& app, const CLI::Option& option) {
  const std::string name = long_name(option);
  return std::ranges::all_of(commands_of(app), [&](const CLI::App* command) {
    return command->get_option_no_throw("--" + name) != nullptr;
  });
}

void show_command(Page& page, const CLI::App& app, const CLI::App& command) {
  page.raw(".SS \"" + roff(usage_of(command)) + "\"\n" + roff(command.get_description()) + "\n");
  for (const CLI::Option* word : options_of(command, true)) {
    page.item(word->get_single_name(), word->get_description());
  }
  for (const CLI::Option* option : options_of(command, false)) {
    if (!is_common(app, *option)) show_option(page, *option);
  }
}

void show_rest(Page& page) {
  page.section({"退出状态", "EXIT STATUS"});
  page.fixed("0", {"没有决定性的发现；一切正常", "nothing found that decides; all is well"});
  page.fixed("1", {"check：有否决项疑点", "check: a veto finding"});
  page.fixed("2", {"用法、设置或编号有误", "wrong usage, settings or number"});
  page.fixed("3", {"有文件读不出、备份或存证不完整、磁盘或服务出错",
                   "a file could not be read, a backup or what is stored is not whole, the disk or "
                   "the service failed"});
  page.fixed("130", {"被中断", "interrupted"});
  page.section({"环境变量", "ENVIRONMENT"});
  page.fixed("XDG_DATA_HOME, XDG_CACHE_HOME",
             {"数据目录与识读结果所在的目录（其下的 jianzhen）",
              "where the data folder and the readings are (jianzhen below it)"});
  page.fixed("JIANZHEN_MODELS", {"识读模型所在的目录", "the folder of the recognition models"});
  page.fixed("NO_COLOR", {"不使用颜色", "no colours"});
  page.section({"文件", "FILES"});
  page.fixed("/etc/jianzhen/jianzhen.toml",
             {"系统服务的设置；用 jianzhen config check 检查",
              "settings of the system's service; jianzhen config check looks them through"});
  page.fixed("/var/lib/jianzhen", {"系统服务的数据目录", "data folder of the system's service"});
}

// --- shells

std::string shell_quoted(const std::string& text) {
  std::string shell = "'";
  for (const char c : text) shell += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return shell + "'";
}

std::vector<std::string> option_words(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::Option* option : options_of(app, false)) {
    for (std::string& name : dashed_names(*option)) words.push_back(std::move(name));
  }
  return words;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : commands_of(app)) names.push_back(command->get_name());
  return names;
}

// "    check:--lang) words='zh en' ;;": the words that may come after an option; none: a file.
std::string bash_values(const CLI::App& command) {
  std::string cases;
  for (const CLI::Option* option : options_of(command, false)) {
    if (!takes_value(*option)) continue;
    std::vector<std::string> patterns;
    for (const std::string& name : dashed_names(*option)) {
      patterns.push_back(command.get_name() + ":" + name);
    }
    cases += "    " + joined(patterns, "|") +
             ") words=" + shell_quoted(joined(choices_of(*option), " ")) + " ;;\n";
  }
  return cases;
}

std::string bash_words(const CLI::App& command) {
  std::vector<std::string> choices;
  for (const CLI::Option* word : options_of(command, true)) {
    for (std::string& choice : choices_of(*word)) choices.push_back(std::move(choice));
  }
  return "    " + command.get_name() +
         ":-*) words=" + shell_quoted(joined(option_words(command), " ")) + " ;;\n    " +
         command.get_name() + ":*) words=" + shell_quoted(joined(choices, " ")) + " ;;\n";
}

// In the brackets of _arguments.
std::string zsh_escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// ":DATA:_files", ":zh|en:(zh en)".
std::string zsh_value(const CLI::Option& option, const std::string& name) {
  const auto choices = choices_of(option);
  return ":" + zsh_escaped(name) + ":" +
         (choices.empty() ? "_files" : "(" + joined(choices, " ") + ")");
}

std::string zsh_arguments(const CLI::App& command) {
  std::string arguments;
  for (const CLI::Option* option : options_of(command, false)) {
    for (const std::string& name : dashed_names(*option)) {
      std::string form = name + "[" + zsh_escaped(option->get_description()) + "]";
      if (takes_value(*option)) form += zsh_value(*option, value_name(*option));
      arguments += " \\\n        " + shell_quoted(form);
    }
  }
  for (const CLI::Option* word : options_of(command, true)) {
    const bool many = word->get_items_expected_max() > 1;
    arguments += " \\\n        " +
                 shell_quoted((many ? "*" : "") + zsh_value(*word, word->get_single_name()));
  }
  return arguments;
}

}  // namespace

std::string manual_page(const CLI::App& app, Lang lang) {
  Page page(lang);
  page.raw(".TH JIANZHEN 1 \"\" \"jianzhen " JIANZHEN_VERSION "\"\n");
  page.section({"名称", "NAME"});
  page.raw("jianzhen \\- " + roff(app.get_description()) + "\n");
  page.section({"用法", "SYNOPSIS"});
  page.raw(".B jianzhen\n.I COMMAND\n.RI [ OPTION ]...\n");
  page.section({"通用选项", "COMMON OPTIONS"});
  for (const CLI::Option* option : options_of(app, false)) show_option(page, *option);
  for (const CLI::Option* option : options_of(*commands_of(app).front(), false)) {
    if (is_common(app, *option) && long_name(*option) != "help") show_option(page, *option);
  }
  page.section({"命令", "COMMANDS"});
  for (const CLI::App* command : commands_of(app)) show_command(page, app, *command);
  show_rest(page);
  return page.done();
}

std::string bash_completion(const CLI::App& app) {
  std::string values;
  std::string words;
  for (const CLI::App* command : commands_of(app)) {
    values += bash_values(*command);
    words += bash_words(*command);
  }
  const auto names = command_names(app);
  return R"(# bash completion for jianzhen, made by "jianzhen manual bash"
_jianzhen() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command='' word words
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
    )" + joined(names, "|") +
         R"() command=$word; break ;;
    esac
  done
  case $command:$prev in
)" + values +
         R"(    *) case $command:$cur in
    :-*) words=)" +
         shell_quoted(joined(option_words(app), " ")) + R"( ;;
    :*) words=)" +
         shell_quoted(joined(names, " ")) + R"( ;;
)" + words +
         R"(    esac ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -o default -F _jianzhen jianzhen
)";
}

std::string zsh_completion(const CLI::App& app) {
  std::string commands;
  std::string cases;
  for (const CLI::App* command : commands_of(app)) {
    commands += " \\\n        " +
                shell_quoted(command->get_name() + ":" + zsh_escaped(command->get_description()));
    cases += "      " + command->get_name() + ")\n        _arguments" + zsh_arguments(*command) +
             " ;;\n";
  }
  return R"(#compdef jianzhen
# zsh completion for jianzhen, made by "jianzhen manual zsh"
_jianzhen() {
  local state line
  local -a commands
  _arguments -C)" +
         zsh_arguments(app) + R"( \
        '1:command:->command' '*::argument:->argument'
  case $state in
    command)
      commands=()" +
         commands + R"()
      _describe command commands ;;
    argument)
      case $words[1] in
)" + cases +
         R"(      esac ;;
  esac
}
_jianzhen "$@"
)";
}

}  // namespace jianzhen::api::cli
