#include "api/http/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "api/http/json_text.h"

namespace jianzhen::http {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kWaiting = 8192;  // lines
constexpr int kServerFault = 500;
constexpr int kRefused = 400;

// Without its braces: the pattern puts time and level before.
std::string fields(const ordered_json& object) {
  const std::string text = dumped(object);
  return text.substr(1, text.size() - 2);
}

}  // namespace

struct Log::State {
  std::shared_ptr<spdlog::details::thread_pool> writer;  // spdlog keeps a weak one
  std::shared_ptr<spdlog::logger> lines;
};

Log::Log() : state_(std::make_unique<State>()) {
  state_->writer = std::make_shared<spdlog::details::thread_pool>(kWaiting, 1);
  state_->lines = std::make_shared<spdlog::async_logger>(
      "jianzhen", std::make_shared<spdlog::sinks::stderr_sink_mt>(), state_->writer,
      spdlog::async_overflow_policy::overrun_oldest);
  state_->lines->set_pattern(R"({"ts":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%v})");
}

Log::~Log() = default;

void Log::event(std::string_view event) { state_->lines->info(fields({{"event", event}})); }

void Log::layer(const api::SandboxLayer& layer) {
  const auto level = layer.on ? spdlog::level::info : spdlog::level::warn;
  state_->lines->log(level, fields({{"event", "sandbox"},
                                    {"layer", layer.name},
                                    {"on", layer.on},
                                    {"detail", layer.detail}}));
}

void Log::trouble(const core::Error& error) {
  state_->lines->error(fields(
      {{"event", "trouble"}, {"code", core::kind_of(error.code).word}, {"detail", error.detail}}));
}

void Log::exchange(const Exchange& exchange) {
  const bool reads = exchange.method == Method::get || exchange.method == Method::head;
  if (reads && exchange.status < kRefused && exchange.detail.empty()) return;
  ordered_json line = {{"event", "request"},
                       {"trace_id", exchange.trace_id},
                       {"method", word(exchange.method)},
                       {"operation", exchange.operation},
                       {"status", exchange.status},
                       {"bytes_in", exchange.bytes_in},
                       {"ms", static_cast<double>(exchange.took.count()) / 1000}};
  if (!exchange.detail.empty()) line["detail"] = exchange.detail;
  const auto level = exchange.status >= kServerFault ? spdlog::level::err : spdlog::level::info;
  state_->lines->log(level, fields(line));
}

}  // namespace jianzhen::http
