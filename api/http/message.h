#pragma once

// Requests and responses as plain values, and the few things that stream. No type of the library
// behind the server appears here. Values are thread-compatible.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/error.h"

namespace jianzhen::http {

enum class Method { get, head, post, put, patch, del, options };

std::string_view word(Method method);  // "GET"
std::optional<Method> method_of(std::string_view word);

// Name and value; names in lower case.
using Headers = std::vector<std::pair<std::string, std::string>>;

// The first value of that name (lower case); nullptr where there is none.
const std::string* find(const Headers& headers, std::string_view name);

struct Request {
  Method method = Method::get;
  std::string path;  // as sent, without the query: still percent-encoded
  std::map<std::string, std::string, std::less<>> parameters;  // of the route's pattern, decoded
  std::map<std::string, std::string, std::less<>> query;       // decoded; the first of each name
  Headers headers;
  std::string body;      // whole; empty where the route takes it in pieces
  std::string trace_id;  // 32 hex digits (W3C trace context)
  std::string remote;    // the address it came from, a proxy's where there is one

  const std::string* header(std::string_view name) const { return find(headers, name); }
  // The parameter of the pattern; the router has put it there.
  const std::string& parameter(std::string_view name) const;
  std::optional<std::string> query_value(std::string_view name) const;
};

// The language of messages: `?lang=en`, else Chinese.
core::Lang lang_of(const Request& request);

// An open file, or a part of it, on its way out. Movable; closes itself.
class FileBody {
 public:
  // Errors: not_found, unreadable.
  static core::Result<FileBody> open(const std::filesystem::path& file);
  FileBody(FileBody&& other) noexcept;
  FileBody& operator=(FileBody&& other) noexcept;
  ~FileBody();

  std::uint64_t size() const { return length_; }
  // Keeps only [offset, offset + length) of what it holds.
  void narrow(std::uint64_t offset, std::uint64_t length);
  // The next piece; 0 at the end. Errors: unreadable (also where the file became shorter).
  core::Result<std::size_t> read(std::span<char> into);

 private:
  FileBody(int descriptor, std::uint64_t length) : descriptor_(descriptor), length_(length) {}
  int descriptor_ = -1;
  std::uint64_t at_ = 0;
  std::uint64_t length_ = 0;  // left to read
};

// Server-sent events (WHATWG HTML, 9.2). Destroyed when the client is gone.
class EventStream {
 public:
  virtual ~EventStream() = default;
  // What is ready, in the form of text/event-stream; empty: nothing now; nullopt: it is over.
  // Never called by two threads at once; may block on the disk.
  virtual std::optional<std::string> next() = 0;
  // Called once, before next(). `wake` may be called by any thread until the stream is destroyed.
  virtual void on_ready(std::function<void()> wake) = 0;
};

// Bytes that live as long as the program: what is compiled in.
struct StaticBytes {
  std::string_view bytes;
};

struct Response {
  int status = 200;
  Headers headers;
  std::variant<std::string, StaticBytes, FileBody, std::unique_ptr<EventStream>> body;
  std::string log_detail;  // for the log only

  void set(std::string_view name, std::string value);  // replaces
};

Response text(int status, std::string_view media_type, std::string body);
Response json(int status, std::string body);
Response no_content();

// Takes the body of one request in pieces, as they arrive. Used by one thread at a time, not always
// the same. Dropped unfinished where the client goes away: what was taken is then forgotten.
class BodySink {
 public:
  virtual ~BodySink() = default;
  virtual core::Result<void> take(std::span<const char> piece) = 0;
  virtual Response finish() = 0;  // the body came to its end
};

}  // namespace jianzhen::http
