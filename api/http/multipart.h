#pragma once

// multipart/form-data (RFC 7578) in pieces, in bounded memory, wherever the pieces are cut.

#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"

namespace jianzhen::http {

struct PartHead {
  std::string name;
  std::optional<std::string> filename;
};

// Takes the parts as they come. An error ends the parsing.
class PartSink {
 public:
  virtual ~PartSink() = default;
  virtual core::Result<void> begin(const PartHead& head) = 0;
  virtual core::Result<void> data(std::string_view bytes) = 0;
  virtual core::Result<void> end() = 0;  // the part is there as a whole
};

// The boundary of a Content-Type; nullopt where it is none of multipart/form-data, or is broken.
std::optional<std::string> multipart_boundary(std::string_view content_type);

// Not thread-safe.
class MultipartParser {
 public:
  MultipartParser(std::string_view boundary, PartSink& sink);

  // Errors: usage (not of the form, over a limit), and whatever the sink says.
  core::Result<void> feed(std::string_view piece);
  // The body came to its end; usage where the form had not.
  core::Result<void> finish();

 private:
  enum class State { preamble, after_delimiter, head, data, epilogue };

  core::Result<bool> step();  // false: needs more bytes
  core::Result<bool> in_preamble();
  core::Result<bool> after_delimiter();
  core::Result<bool> in_head();
  core::Result<bool> in_data();

  std::string delimiter_;  // CR LF -- boundary
  PartSink& sink_;
  State state_ = State::preamble;
  std::string buffer_;
  int parts_ = 0;
};

}  // namespace jianzhen::http
