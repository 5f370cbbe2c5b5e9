#include "api/http/server.h"

#include <sys/socket.h>

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <cerrno>
#include <limits>
#include <optional>
#include <random>
#include <set>
#include <utility>  // before Asio: its coroutines use std::exchange

#include "api/http/guard.h"
#include "api/http/head.h"
#include "api/http/problem.h"
#include "api/http/uri.h"
#include "core/text.h"

namespace jianzhen::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::steady_clock;

constexpr std::size_t kPiece = 64 << 10;              // bytes, read or written at once
constexpr std::uint64_t kMaxSwallowed = 4 << 20;      // bytes of a refused body read and dropped
constexpr std::chrono::milliseconds kSwallow{2'000};  // and for how long

// Beast 1.74 takes "none" for a limit of nothing.
constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

using Parser = wire::request_parser<wire::buffer_body>;

// The trace of a W3C traceparent, "00-<32 hex>-<16 hex>-<2 hex>"; empty where there is none.
std::string trace_of(const Request& request) {
  const std::string* parent = request.header("traceparent");
  if (parent == nullptr || parent->size() < 55 || (*parent)[2] != '-' || (*parent)[35] != '-') {
    return {};
  }
  std::string id = parent->substr(3, 32);
  const bool hex = id.find_first_not_of("0123456789abcdef") == std::string::npos;
  return hex ? id : std::string();
}

}  // namespace

class Connection;

struct Server::State {
  State(const ServerOptions& chosen, Router table, std::function<void(const Exchange&)> listener)
      : options(chosen),
        router(std::move(table)),
        observer(std::move(listener)),
        quick(static_cast<std::size_t>(chosen.threads)),
        heavy(static_cast<std::size_t>(chosen.heavy_threads)) {}

  asio::awaitable<void> accept();
  void begin_stop();
  std::string new_trace();

  ServerOptions options;
  Router router;
  std::function<void(const Exchange&)> observer;
  bool loopback = true;
  std::string host;
  std::uint16_t port = 0;
  // Of the I/O thread. Before `io`, whose end takes the connections with it.
  bool stopping = false;
  std::set<Connection*> connections;
  std::size_t streams = 0;
  std::mt19937_64 random{std::random_device{}()};
  std::atomic<std::size_t> open{0};
  asio::io_context io{1};
  tcp::acceptor acceptor{io};
  asio::steady_timer drained{io};
  // Last, so that they are joined before what their work refers to goes away.
  asio::thread_pool quick;
  asio::thread_pool heavy;
};

namespace {

// Runs `work` on a thread of the pool and comes back to the I/O thread with what it returned.
// Throws what it threw.
template <typename Work, typename Value = std::invoke_result_t<Work&>>
asio::awaitable<Value> on_pool(asio::thread_pool& pool, asio::io_context& io, Work work) {
  using Signature = void(std::exception_ptr, std::optional<Value>);
  auto start = [&pool, &io](auto handler, Work task) {
    auto job = [&io, handler = std::move(handler), task = std::move(task)]() mutable {
      std::exception_ptr thrown;
      std::optional<Value> value;
      try {
        value.emplace(task());
      } catch (...) {
        thrown = std::current_exception();
      }
      auto back = [handler = std::move(handler), thrown, value = std::move(value)]() mutable {
        handler(thrown, std::move(value));
      };
      asio::post(io, std::move(back));
    };
    asio::post(pool, std::move(job));
  };
  std::optional<Value> value =
      co_await asio::async_initiate<const asio::use_awaitable_t<>, Signature>(
          start, asio::use_awaitable, std::move(work));
  co_return std::move(*value);
}

}  // namespace

// Wakes an event stream that has nothing to say.
struct Waker {
  explicit Waker(asio::io_context& io) : timer(io) {}
  void wake() {
    woken = true;
    timer.cancel();
  }
  asio::steady_timer timer;
  bool woken = false;
};

