#include <fstream>
#include <memory>
#include <optional>

#include "api/cli/command.h"
#include "api/http/serve.h"

namespace jianzhen::api::cli {

namespace {

// As the settings name it. Errors: unreadable (the secret).
core::Result<std::optional<ProviderOptions>> provider_of(const Settings::Oidc& oidc) {
  if (oidc.issuer.empty()) return std::optional<ProviderOptions>();
  ProviderOptions provider{{oidc.issuer, oidc.client_id, {}}, oidc.name};
  if (provider.name.empty()) {
    const std::string host = oidc.issuer.substr(oidc.issuer.find("://") + 3);
    provider.name = host.substr(0, host.find('/'));
  }
  if (!oidc.client_secret_file.empty()) {
    std::ifstream file(oidc.client_secret_file);
    if (!std::getline(file, provider.client.secret) || provider.client.secret.empty()) {
      return core::fail(
          core::ErrorCode::unreadable,
          {"无法读取统一身份认证的密钥文件 " + oidc.client_secret_file.string() + "。",
           "Cannot read the client's secret " + oidc.client_secret_file.string() + "."},
          {}, oidc.client_secret_file.string());
    }
  }
  return std::optional(std::move(provider));
}

}  // namespace

void add_serve(Program& program) {
  CLI::App* command =
      program.command("serve", {"启动服务（网页与接口）", "Run the service: web page and API"});
  const auto options = std::make_shared<http::ServeOptions>();
  options->listen = program.settings.serve.listen;
  options->origin = program.settings.serve.origin;
  options->db = program.settings.data.database;
  options->mail = program.settings.mail;
  options->rules = program.settings.rules;
  options->files_at_once = program.settings.work.files_at_once;
  command
      ->add_option("--listen", options->listen,
                   program.say({"监听地址 HOST:PORT", "Address to listen on, HOST:PORT"}))
      ->default_str(options->listen);
  command->add_option("--origin", options->origin,
                      program.say({"反向代理对外的地址 https://HOST（代理须传递 X-Forwarded-For）",
                                   "Public address of the proxy in front, https://HOST; it must "
                                   "pass X-Forwarded-For"}));
  command->add_option("--db", options->db,
                      program.say({"目录数据库的连接串", "Connection string of the catalogue"}));
  command->add_option("--relations", options->rules.relations,
                      program.say({"单位关系表（CSV）", "Table of relations between units (CSV)"}));
  command->add_option("--lists", options->rules.lists,
                      program.say({"失信等名单所在目录", "Folder of the lists of excluded units"}));
  command->add_option("--contest", options->rules.contest,
                      program.say({"大赛定义文件（YAML）", "Definition of the contest (YAML)"}));
  command->callback([&program, options] {
    program.run = [&program, options] {
      options->data = program.data;
      options->pipeline = program.pipeline();
      options->lang = program.lang;
      auto provider = provider_of(program.settings.oidc);
      if (!provider) return show_error(provider.error(), program.lang);
      options->provider = std::move(*provider);
      const auto served = http::serve(*options, program.stop);
      return served ? 0 : show_error(served.error(), program.lang);
    };
  });
}

}  // namespace jianzhen::api::cli
