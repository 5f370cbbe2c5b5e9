#include "api/http/server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "api/http/problem.h"

namespace jianzhen::http {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;

// A client that says exactly what a test wants it to.
class Raw {
 public:
  explicit Raw(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    const timeval patience{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  ~Raw() { close(); }

  bool connected() const { return connected_; }
  void say(std::string_view words) {
    while (!words.empty()) {
      const ssize_t sent = ::send(socket_, words.data(), words.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      words.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // Until what came holds `end`, or the server closes.
  std::string hear(std::string_view end) {
    std::string heard;
    char piece[4096];
    while (end.empty() || heard.find(end) == std::string::npos) {
      const ssize_t got = ::recv(socket_, piece, sizeof piece, 0);
      if (got <= 0) break;
      heard.append(piece, static_cast<std::size_t>(got));
    }
    return heard;
  }
  std::string hear_all() { return hear(""); }
  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

 private:
  int socket_;
  bool connected_ = false;
};

// Says what it was given to say, in the order it was given.
class Feed {
 public:
  void publish(const std::string& text) {
    const std::lock_guard lock(mutex_);
    waiting_ += text;
    if (wake_) wake_();
  }
  std::string take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
  }
  void listen(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
    changed_.notify_all();
  }
  void wait_until(bool listened) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 10s, [&] { return (wake_ != nullptr) == listened; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string waiting_;
  std::function<void()> wake_;
};

class FeedStream : public EventStream {
 public:
  explicit FeedStream(Feed& feed) : feed_(feed) {}
  ~FeedStream() override { feed_.listen(nullptr); }
  std::optional<std::string> next() override { return feed_.take(); }
  void on_ready(std::function<void()> wake) override { feed_.listen(std::move(wake)); }

 private:
  Feed& feed_;
};

// Counts the bytes it takes; those of a body that did not come to its end in `cut`.
class Counting : public BodySink {
 public:
  explicit Counting(std::atomic<std::size_t>& cut) : cut_(cut) {}
  ~Counting() override { cut_ += bytes_; }

  core::Result<void> take(std::span<const char> piece) override {
    if (!piece.empty() && piece.front() == '!') {
      return core::fail(core::ErrorCode::no_space, {"磁盘已满。", "Disk full."});
    }
    bytes_ += piece.size();
    return {};
  }
  Response finish() override {
    return text(201, "text/plain", std::to_string(std::exchange(bytes_, 0)));
  }

 private:
  std::atomic<std::size_t>& cut_;
  std::size_t bytes_ = 0;
};

class ServerTest : public testing::Test {
 protected:
  void start(ServerOptions options = {}) {
    options.port = 0;
    auto server = Server::listen(options, table(), [this](const Exchange& exchange) {
      const std::lock_guard lock(mutex_);
      exchanges_.push_back(exchange);
    });
    ASSERT_TRUE(server) << server.error().detail;
    server_ = std::move(*server);
    thread_ = std::jthread([this] { server_->run(); });
  }
  void TearDown() override {
    if (server_) server_->stop();
    if (thread_.joinable()) thread_.join();
  }

  Router table() {
    const Handler hello = [](const Request& request) {
      return text(200, "text/plain", "hello " + request.body);
    };
    const Handler breaks = [](const Request&) -> Response { throw std::runtime_error("a bug"); };
    const Handler events = [this](const Request&) {
      Response response;
      response.set("content-type", "text/event-stream");
      response.body = std::make_unique<FeedStream>(feed_);
      return response;
    };
    const Handler waits = [this](const Request&) {
      held_.wait_until(true);
      return text(200, "text/plain", "done");
    };
    const Receiver receive = [this](const Request& request) -> Begun {
      if (request.header("x-refuse") != nullptr) {
        return tl::unexpected(problem(Refusal::unknown_address));
      }
      return std::make_unique<Counting>(cut_);
    };
    return Router({
        {Method::get, "/hello", "hello", hello},
        {Method::post, "/hello", "say", hello, 100},
        {Method::get, "/breaks", "breaks", breaks},
        {Method::get, "/events", "events", events},
        {Method::get, "/waits", "waits", waits},
        {Method::put, "/files/{path*}", "upload", receive, 1 << 20},
    });
  }

  std::string ask(std::string_view request) {
    Raw client(server_->port());
    client.say(request);
    return client.hear_all();
  }

  Feed feed_;
  Feed held_;
  std::mutex mutex_;
  std::vector<Exchange> exchanges_;
  std::atomic<std::size_t> cut_ = 0;
  std::unique_ptr<Server> server_;
  std::jthread thread_;
};

constexpr std::string_view kHost = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

std::string request(std::string_view line, std::string_view more = "", std::string_view body = "") {
  std::string text(line);
  text += kHost;
  text += more;
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + std::string(body);
}

TEST_F(ServerTest, answers) {
  start();
  const std::string answer = ask(request("GET /hello"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\n\r\nhello "));
}

TEST_F(ServerTest, answers_head_without_a_body) {
  start();
  const std::string answer = ask(request("HEAD /hello"));
  EXPECT_THAT(answer, HasSubstr("content-length: 6\r\n"));
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

TEST_F(ServerTest, answers_several_requests_of_one_connection_in_order) {
  start();
  Raw client(server_->port());
  client.say(
      "POST /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n1"
      "POST /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nConnection: close\r\n\r\n2");
  const std::string answers = client.hear_all();
  EXPECT_LT(answers.find("hello 1"), answers.find("hello 2"));
  EXPECT_THAT(answers, HasSubstr("hello 2"));
}

struct BadCase {
  const char* name;
  std::string request;
  const char* status;
};

TEST_F(ServerTest, refuses_bad_input_with_the_right_word) {
  start();
  const BadCase cases[] = {
      {"nonsense", "nonsense\r\n\r\n", "400"},
      {"no host", "GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n", "400"},
      {"a foreign host", "GET /hello HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
       "421"},
      {"a foreign origin", request("POST /hello", "Origin: http://evil.example\r\n", "x"), "403"},
      {"an unknown path", request("GET /nothing"), "404"},
      {"dots", request("GET /files/../hello"), "405"},
      {"an unknown method", request("BREW /hello"), "405"},
      {"another method", request("DELETE /hello"), "405"},
      {"a broken encoding", request("GET /%zz"), "400"},
      {"a broken query", request("GET /hello?q=%ff"), "400"},
      {"too long a header", request("GET /hello", "X: " + std::string(20'000, 'x') + "\r\n"),
       "431"},
      {"too long a body", request("POST /hello", "", std::string(101, 'x')), "413"},
      {"too long a body in chunks",
       request("POST /hello", "Transfer-Encoding: chunked\r\n") + "65\r\n" + std::string(101, 'x') +
           "\r\n0\r\n\r\n",
       "413"},
      {"a body where none is taken", request("GET /hello", "", "x"), "413"},
      {"two lengths", request("POST /hello", "Content-Length: 2\r\nContent-Length: 3\r\n") + "xxx",
       "400"},
      {"a length and chunks",
       request("POST /hello", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"), "400"},
      {"an odd coding", request("POST /hello", "Transfer-Encoding: gzip\r\n"), "400"},
      {"a negative length", request("POST /hello", "Content-Length: -1\r\n"), "400"},
      {"a broken chunk", request("POST /hello", "Transfer-Encoding: chunked\r\n") + "zz\r\n",
       "400"},
      {"a bug of ours", request("GET /breaks"), "500"},
  };
  for (const BadCase& c : cases) {
    EXPECT_THAT(ask(c.request), StartsWith("HTTP/1.1 " + std::string(c.status))) << c.name;
  }
}

TEST_F(ServerTest, tells_which_methods_there_are) {
  start();
  EXPECT_THAT(ask(request("DELETE /hello")), HasSubstr("allow: GET, POST\r\n"));
}

TEST_F(ServerTest, takes_a_body_in_pieces) {
  start();
  EXPECT_THAT(ask(request("PUT /files/a", "", std::string(300'000, 'x'))),
              HasSubstr("\r\n\r\n300000"));
}

TEST_F(ServerTest, takes_a_body_in_chunks) {
  start();
  const std::string chunk = "3e8\r\n" + std::string(1000, 'x') + "\r\n";
  EXPECT_THAT(
      ask(request("PUT /files/a", "Transfer-Encoding: chunked\r\n") + chunk + chunk + "0\r\n\r\n"),
      HasSubstr("\r\n\r\n2000"));
}

TEST_F(ServerTest, says_go_ahead_only_where_it_will_take_the_body) {
  start();
  Raw taken(server_->port());
  taken.say(request("PUT /files/a", "Expect: 100-continue\r\nContent-Length: 2\r\n"));
  EXPECT_EQ(taken.hear("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  taken.say("xx");
  EXPECT_THAT(taken.hear_all(), HasSubstr("201"));
  Raw refused(server_->port());
  refused.say(
      request("PUT /files/a", "X-Refuse: 1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"));
  EXPECT_THAT(refused.hear_all(), StartsWith("HTTP/1.1 404"));
}

TEST_F(ServerTest, tells_a_failure_in_the_middle_of_a_body) {
  start();
  EXPECT_THAT(ask(request("PUT /files/a", "", "!" + std::string(500'000, 'x'))),
              StartsWith("HTTP/1.1 507"));
}

TEST_F(ServerTest, of_a_body_cut_short_hands_on_what_came_and_never_says_that_it_is_whole) {
  start();
  {
    Raw client(server_->port());
    client.say(request("PUT /files/a", "Content-Length: 1000\r\n") + "xxx");
  }
  EXPECT_THAT(ask(request("GET /hello")), HasSubstr("200"));
  for (int i = 0; i < 100 && cut_ == 0; ++i) std::this_thread::sleep_for(20ms);
  EXPECT_EQ(cut_, 3U);
  server_->stop();
  thread_.join();
  for (const Exchange& exchange : exchanges_) EXPECT_NE(exchange.status, 201);
}

TEST_F(ServerTest, gives_up_on_a_body_that_drips) {
  ServerOptions options;
  options.piece = 200ms;
  options.min_bytes_per_second = 1000;
  start(options);
  Raw client(server_->port());
  client.say(request("PUT /files/a", "Content-Length: 1000\r\n"));
  for (int i = 0; i < 10; ++i) {
    client.say("x");
    std::this_thread::sleep_for(50ms);
  }
  EXPECT_THAT(client.hear_all(), StartsWith("HTTP/1.1 408"));
}

TEST_F(ServerTest, gives_up_on_a_header_that_does_not_end) {
  ServerOptions options;
  options.header = 100ms;
  start(options);
  Raw client(server_->port());
  client.say("GET /hello HTTP/1.1\r\n");
  EXPECT_EQ(client.hear_all(), "");
}

TEST_F(ServerTest, answers_others_while_many_clients_are_slow) {
  ServerOptions options;
  options.threads = 2;
  start(options);
  std::vector<std::unique_ptr<Raw>> slow;
  for (int i = 0; i < 64; ++i) {
    slow.push_back(std::make_unique<Raw>(server_->port()));
    slow.back()->say(request("PUT /files/a", "Content-Length: 1000\r\n") + "x");
  }
  EXPECT_THAT(ask(request("GET /hello")), HasSubstr("200 OK"));
}

TEST_F(ServerTest, refuses_more_connections_than_it_may_have) {
  ServerOptions options;
  options.max_connections = 1;
  start(options);
  Raw first(server_->port());
  first.say("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_THAT(first.hear("hello "), HasSubstr("200"));
  EXPECT_THAT(ask(request("GET /hello")), StartsWith("HTTP/1.1 503"));
}

TEST_F(ServerTest, sends_events_as_they_happen) {
  start();
  Raw client(server_->port());
  client.say(request("GET /events"));
  feed_.publish("data: 1\n\n");
  EXPECT_THAT(client.hear("data: 1\n\n"), HasSubstr("text/event-stream"));
  feed_.publish("data: 2\n\n");
  EXPECT_EQ(client.hear("data: 2\n\n"), "data: 2\n\n");
}

TEST_F(ServerTest, lets_go_of_a_listener_who_left) {
  ServerOptions options;
  options.heartbeat = 20ms;
  start(options);
  Raw client(server_->port());
  client.say(request("GET /events"));
  EXPECT_THAT(client.hear(": \n\n"), HasSubstr(": \n\n"));  // a heartbeat
  client.close();
  feed_.wait_until(false);
  EXPECT_THAT(ask(request("GET /hello")), HasSubstr("200"));
}

TEST_F(ServerTest, refuses_more_event_streams_than_it_may_have) {
  ServerOptions options;
  options.max_streams = 0;
  start(options);
  EXPECT_THAT(ask(request("GET /events")), StartsWith("HTTP/1.1 503"));
}

TEST_F(ServerTest, ends_what_runs_before_it_stops) {
  start();
  Raw client(server_->port());
  client.say(request("GET /waits"));
  Raw idle(server_->port());
  idle.say("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_THAT(idle.hear("hello "), HasSubstr("200"));
  server_->stop();
  EXPECT_EQ(idle.hear_all(), "");
  held_.listen([] {});
  EXPECT_THAT(client.hear_all(), HasSubstr("done"));
  thread_.join();
  EXPECT_FALSE(Raw(server_->port()).connected());
}

TEST_F(ServerTest, ends_event_streams_when_it_stops) {
  start();
  Raw client(server_->port());
  client.say(request("GET /events"));
  client.hear("\r\n\r\n");
  server_->stop();
  thread_.join();
  EXPECT_EQ(client.hear_all(), "");
}

TEST_F(ServerTest, tells_the_observer_what_happened) {
  start();
  ask(request("POST /hello",
              "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n", "abc"));
  server_->stop();
  thread_.join();
  ASSERT_EQ(exchanges_.size(), 1U);
  EXPECT_EQ(exchanges_[0].operation, "say");
  EXPECT_EQ(exchanges_[0].status, 200);
  EXPECT_EQ(exchanges_[0].bytes_in, 3U);
  EXPECT_EQ(exchanges_[0].trace_id, "0af7651916cd43dd8448eb211c80319c");
}

TEST_F(ServerTest, takes_over_a_socket_that_listens_already_and_who_waits_there) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(socket, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(socket, 8), 0);
  ASSERT_EQ(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size), 0);
  Raw early(ntohs(address.sin_port));
  early.say("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
  ServerOptions options;
  options.socket = socket;
  start(options);
  EXPECT_EQ(server_->port(), ntohs(address.sin_port));
  EXPECT_EQ(server_->host(), "127.0.0.1");
  EXPECT_TRUE(server_->loopback());
  EXPECT_THAT(early.hear("hello "), HasSubstr("200"));
}

TEST(Server, says_which_port_is_taken) {
  const auto nobody = [](const Exchange&) {};
  auto first = Server::listen({.port = 0}, Router({}), nobody);
  ASSERT_TRUE(first);
  const auto second = Server::listen({.port = (*first)->port()}, Router({}), nobody);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, core::ErrorCode::conflict);
}

TEST(Server, says_which_host_nobody_knows) {
  const auto server = Server::listen({.host = "no host"}, Router({}), [](const Exchange&) {});
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, core::ErrorCode::usage);
}

}  // namespace
}  // namespace jianzhen::http
