#include "api/http/serve.h"

#include <iostream>

#include "api/address.h"
#include "api/file_reader.h"
#include "api/http/log.h"
#include "api/http/outgoing.h"
#include "api/http/routes.h"
#include "api/http/server.h"
#include "api/http/service_manager.h"
#include "api/http/web.h"
#include "api/service.h"

namespace jianzhen::http {
namespace {

using core::fail;
using core::Result;

Result<ServerOptions> server_options(const ServeOptions& options) {
  const auto listen = api::listen_address(options.listen);
  if (!listen) return fail(listen.error());
  auto host = api::public_host(options.origin);
  if (!host) return fail(host.error());
  ServerOptions server;
  server.host = listen->host;
  server.port = listen->port;
  server.public_host = std::move(*host);
  const auto inherited = inherited_socket();
  if (!inherited) return fail(inherited.error());
  server.socket = inherited->value_or(-1);
  return server;
}

// Without accounts whoever reaches the service may do everything: then only this machine may.
Result<bool> log_in_needed(api::Service& service, const Server& server,
                           const ServeOptions& options) {
  auto in_use = service.accounts().in_use();
  if (!in_use || *in_use) return in_use;
  if (server.loopback() && options.origin.empty()) return false;
  return fail(
      core::ErrorCode::usage,
      {"还没有账号，只能在本机（127.0.0.1）使用。请先运行 jianzhen account add 建立管理员账号。",
       "There are no accounts yet, so the service is for this machine (127.0.0.1) alone. "
       "Make an administrator first: jianzhen account add."},
      {}, "--listen");
}

void count(api::Metrics& metrics, const Exchange& exchange) {
  metrics.count("jianzhen_http_requests_total", "operation=\"" + exchange.operation +
                                                    "\",status=\"" +
                                                    std::to_string(exchange.status) + "\"");
  metrics.count("jianzhen_http_received_bytes_total", {}, static_cast<double>(exchange.bytes_in));
  metrics.count("jianzhen_http_sent_bytes_total", {}, static_cast<double>(exchange.bytes_out));
  if (exchange.operation != "streamEvents") {  // it lasts as long as somebody looks
    metrics.observe("jianzhen_http_request_seconds",
                    std::chrono::duration<double>(exchange.took).count());
  }
}

void announce(const Server& server, bool log_in, core::Lang lang) {
  const std::string host = server.host();
  const bool v6 = host.find(':') != std::string::npos;
  const std::string url =
      "http://" + (v6 ? "[" + host + "]" : host) + ":" + std::to_string(server.port());
  std::cout << core::in({"鉴真已启动：" + url + "（按 Ctrl-C 停止）",
                         "Jianzhen is running: " + url + " (Ctrl-C stops it)"},
                        lang)
            << std::endl;
  if (log_in) return;
  std::cout << core::in({"还没有账号：本机上的任何人都可以使用全部功能。多人使用前请运行 "
                         "jianzhen account add。",
                         "There are no accounts: whoever is at this machine may do everything. "
                         "Before others use it: jianzhen account add."},
                        lang)
            << std::endl;
}

// A protection that this machine lacks is said where the administrator looks.
void announce_missing(const std::vector<api::SandboxLayer>& sandbox, core::Lang lang) {
  for (const api::SandboxLayer& layer : sandbox) {
    if (layer.on) continue;
    std::cout << core::in({"隔离层未启用：", "Sandbox layer not in force: "}, lang) << layer.name
              << " (" << layer.detail << ")" << std::endl;
  }
}

}  // namespace

Result<void> serve(const ServeOptions& options, const std::stop_token& stop) {
  const auto address = server_options(options);
  if (!address) return fail(address.error());
  auto rules = api::load_rules(options.rules);
  if (!rules) return fail(rules.error());
  api::PipelineOptions pipeline = options.pipeline;
  pipeline.spare_reader = true;
  auto reader = api::open_file_reader(pipeline);
  if (!reader) return fail(reader.error());

  Log log;
  api::ServiceOptions service_options;
  service_options.data = options.data;
  service_options.db = options.db;
  service_options.workers = options.files_at_once;
  service_options.outgoing = ask_outside;
  service_options.provider = options.provider;
  if (!options.mail.server.empty()) {
    auto mailer = api::smtp_mailer(options.mail);
    if (!mailer) return fail(mailer.error());
    service_options.mail = std::move(*mailer);
    service_options.sender = options.mail.sender;
    service_options.origin = options.origin;
  }
  service_options.log = [&log](const core::Error& error) { log.trouble(error); };
  auto service =
      api::Service::open(std::move(service_options), std::move(*rules), std::move(*reader));
  if (!service) return fail(service.error());
  api::Metrics& metrics = (*service)->metrics();
  const Web web(compiled_in());
  const Gate gate(**service, {options.origin});
  auto server = Server::listen(*address, Router(routes(**service, gate, web)),
                               [&log, &metrics](const Exchange& exchange) {
                                 count(metrics, exchange);
                                 log.exchange(exchange);
                               });
  if (!server) return fail(server.error());
  const auto log_in = log_in_needed(**service, **server, options);
  if (!log_in) return fail(log_in.error());
  log.event("started");
  for (const api::SandboxLayer& layer : (*service)->sandbox()) log.layer(layer);
  announce(**server, *log_in, options.lang);
  announce_missing((*service)->sandbox(), options.lang);
  tell_service_manager("READY=1");
  {
    const std::stop_callback stopping(stop, [&server] { (*server)->stop(); });
    (*server)->run();
  }
  tell_service_manager("STOPPING=1");
  (*service)->stop();  // nobody wakes an event stream any more
  server->reset();     // its streams look at the service
  log.event("stopped");
  return {};
}

}  // namespace jianzhen::http