// One client. Lives in its coroutine; everything but the handlers runs on the I/O thread.
class Connection {
 public:
  Connection(Server::State& server, tcp::socket socket)
      : server_(server), stream_(std::move(socket)), waker_(std::make_shared<Waker>(server.io)) {
    server_.connections.insert(this);
    ++server_.open;
  }
  ~Connection() {
    server_.connections.erase(this);
    --server_.open;
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  asio::awaitable<void> run();

  // An idle connection ends now, an event stream at its next turn, another after its answer.
  void server_stops() {
    if (idle_) stream_.close();
    waker_->wake();
  }

 private:
  asio::awaitable<bool> wait_for_request();
  asio::awaitable<bool> exchange(Parser& parser);
  asio::awaitable<Response> answer(Parser& parser, Request& request);
  asio::awaitable<Response> take_whole(Parser& parser, Request& request);
  asio::awaitable<Response> take_pieces(Parser& parser, Request& request);
  asio::awaitable<std::optional<Refusal>> next_piece(Parser& parser, std::size_t& got);
  asio::awaitable<void> go_ahead(const Request& request);
  asio::awaitable<bool> send(const Request& request, Response& response, bool keep_alive);
  asio::awaitable<bool> send_body(Response& response);
  asio::awaitable<void> send_events(EventStream& events);
  asio::awaitable<bool> write(std::string_view bytes);
  asio::awaitable<void> close_gently();

  asio::thread_pool& pool() const { return route_->heavy ? server_.heavy : server_.quick; }
  Server::State& server_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_{kPiece * 2};
  std::shared_ptr<Waker> waker_;  // shared with wake-ups on their way when the connection ends
  bool idle_ = false;
  bool alive_ = true;  // bytes can still be sent
  // Of the request at hand:
  const Route* route_ = nullptr;
  std::vector<char> piece_;
  steady_clock::time_point began_;
  Exchange facts_;
};

asio::awaitable<void> Connection::run() {
  error_code ignored;
  stream_.socket().set_option(tcp::no_delay(true), ignored);
  bool more = true;
  while (more && !server_.stopping) {
    const bool begun = co_await wait_for_request();
    if (!begun) break;
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(server_.options.max_header));
    parser.body_limit(kNoLimit);  // by route, below
    error_code error;
    stream_.expires_after(server_.options.header);
    co_await wire::async_read_header(stream_, buffer_, parser,
                                     asio::redirect_error(asio::use_awaitable, error));
    began_ = steady_clock::now();
    facts_ = Exchange{};
    if (error) {
      if (error.category() != make_error_code(wire::error::bad_method).category()) break;
      if (error == wire::error::end_of_stream || error == wire::error::partial_message) break;
      Response refusal = problem(error == wire::error::header_limit ? Refusal::header_too_large
                                                                    : Refusal::bad_request);
      refusal.log_detail = error.message();
      Request nothing;
      nothing.trace_id = server_.new_trace();
      co_await send(nothing, refusal, false);
      co_await close_gently();
      break;
    }
    more = co_await exchange(parser);
  }
  stream_.close();
}

asio::awaitable<bool> Connection::wait_for_request() {
  if (buffer_.size() > 0) co_return true;  // a pipelined one is here already
  idle_ = true;
  error_code error;
  stream_.expires_after(server_.options.idle);
  const std::size_t got = co_await stream_.async_read_some(
      buffer_.prepare(4096), asio::redirect_error(asio::use_awaitable, error));
  idle_ = false;
  buffer_.commit(got);
  co_return !error;
}

asio::awaitable<bool> Connection::exchange(Parser& parser) {
  Request request;
  const auto& head = parser.get();
  for (const auto& field : head) {
    request.headers.emplace_back(core::lower_ascii(std::string(field.name_string())),
                                 std::string(field.value()));
  }
  const std::string target(head.target());
  request.path = target.substr(0, target.find('?'));
  request.trace_id = trace_of(request);
  if (request.trace_id.empty()) request.trace_id = server_.new_trace();
  error_code gone;
  request.remote = stream_.socket().remote_endpoint(gone).address().to_string();

  Response response;
  const std::string_view method_word(head.method_string().data(), head.method_string().size());
  const auto method = method_of(method_word);
  const auto query = target.find('?') == std::string::npos
                         ? parsed_query({})
                         : parsed_query(std::string_view(target).substr(target.find('?') + 1));
  // A coding that is not "chunked" leaves the length of the body to guessing: smuggling begins so.
  const bool odd_coding = request.header("transfer-encoding") != nullptr && !parser.chunked();
  if (!method) {
    response = problem(Refusal::method_not_allowed);
  } else if (!query || odd_coding || parser.upgrade()) {
    response = problem(Refusal::bad_request);
  } else {
    request.method = *method;
    request.query = *query;
    response = co_await answer(parser, request);
  }
  const bool whole = parser.is_done();
  const bool keep = whole && head.keep_alive() && !server_.stopping && alive_;
  const bool sent = co_await send(request, response, keep);
  if (!whole) co_await close_gently();
  co_return sent;
}

