#include "api/settings.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <sstream>
#include <variant>

#include "api/address.h"
#include "api/mail_message.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;
using core::Bilingual;
using core::ErrorCode;
using core::Result;
using ingest::Limits;

// Where a key's value goes.
using Place = std::variant<int*, unsigned*, std::uint64_t*, double*, std::string*, fs::path*,
                           std::optional<fs::path>*>;

// What is wrong with a value.
using Wrong = std::optional<Bilingual>;

template <auto Part, auto Member>
Place at(Settings& settings) {
  return &(settings.*Part.*Member);
}

template <typename Parsed>
Wrong error_of(const Result<Parsed>& parsed) {
  return parsed ? Wrong() : Wrong(parsed.error().message);
}

Wrong is_listen(const std::string& text) { return error_of(listen_address(text)); }
Wrong is_issuer(const std::string& text) { return error_of(issuer_address(text)); }
Wrong is_origin(const std::string& text) { return error_of(public_host(text)); }

Wrong is_mail_server(const std::string& text) { return error_of(check_mail_server(text)); }

Wrong is_sender(const std::string& text) {
  if (is_mail_address(text)) return std::nullopt;
  return Bilingual{"应为邮箱地址。", "is an e-mail address."};
}

Wrong is_database(const std::string& text) {
  if (text.starts_with("sqlite3://") || text.starts_with("postgresql://")) return std::nullopt;
  return Bilingual{"数据库连接串应以 sqlite3:// 或 postgresql:// 开头。",
                   "A connection string starts with sqlite3:// or postgresql://."};
}

Wrong is_there(const std::string& path) {
  if (std::error_code unknown; fs::exists(path, unknown)) return std::nullopt;
  return Bilingual{"找不到 " + path + "。", "There is no " + path + "."};
}

struct Key {
  std::string_view section;
  std::string_view name;
  Place (*place)(Settings&);
  double least = 0;  // of a number
  double most = 0;
  Wrong (*check)(const std::string&) = nullptr;  // of a text
};

