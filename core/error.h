#pragma once

// What can go wrong, as values. Errors that the input can cause travel in Result<T>; exceptions are
// for faults of the machine and for bugs, and stop at the edge of the folder that meets them.
//
// All types here are plain values: copyable, thread-compatible, owning what they hold.

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace jianzhen::core {

// A sentence for a person, in both languages of the product. zh-CN comes first on every screen.
struct Bilingual {
  std::string zh;
  std::string en;

  bool operator==(const Bilingual&) const = default;
};

enum class Lang { zh, en };

const std::string& in(const Bilingual& text, Lang lang);

// Every code has a row in the table of error.cc: its word in JSON, exit status, HTTP status, and
// what the person can do. The states of the contract (`encrypted` … `empty`) are among them.
enum class ErrorCode {
  usage,        // the call or the form is wrong; the person mends the call
  not_found,    // no such folder, file, entry, page
  unreadable,   // the machine could not read or write it (permissions, I/O)
  encrypted,    // needs a password
  corrupt,      // damaged: its format's rules do not hold
  unsafe,       // bomb, path escape, nesting, links, over a limit
  unsupported,  // a format we do not read
  timeout,      // took longer than its limit
  memory,       // needed more memory than its limit
  crash,        // the reader died on it
  empty,        // no bytes, or no page
  no_space,     // the disk is full
  conflict,     // somebody changed it meanwhile
  interrupted,  // SIGINT, shutdown
  login,        // whoever asks has not said who they are
  forbidden,    // they are known, and may not
  too_many,     // they ask too often; later they may
  closed,       // the contest's calendar does not allow it now
  internal,     // a bug of ours
};

struct ErrorKind {
  ErrorCode code;
  std::string_view word;  // as in JSON: "encrypted"
  int exit_status;        // of the command line: 2 or 3
  int http_status;
  Bilingual advice;  // what the person can do
};

const ErrorKind& kind_of(ErrorCode code);

// The code whose word this is; `internal` for a word nobody knows (it came from a hostile child).
ErrorCode error_code_of(std::string_view word);

struct Error {
  ErrorCode code = ErrorCode::internal;
  Bilingual message;   // for the person: what happened, and to which file
  std::string detail;  // for the log: library, errno, offset. Never shown to a submitter
  std::string source;  // the file, or the folder of ours, it is about

  bool operator==(const Error&) const = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorCode code, Bilingual message, std::string detail = {},
                                  std::string source = {}) {
  return tl::unexpected<Error>(
      Error{code, std::move(message), std::move(detail), std::move(source)});
}

inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace jianzhen::core