asio::awaitable<Response> Connection::answer(Parser& parser, Request& request) {
  facts_.method = request.method;
  if (const auto refusal = refused(request, {server_.loopback, server_.options.public_host}))
    co_return problem(*refusal);
  auto match = server_.router.match(request.method, request.path);
  if (!match) co_return problem(match.error());
  if (match->allowed.empty()) co_return problem(Refusal::unknown_address);
  if (match->route == nullptr) {
    Response response = problem(Refusal::method_not_allowed);
    std::string allowed;
    for (const Method method : match->allowed) {
      allowed += (allowed.empty() ? "" : ", ") + std::string(word(method));
    }
    response.set("allow", allowed);
    co_return response;
  }
  route_ = match->route;
  facts_.operation = route_->operation;
  request.parameters = std::move(match->parameters);
  if (parser.content_length().value_or(0) > route_->max_body) {
    co_return problem(Refusal::body_too_large);
  }
  std::optional<Response> response;
  std::string bug;
  try {
    if (std::holds_alternative<Receiver>(route_->serve)) {
      response.emplace(co_await take_pieces(parser, request));
    } else {
      response.emplace(co_await take_whole(parser, request));
    }
  } catch (const std::exception& e) {
    bug = e.what();
  }
  if (!response) {
    response.emplace(problem(Refusal::bug));
    response->log_detail = bug;
  }
  co_return std::move(*response);
}

asio::awaitable<Response> Connection::take_whole(Parser& parser, Request& request) {
  if (!parser.is_done()) co_await go_ahead(request);
  while (!parser.is_done()) {
    std::size_t got = 0;
    const auto refusal = co_await next_piece(parser, got);
    if (refusal) co_return problem(*refusal);
    request.body.append(piece_.data(), got);
  }
  const Handler& handler = std::get<Handler>(route_->serve);
  auto work = [&handler, &request] { return handler(request); };
  co_return co_await on_pool(pool(), server_.io, work);
}

asio::awaitable<Response> Connection::take_pieces(Parser& parser, Request& request) {
  const Receiver& receiver = std::get<Receiver>(route_->serve);
  auto begin = [&receiver, &request] { return receiver(request); };
  auto sink = co_await on_pool(pool(), server_.io, begin);
  if (!sink) co_return std::move(sink.error());
  BodySink& body = **sink;
  if (!parser.is_done()) co_await go_ahead(request);
  while (!parser.is_done()) {
    std::size_t got = 0;
    const auto refusal = co_await next_piece(parser, got);
    if (refusal == Refusal::body_too_large) co_return problem(*refusal);
    // Of a body that is cut what came before counts: an upload goes on behind it.
    const std::span<const char> bytes(piece_.data(), got);
    auto take = [&body, bytes] { return body.take(bytes); };
    const auto taken = co_await on_pool(pool(), server_.io, take);
    if (refusal) co_return problem(*refusal);
    if (!taken) co_return problem(taken.error());
  }
  auto finish = [&body] { return body.finish(); };
  co_return co_await on_pool(pool(), server_.io, finish);
}

// Fills piece_ with up to kPiece bytes of the body. After a refusal the body has not come to its
// end; `alive_` says whether the client can still be told.
asio::awaitable<std::optional<Refusal>> Connection::next_piece(Parser& parser, std::size_t& got) {
  piece_.resize(kPiece);
  auto& body = parser.get().body();
  while (got < kPiece && !parser.is_done()) {
    body.data = piece_.data() + got;
    body.size = kPiece - got;
    error_code error;
    stream_.expires_after(server_.options.piece);
    co_await wire::async_read_some(stream_, buffer_, parser,
                                   asio::redirect_error(asio::use_awaitable, error));
    const std::size_t fresh = kPiece - got - body.size;
    got += fresh;
    facts_.bytes_in += fresh;
    if (facts_.bytes_in > route_->max_body) co_return Refusal::body_too_large;
    if (error && error != wire::error::need_buffer) {
      alive_ = error.category() == make_error_code(wire::error::bad_chunk).category() &&
               error != wire::error::partial_message;
      co_return error == beast::error::timeout ? Refusal::too_slow : Refusal::bad_request;
    }
    const auto waited = steady_clock::now() - began_;
    const double seconds = std::chrono::duration<double>(waited).count();
    if (waited > server_.options.piece && !parser.is_done() &&
        static_cast<double>(facts_.bytes_in) <
            seconds * static_cast<double>(server_.options.min_bytes_per_second)) {
      co_return Refusal::too_slow;
    }
  }
  co_return std::nullopt;
}