constexpr double kTebibyte = 1099511627776.0;
constexpr auto kData = &Settings::data;
constexpr auto kServe = &Settings::serve;
constexpr auto kOidc = &Settings::oidc;
constexpr auto kWork = &Settings::work;
constexpr auto kMail = &Settings::mail;
constexpr auto kRules = &Settings::rules;
constexpr auto kLimits = &Settings::limits;
constexpr std::array kKeys = {
    Key{"data", "folder", at<kData, &Settings::Data::folder>},
    Key{"data", "cache", at<kData, &Settings::Data::cache>},
    Key{"data", "database", at<kData, &Settings::Data::database>, 0, 0, is_database},
    Key{"serve", "listen", at<kServe, &Settings::Serve::listen>, 0, 0, is_listen},
    Key{"serve", "origin", at<kServe, &Settings::Serve::origin>, 0, 0, is_origin},
    Key{"oidc", "issuer", at<kOidc, &Settings::Oidc::issuer>, 0, 0, is_issuer},
    Key{"oidc", "client_id", at<kOidc, &Settings::Oidc::client_id>},
    Key{"oidc", "client_secret_file", at<kOidc, &Settings::Oidc::client_secret_file>, 0, 0,
        is_there},
    Key{"oidc", "name", at<kOidc, &Settings::Oidc::name>},
    Key{"work", "readers", at<kWork, &Settings::Work::readers>, 0, 256},
    Key{"work", "files_at_once", at<kWork, &Settings::Work::files_at_once>, 1, 256},
    Key{"mail", "server", at<kMail, &MailServer::server>, 0, 0, is_mail_server},
    Key{"mail", "sender", at<kMail, &MailServer::sender>, 0, 0, is_sender},
    Key{"mail", "user", at<kMail, &MailServer::user>},
    Key{"mail", "password_file", at<kMail, &MailServer::password_file>, 0, 0, is_there},
    Key{"mail", "ca_file", at<kMail, &MailServer::ca_file>, 0, 0, is_there},
    Key{"rules", "contest", at<kRules, &RuleFiles::contest>, 0, 0, is_there},
    Key{"rules", "relations", at<kRules, &RuleFiles::relations>, 0, 0, is_there},
    Key{"rules", "lists", at<kRules, &RuleFiles::lists>, 0, 0, is_there},
    Key{"limits", "max_archive_depth", at<kLimits, &Limits::max_archive_depth>, 1, 10},
    Key{"limits", "max_archive_entries", at<kLimits, &Limits::max_archive_entries>, 1,
        10'000},  // a list of the protocol
    Key{"limits", "max_unpacked_bytes", at<kLimits, &Limits::max_unpacked_bytes>, 1, kTebibyte},
    Key{"limits", "max_unpack_ratio", at<kLimits, &Limits::max_unpack_ratio>, 1, 1e6},
    Key{"limits", "max_pixels", at<kLimits, &Limits::max_pixels>, 1e5, 1e9},
    Key{"limits", "max_pages", at<kLimits, &Limits::max_pages>, 1, 100'000},
    Key{"limits", "ocr_dpi", at<kLimits, &Limits::ocr_dpi>, 72, 600},
    Key{"limits", "max_frames_per_minute", at<kLimits, &Limits::max_frames_per_minute>, 1, 600},
};

template <typename Number>
Wrong take_number(const Key& key, const toml::node& node, Number& number) {
  const auto value = node.value<double>();
  const bool whole = node.is_integer() || std::is_floating_point_v<Number>;
  if (value && whole && *value >= key.least && *value <= key.most) {
    number = static_cast<Number>(*value);
    return std::nullopt;
  }
  std::ostringstream range;
  range << std::fixed;
  range.precision(0);
  range << key.least << " – " << key.most;
  return Bilingual{std::string(key.name) + " 应为 " + range.str() + " 之间的数。",
                   std::string(key.name) + " is a number between " + range.str() + "."};
}

// A path is meant from the folder of the file that names it.
template <typename Text>
Wrong take_text(const Key& key, const toml::node& node, const fs::path& folder, Text& text) {
  const std::string name(key.name);
  const auto value = node.is_string() ? node.value<std::string>() : std::nullopt;
  if (!value || value->empty()) {
    return Bilingual{name + " 应为引号中的文字。", name + " is a text in quotes."};
  }
  std::string taken = *value;
  if constexpr (!std::is_same_v<Text, std::string>) taken = (folder / taken).lexically_normal();
  if (key.check != nullptr) {
    if (const Wrong wrong = key.check(taken)) {
      return Bilingual{name + "：" + wrong->zh, name + ": " + wrong->en};
    }
  }
  text = std::move(taken);
  return std::nullopt;
}

class Reading {
 public:
  explicit Reading(const fs::path& file) : file_(file) {}

  void take(const toml::table& table) {
    for (const auto& [name, node] : table) {
      const std::string section(name.str());
      const bool known =
          std::ranges::find(kKeys, std::string_view(section), &Key::section) != kKeys.end();
      if (!known || !node.is_table()) {
        note(name.source(),
             {"没有 [" + section + "] 这一节。", "there is no section [" + section + "]."});
        continue;
      }
      take_section(section, *node.as_table());
      if (section == "oidc") name_a_provider(*node.as_table());
    }
    if (const auto* mail = table["mail"].as_table()) take_mail(*mail);
  }

  void note(const toml::source_region& place, const Bilingual& what) {
    const std::string line = std::to_string(place.begin.line);
    mistakes_.emplace_back(place.begin.line,
                           Bilingual{file_.string() + " 第 " + line + " 行：" + what.zh,
                                     file_.string() + ", line " + line + ": " + what.en});
  }

  ReadSettings done() {
    std::ranges::stable_sort(mistakes_, {}, &Mistake::first);
    ReadSettings read{std::move(settings_), {}};
    for (Mistake& mistake : mistakes_) read.mistakes.push_back(std::move(mistake.second));
    return read;
  }

 private:
  // Half of a provider would be a log-in that nobody can use.
  void name_a_provider(const toml::table& oidc) {
    constexpr std::array kNeeded{"issuer", "client_id"};
    const auto said = [&](const char* name) { return oidc.contains(name); };
    if (!said("client_secret_file") && std::ranges::none_of(kNeeded, said)) return;
    for (const char* name : kNeeded) {
      if (said(name)) continue;
      note(oidc.source(),
           {"[oidc] 缺少 " + std::string(name) + "。", "[oidc] lacks " + std::string(name) + "."});
    }
  }

  using Mistake = std::pair<toml::source_index, Bilingual>;  // with its line

  void take_section(std::string_view section, const toml::table& table) {
    for (const auto& [name, node] : table) {
      const auto* key = std::ranges::find_if(kKeys, [&, said = name.str()](const Key& one) {
        return one.section == section && one.name == said;
      });
      if (key == kKeys.end()) {
        const std::string said = "[" + std::string(section) + "] " + std::string(name.str());
        note(name.source(), {"没有 " + said + " 这一项。", "there is no key " + said + "."});
      } else if (const Wrong wrong = take(*key, node)) {
        note(node.source(), *wrong);
      }
    }
  }

  // A server alone sends nothing: what it needs besides.
  void take_mail(const toml::table& mail) {
    if (settings_.mail.server.empty()) return;
    if (settings_.mail.sender.empty()) {
      note(mail.source(), {"[mail] 还须有 sender。", "[mail] needs a sender, too."});
    }
    if (settings_.mail.user.empty() != settings_.mail.password_file.empty()) {
      note(mail.source(), {"[mail] 的 user 与 password_file 须同时填写。",
                           "user and password_file of [mail] go together."});
    }
    if (settings_.serve.origin.empty()) {
      note(mail.source(), {"发送邮件须填写 [serve] origin，邮件中的链接由它开头。",
                           "Mail needs [serve] origin, with which the links in it begin."});
    }
  }

  Wrong take(const Key& key, const toml::node& node) {
    return std::visit(
        [&](auto* value) {
          if constexpr (std::is_arithmetic_v<std::remove_pointer_t<decltype(value)>>) {
            return take_number(key, node, *value);
          } else {
            return take_text(key, node, fs::absolute(file_).parent_path(), *value);
          }
        },
        key.place(settings_));
  }

  const fs::path& file_;
  Settings settings_;
  std::vector<Mistake> mistakes_;
};

void write(std::ostream& out, const Key& key, const std::string& text) {
  // What is not said has no form of its own.
  out << (text.empty() ? "# " : "") << key.name << " = " << toml::value<std::string>(text);
}

void write_line(std::ostream& out, const Key& key, Settings& settings) {
  std::visit(
      [&](const auto* value) {
        using Value = std::remove_cvref_t<decltype(*value)>;
        if constexpr (std::is_arithmetic_v<Value>) {
          out << key.name << " = " << *value;
        } else if constexpr (std::is_same_v<Value, std::string>) {
          write(out, key, *value);
        } else if constexpr (std::is_same_v<Value, fs::path>) {
          write(out, key, value->string());
        } else {
          write(out, key, value->value_or(fs::path()).string());
        }
      },
      key.place(settings));
  out << "\n";
}

}  // namespace

Result<ReadSettings> read_settings(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in || (in.peek(), in.bad())) {
    return core::fail(ErrorCode::unreadable,
                      {"无法读取设置文件 " + file.string() + "。",
                       "Cannot read the settings " + file.string() + "."},
                      {}, file.string());
  }
  std::ostringstream text;
  text << in.rdbuf();
  Reading reading(file);
  try {
    reading.take(toml::parse(text.str(), file.string()));
  } catch (const toml::parse_error& error) {
    const std::string what(error.description());
    reading.note(error.source(), {"不是 TOML（其后的内容未检查）：" + what,
                                  "no TOML (what comes after it was not checked): " + what});
  }
  return reading.done();
}

Result<Settings> load_settings(const fs::path& file) {
  auto read = read_settings(file);
  if (!read) return core::fail(read.error());
  if (read->mistakes.empty()) return std::move(read->settings);
  Bilingual all = {"设置有误。", "The settings are wrong."};
  for (const Bilingual& mistake : read->mistakes) {
    all.zh += "\n" + mistake.zh;
    all.en += "\n" + mistake.en;
  }
  return core::fail(ErrorCode::usage, {all.zh + "\n", all.en + "\n"}, {}, file.string());
}

std::string settings_toml(const Settings& settings) {
  Settings shown = settings;
  std::ostringstream text;
  std::string_view section;
  for (const Key& key : kKeys) {
    if (key.section != section) text << (section.empty() ? "[" : "\n[") << key.section << "]\n";
    section = key.section;
    write_line(text, key, shown);
  }
  return text.str();
}

std::string limits_toml(const Limits& limits) {
  Settings shown;
  shown.limits = limits;
  std::ostringstream text;
  text << "[limits]\n";
  for (const Key& key : kKeys) {
    if (key.section == "limits") write_line(text, key, shown);
  }
  return text.str();
}

}  // namespace jianzhen::api
