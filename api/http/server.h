#pragma once

// The HTTP server (HTTP/1.1, plain; TLS is a proxy's). One thread moves bytes, pools of threads run
// what blocks; a slow client costs a buffer, never a thread. Every limit has a number in
// ServerOptions.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "api/http/message.h"
#include "api/http/router.h"
#include "core/error.h"

namespace jianzhen::http {

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any that is free
  int socket = -1;          // that listens already, in the place of host and port; it is taken over
  std::string public_host;  // the name a proxy in front of it is reached by; empty: none is
  int threads = 8;          // for handlers that wait for the disk
  int heavy_threads = 2;    // for routes marked heavy

  std::size_t max_header = 16 << 10;  // bytes
  std::size_t max_connections = 1024;
  std::size_t max_streams = 256;           // event streams at once
  std::chrono::milliseconds idle{60'000};  // between two requests of a connection
  std::chrono::milliseconds header{10'000};
  std::chrono::milliseconds piece{30'000};   // without a byte from or to the client
  std::uint64_t min_bytes_per_second = 512;  // of a body, on average after `piece`
  std::chrono::milliseconds heartbeat{15'000};
  std::chrono::milliseconds drain{10'000};  // for what runs when the server is stopped
};

// One request that came to its end, for the log and the counters. Holds nothing personal.
struct Exchange {
  Method method = Method::get;
  std::string operation;  // empty: none
  int status = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::chrono::microseconds took{0};
  std::string trace_id;
  std::string detail;  // of a problem
};

class Server {
 public:
  // Listens, or takes over a socket that does; requests wait until run(). Observers are called by
  // the server's thread and must be quick. Errors: usage (no such host), conflict (the port is
  // taken), unreadable.
  static core::Result<std::unique_ptr<Server>> listen(
      const ServerOptions& options, Router router, std::function<void(const Exchange&)> observer);
  ~Server();

  std::string host() const;  // as an address
  std::uint16_t port() const;
  bool loopback() const;            // it can be reached from this machine alone
  std::size_t connections() const;  // open now; thread-safe

  // Serves until stop(); lets what runs come to its end, for `drain` at most.
  void run();
  void stop();  // thread-safe

  struct State;  // of server.cc

 private:
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::http