asio::awaitable<void> Connection::go_ahead(const Request& request) {
  const std::string* expected = request.header("expect");
  if (expected != nullptr && core::lower_ascii(*expected) == "100-continue") {
    co_await write("HTTP/1.1 100 Continue\r\n\r\n");
  }
}

asio::awaitable<bool> Connection::send(const Request& request, Response& response,
                                       bool keep_alive) {
  auto* events = std::get_if<std::unique_ptr<EventStream>>(&response.body);
  if (events != nullptr && server_.streams >= server_.options.max_streams) {
    response = problem(Refusal::too_many_connections);
    events = nullptr;
  }
  HeadFacts head{0, keep_alive && events == nullptr, request.trace_id};
  if (const auto* body = std::get_if<std::string>(&response.body)) head.length = body->size();
  if (const auto* bytes = std::get_if<StaticBytes>(&response.body)) {
    head.length = bytes->bytes.size();
  }
  if (const auto* file = std::get_if<FileBody>(&response.body)) head.length = file->size();
  if (events != nullptr) head.length.reset();

  facts_.status = response.status;
  facts_.trace_id = request.trace_id;
  facts_.detail = response.log_detail;
  bool sent = false;
  if (alive_) sent = co_await write(head_of(response, head));
  if (sent && request.method != Method::head) sent = co_await send_body(response);
  facts_.took = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began_);
  server_.observer(facts_);
  co_return sent&& head.keep_alive;
}

asio::awaitable<bool> Connection::send_body(Response& response) {
  if (const auto* body = std::get_if<std::string>(&response.body)) {
    co_return co_await write(*body);
  }
  if (const auto* bytes = std::get_if<StaticBytes>(&response.body)) {
    co_return co_await write(bytes->bytes);
  }
  if (auto* events = std::get_if<std::unique_ptr<EventStream>>(&response.body)) {
    ++server_.streams;
    co_await send_events(**events);
    events->reset();  // before this connection, which it wakes
    --server_.streams;
    co_return false;
  }
  FileBody& file = std::get<FileBody>(response.body);
  piece_.resize(kPiece);
  const std::span<char> piece(piece_);
  while (file.size() > 0) {
    auto read = [&file, piece] { return file.read(piece); };
    const auto got = co_await on_pool(server_.quick, server_.io, read);
    if (!got) {
      facts_.detail = got.error().detail;
      co_return false;  // fewer bytes than announced: the client sees that it is not whole
    }
    const bool sent = co_await write(std::string_view(piece_.data(), *got));
    if (!sent) co_return false;
  }
  co_return true;
}

asio::awaitable<void> Connection::send_events(EventStream& events) {
  events.on_ready([&io = server_.io, waker = std::weak_ptr<Waker>(waker_)] {
    asio::post(io, [waker] {
      if (const auto still_there = waker.lock()) still_there->wake();
    });
  });
  bool open = true;
  while (open && !server_.stopping) {
    waker_->woken = false;
    auto next = [&events] { return events.next(); };
    const std::optional<std::string> ready = co_await on_pool(server_.quick, server_.io, next);
    if (!ready) break;
    if (!ready->empty()) {
      open = co_await write(*ready);
      continue;
    }
    if (waker_->woken || server_.stopping) continue;
    error_code ignored;
    waker_->timer.expires_after(server_.options.heartbeat);
    co_await waker_->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (!waker_->woken) open = co_await write(": \n\n");
  }
}

asio::awaitable<bool> Connection::write(std::string_view bytes) {
  error_code error;
  while (!bytes.empty() && !error) {
    const std::string_view piece = bytes.substr(0, kPiece);
    stream_.expires_after(server_.options.piece);
    const std::size_t sent =
        co_await asio::async_write(stream_, asio::buffer(piece.data(), piece.size()),
                                   asio::redirect_error(asio::use_awaitable, error));
    facts_.bytes_out += sent;
    bytes.remove_prefix(sent);
  }
  if (error) alive_ = false;
  co_return !error;
}

// Reads what the client still sends, so that it gets to see the answer before the connection ends.
asio::awaitable<void> Connection::close_gently() {
  error_code error;
  stream_.socket().shutdown(tcp::socket::shutdown_send, error);
  piece_.resize(kPiece);
  stream_.expires_after(kSwallow);
  std::uint64_t swallowed = 0;
  while (!error && swallowed < kMaxSwallowed) {
    swallowed += co_await stream_.async_read_some(asio::buffer(piece_),
                                                  asio::redirect_error(asio::use_awaitable, error));
  }
}

