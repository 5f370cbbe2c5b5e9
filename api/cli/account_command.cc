#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "api/account_desk.h"
#include "api/cli/command.h"
#include "api/report/columns.h"

namespace jianzhen::api::cli {
namespace {

using core::Result;

struct Options {
  std::string db;
  std::string what;
  std::string name;
  std::string title;
  std::string email;
  std::string role = std::string(word(Role::administrator));
  std::vector<std::string> tracks;
  bool link = false;
};

// Nothing is shown while it is typed; from a pipe, the first line.
std::string asked_password(const std::string& prompt) {
  termios shown{};
  const bool terminal = ::tcgetattr(STDIN_FILENO, &shown) == 0;
  if (terminal) {
    std::cerr << prompt << std::flush;
    termios hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  std::string password;
  std::getline(std::cin, password);
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    std::cerr << "\n";
  }
  return password;
}

std::string asked_password(const Program& program) {
  return asked_password(
      program.say({"口令（10 个字符以上）：", "Password (10 characters or more): "}));
}

Result<void> show_link(const Program& program, AccountDesk& desk, const store::Account& account) {
  const auto secret = desk.invite(account.id, local_principal());
  if (!secret) return core::fail(secret.error());
  std::cout << program.say({"请把链接发给本人（7 天内有效，只能用一次），前面加上服务的地址：",
                            "Send the link to the person, after the service's address; it serves "
                            "once, for 7 days:"})
            << "\n/#/join/" << *secret << "\n";
  return {};
}

int add(const Program& program, const Options& options, AccountDesk& desk) {
  store::Account account;
  account.name = options.name;
  account.title = options.title.empty() ? options.name : options.title;
  account.email = options.email;
  account.role = options.role;
  account.tracks = {options.tracks.begin(), options.tracks.end()};
  std::optional<std::string> password;
  if (!options.link) password = asked_password(program);
  const auto added = desk.add(std::move(account), local_principal(), password);
  if (!added) return show_error(added.error(), program.lang);
  if (options.link) {
    const auto shown = show_link(program, desk, *added);
    if (!shown) return show_error(shown.error(), program.lang);
  }
  std::cerr << program.say({"已建立账号 " + added->name + "。从现在起，使用服务须先登录。",
                            "The account " + added->name +
                                " is made. From now on people must log in to the service."})
            << "\n";
  return 0;
}

int list(const Program& program, const Options&, AccountDesk& desk) {
  const auto accounts = desk.accounts();
  if (!accounts) return show_error(accounts.error(), program.lang);
  for (const store::Account& account : *accounts) {
    std::cout << printable(account.name) << "\t" << account.role << "\t" << printable(account.title)
              << "\t"
              << (account.locked             ? program.say({"已锁定", "locked"})
                  : account.password.empty() ? program.say({"未设口令", "no password yet"})
                                             : "")
              << "\n";
  }
  return 0;
}

int reset(const Program& program, const Options& options, AccountDesk& desk) {
  const auto accounts = desk.accounts();
  if (!accounts) return show_error(accounts.error(), program.lang);
  const auto found =
      std::find_if(accounts->begin(), accounts->end(),
                   [&](const store::Account& account) { return account.name == options.name; });
  if (found == accounts->end()) {
    return show_error({core::ErrorCode::not_found,
                       {"没有账号 " + options.name + "。", "No account " + options.name + "."},
                       {},
                       {}},
                      program.lang);
  }
  store::Account unlocked = *found;
  unlocked.locked = false;
  if (const auto changed = desk.change(unlocked, local_principal()); !changed) {
    return show_error(changed.error(), program.lang);
  }
  const auto done = options.link
                        ? show_link(program, desk, *found)
                        : desk.set_password(found->id, asked_password(program), local_principal());
  return done ? 0 : show_error(done.error(), program.lang);
}

int run(const Program& program, const Options& options) {
  if (options.what != "list" && options.name.empty()) {
    return show_error(
        {core::ErrorCode::usage, {"请给出账号名。", "Give the name of the account."}, {}, {}},
        program.lang);
  }
  auto accounts = store::Accounts::open(options.db.empty() ? program.catalogue() : options.db);
  if (!accounts) return show_error(accounts.error(), program.lang);
  AccountDesk desk(std::move(*accounts), wall_clock);
  if (options.what == "add") return add(program, options, desk);
  return options.what == "reset" ? reset(program, options, desk) : list(program, options, desk);
}

}  // namespace

void add_account(Program& program) {
  CLI::App* command = program.command(
      "account", {"账号：add 建立，list 列出，reset 解锁并重设口令",
                  "Accounts: add makes one, list shows them, reset unlocks and sets a password"});
  const auto options = std::make_shared<Options>();
  const auto& say = [&](const char* zh, const char* en) { return program.say({zh, en}); };
  command->add_option("WHAT", options->what, "add | list | reset")
      ->required()
      ->check(CLI::IsMember({"add", "list", "reset"}));
  command->add_option("NAME", options->name, say("账号名", "Name to log in with"));
  command
      ->add_option("--role", options->role,
                   say("角色：submitter、verifier、judge、administrator、supervisor",
                       "Role: submitter, verifier, judge, administrator, supervisor"))
      ->default_str(options->role);
  command->add_option("--title", options->title,
                      say("姓名或单位名称", "Name of the person or unit"));
  command->add_option("--email", options->email, say("接收通知的邮箱", "Address for notices"));
  command->add_option(
      "--track", options->tracks,
      say("负责的赛道，可重复；* 表示全部", "Assigned track, may be repeated; * is every one"));
  command->add_flag("--link", options->link,
                    say("不输入口令，给出一次性链接（否则从终端或标准输入读一行口令）",
                        "Give a link that serves once; else a line with the password is read from "
                        "the terminal or standard input"));
  command->add_option("--db", options->db,
                      say("目录数据库的连接串", "Connection string of the catalogue"));
  command->callback([&program, options] {
    program.run = [&program, options] { return run(program, *options); };
  });
}

}  // namespace jianzhen::api::cli
