#include "api/http/outgoing.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/none.hpp>
#include <boost/optional/optional.hpp>
#include <cstdint>
#include <optional>
#include <utility>  // before Asio: its coroutines use std::exchange

namespace jianzhen::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using api::OutgoingAnswer;
using api::OutgoingRequest;
using asio::ip::tcp;
using core::ErrorCode;
using core::fail;
using core::Result;

struct Target {
  bool tls = false;
  std::string host;
  std::string port;
  std::string path;
  std::string authority;  // as the Host header says it
};

std::optional<Target> target_of(std::string_view url) {
  Target target;
  target.tls = url.starts_with("https://");
  if (!target.tls && !url.starts_with("http://")) return std::nullopt;
  url.remove_prefix(target.tls ? 8 : 7);
  for (const char c : url) {
    if (c <= ' ' || c > '~' || c == '#' || c == '\\') return std::nullopt;
  }
  const std::size_t slash = url.find_first_of("/?");
  target.authority = url.substr(0, slash);
  if (slash != std::string_view::npos) target.path = url.substr(slash);
  if (!target.path.starts_with('/')) target.path.insert(0, "/");
  if (target.authority.find('@') != std::string::npos) return std::nullopt;
  const std::size_t bracket = target.authority.find(']');
  const std::size_t colon = target.authority.find(':', bracket == std::string::npos ? 0 : bracket);
  target.host = target.authority.substr(0, colon);
  target.port =
      colon == std::string::npos ? (target.tls ? "443" : "80") : target.authority.substr(colon + 1);
  if (target.host.starts_with('[') && target.host.ends_with(']')) {
    target.host = target.host.substr(1, target.host.size() - 2);
  }
  const bool digits = !target.port.empty() && target.port.size() <= 5 &&
                      target.port.find_first_not_of("0123456789") == std::string::npos;
  if (target.host.empty() || !digits) return std::nullopt;
  return target;
}

// RFC 6890: what is no address of the open net.
bool is_private(const asio::ip::address_v4& address) {
  const auto bytes = address.to_bytes();
  return address.is_loopback() || bytes[0] == 10 || bytes[0] == 0 || bytes[0] >= 224 ||
         (bytes[0] == 172 && bytes[1] >= 16 && bytes[1] < 32) ||
         (bytes[0] == 192 && bytes[1] == 168) ||
         (bytes[0] == 100 && bytes[1] >= 64 && bytes[1] < 128);
}
bool is_of_the_link(const asio::ip::address_v4& address) {
  const auto bytes = address.to_bytes();
  return bytes[0] == 169 && bytes[1] == 254;
}

bool may_be_asked(const asio::ip::address& address, bool internal) {
  if (address.is_v4() || address.to_v6().is_v4_mapped()) {
    const auto v4 = address.is_v4()
                        ? address.to_v4()
                        : asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return !is_of_the_link(v4) && (internal || !is_private(v4));
  }
  const auto v6 = address.to_v6();
  if (v6.is_link_local() || v6.is_multicast() || v6.is_unspecified()) return false;
  const bool unique_local = (v6.to_bytes()[0] & 0xFEU) == 0xFC;
  return internal || !(v6.is_loopback() || unique_local);
}

wire::request<wire::string_body> message_of(const OutgoingRequest& request, const Target& target) {
  const bool asks = request.verb == OutgoingRequest::Verb::get;
  wire::request<wire::string_body> message(asks ? wire::verb::get : wire::verb::post, target.path,
                                           11);
  message.set(wire::field::host, target.authority);
  message.set(wire::field::user_agent, "jianzhen");
  message.set(wire::field::connection, "close");
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

// Where the body is not wanted, the head alone is looked at.
template <typename Stream>
asio::awaitable<OutgoingAnswer> exchange(Stream& stream,
                                         const wire::request<wire::string_body>& message,
                                         std::size_t most) {
  co_await wire::async_write(stream, message, asio::use_awaitable);
  beast::flat_buffer buffer;
  wire::response_parser<wire::string_body> parser;
  parser.header_limit(64 << 10);
  parser.body_limit(most > 0 ? boost::optional<std::uint64_t>(most) : boost::none);
  co_await wire::async_read_header(stream, buffer, parser, asio::use_awaitable);
  if (most > 0) co_await wire::async_read(stream, buffer, parser, asio::use_awaitable);
  co_return OutgoingAnswer{static_cast<int>(parser.get().result_int()),
                           std::move(parser.get().body())};
}

asio::awaitable<OutgoingAnswer> asked(const OutgoingRequest& request, const Target& target,
                                      const std::vector<tcp::endpoint>& endpoints) {
  const auto message = message_of(request, target);
  const auto executor = co_await asio::this_coro::executor;
  if (!target.tls) {
    beast::tcp_stream stream(executor);
    stream.expires_after(request.within);
    co_await stream.async_connect(endpoints, asio::use_awaitable);
    co_return co_await exchange(stream, message, request.most);
  }
  asio::ssl::context trust(asio::ssl::context::tls_client);
  trust.set_default_verify_paths();
  trust.set_verify_mode(asio::ssl::verify_peer);
  trust.set_verify_callback(asio::ssl::host_name_verification(target.host));
  beast::ssl_stream<beast::tcp_stream> stream(executor, trust);
  SSL_set_tlsext_host_name(stream.native_handle(), target.host.c_str());
  beast::get_lowest_layer(stream).expires_after(request.within);
  co_await beast::get_lowest_layer(stream).async_connect(endpoints, asio::use_awaitable);
  co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
  co_return co_await exchange(stream, message, request.most);
}

tl::unexpected<core::Error> no_answer(const std::string& detail) {
  return fail(ErrorCode::unreadable, {"对方服务器没有应答。", "The other server does not answer."},
              detail, "outgoing");
}

}  // namespace

Result<void> check_url(const std::string& url) {
  if (target_of(url)) return {};
  return fail(ErrorCode::usage,
              {"地址应以 https:// 或 http:// 开头，且不含口令。",
               "The address begins with https:// or http:// and holds no password."});
}

Result<OutgoingAnswer> ask_outside(const OutgoingRequest& request) {
  const auto target = target_of(request.url);
  if (!target) return fail(check_url(request.url).error());
  asio::io_context io;
  try {
    tcp::resolver resolver(io);
    std::vector<tcp::endpoint> endpoints;
    for (const auto& found : resolver.resolve(target->host, target->port)) {
      if (may_be_asked(found.endpoint().address(), request.internal)) {
        endpoints.push_back(found.endpoint());
      }
    }
    if (endpoints.empty()) {
      return fail(ErrorCode::usage,
                  {"该地址在内部网络中；如确为本单位的服务器，请在设置中注明。",
                   "The address is in a private network; say so where it is the organiser's own."},
                  {}, "outgoing");
    }
    OutgoingAnswer answer;
    std::exception_ptr wrong;
    asio::co_spawn(io, asked(request, *target, endpoints),
                   [&](std::exception_ptr thrown, OutgoingAnswer said) {
                     wrong = std::move(thrown);
                     answer = std::move(said);
                   });
    io.run();
    if (wrong) std::rethrow_exception(wrong);
    return answer;
  } catch (const boost::system::system_error& error) {
    return no_answer(error.what());
  }
}

}  // namespace jianzhen::http