namespace {

asio::awaitable<void> serve(Server::State& server, tcp::socket socket) {
  try {
    Connection connection(server, std::move(socket));
    co_await connection.run();
  } catch (const std::exception& e) {
    Exchange exchange;
    exchange.detail = e.what();
    server.observer(exchange);
  }
  if (server.stopping && server.connections.empty()) server.drained.cancel();
}

}  // namespace

asio::awaitable<void> Server::State::accept() {
  while (!stopping) {
    error_code error;
    tcp::socket socket =
        co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error) {  // out of descriptors, most likely: some will close
      if (stopping) break;
      asio::steady_timer pause(io, std::chrono::milliseconds(50));
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    if (connections.size() >= options.max_connections) {
      Response busy = problem(Refusal::too_many_connections);
      const std::string& body = std::get<std::string>(busy.body);
      const std::string answer = head_of(busy, {body.size(), false, new_trace()}) + body;
      socket.non_blocking(true, error);
      socket.send(asio::buffer(answer), 0, error);
      continue;
    }
    asio::co_spawn(io, serve(*this, std::move(socket)), asio::detached);
  }
}

void Server::State::begin_stop() {
  if (stopping) return;
  stopping = true;
  error_code ignored;
  acceptor.close(ignored);
  for (Connection* connection : connections) connection->server_stops();
  if (connections.empty()) return;
  drained.expires_after(options.drain);
  drained.async_wait([this](error_code cancelled) {
    if (!cancelled) io.stop();
  });
}

std::string Server::State::new_trace() {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string id;
  for (int half = 0; half < 2; ++half) {
    std::uint64_t bits = random();
    for (int digit = 0; digit < 16; ++digit, bits >>= 4) id += kHex[bits & 15];
  }
  return id;
}

namespace {

core::Result<void> listen_anew(Server::State& state) {
  const ServerOptions& options = state.options;
  const std::string where = options.host + ":" + std::to_string(options.port);
  error_code error;
  tcp::resolver resolver(state.io);
  const auto found =
      resolver.resolve(options.host, std::to_string(options.port), tcp::resolver::passive, error);
  if (error || found.empty()) {
    return core::fail(core::ErrorCode::usage,
                      {"监听地址 " + where + " 无法识别。",
                       "The address to listen on, " + where + ", is not known."},
                      error.message(), "http");
  }
  const tcp::endpoint endpoint = found.begin()->endpoint();
  state.acceptor.open(endpoint.protocol(), error);
  if (!error) state.acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) state.acceptor.bind(endpoint, error);
  if (!error) state.acceptor.listen(tcp::acceptor::max_listen_connections, error);
  if (error) {
    return core::fail(
        error == asio::error::address_in_use ? core::ErrorCode::conflict
                                             : core::ErrorCode::unreadable,
        {"无法监听 " + where + "：端口可能已被占用。请换一个端口（--listen）。",
         "Cannot listen on " + where + ": the port may be in use. Choose another with --listen."},
        error.message(), "http");
  }
  return {};
}

core::Result<void> take_over(Server::State& state) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  error_code error;
  if (::getsockname(state.options.socket, reinterpret_cast<sockaddr*>(&address), &length) == 0) {
    state.acceptor.assign(address.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(),
                          state.options.socket, error);
  } else {
    error.assign(errno, boost::system::system_category());
  }
  if (!error) return {};
  return core::fail(core::ErrorCode::unreadable,
                    {"无法使用交来的监听套接字。", "The socket handed over cannot be used."},
                    error.message(), "http");
}

}  // namespace

core::Result<std::unique_ptr<Server>> Server::listen(
    const ServerOptions& options, Router router, std::function<void(const Exchange&)> observer) {
  auto state = std::make_unique<State>(options, std::move(router), std::move(observer));
  if (auto listens = options.socket < 0 ? listen_anew(*state) : take_over(*state); !listens) {
    return core::fail(listens.error());
  }
  error_code error;
  const tcp::endpoint endpoint = state->acceptor.local_endpoint(error);
  state->host = endpoint.address().to_string(error);
  state->loopback = endpoint.address().is_loopback();
  state->port = endpoint.port();
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() = default;

std::string Server::host() const { return state_->host; }

std::uint16_t Server::port() const { return state_->port; }

bool Server::loopback() const { return state_->loopback; }

std::size_t Server::connections() const { return state_->open; }

void Server::run() {
  asio::co_spawn(state_->io, state_->accept(), asio::detached);
  state_->io.run();
}

void Server::stop() {
  asio::post(state_->io, [this] { state_->begin_stop(); });
}

}  // namespace jianzhen::http
