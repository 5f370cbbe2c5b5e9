#include "api/http/multipart.h"

#include <algorithm>

#include "api/http/uri.h"
#include "core/text.h"

namespace jianzhen::http {
namespace {

constexpr std::size_t kMaxHead = 8 << 10;      // bytes; of one part's header
constexpr std::size_t kMaxPreamble = 8 << 10;  // bytes before the first part
constexpr int kMaxParts = 10'000;
constexpr std::size_t kMaxBoundary = 70;  // RFC 2046, 5.1.1

tl::unexpected<core::Error> malformed(std::string detail) {
  return core::fail(core::ErrorCode::usage,
                    {"上传的表单不完整或格式有误，请重新上传。",
                     "The uploaded form is incomplete or malformed; upload again."},
                    std::move(detail), "http");
}

// Browsers write " and line breaks in a file name as %22 %0D %0A (WHATWG HTML, 4.10.21.8).
std::string unescaped_filename(std::string name) {
  for (std::size_t at = name.find("%22"); at != std::string::npos; at = name.find("%22", at + 1)) {
    name.replace(at, 3, "\"");
  }
  return name;
}

core::Result<PartHead> parsed_head(std::string_view head) {
  PartHead part;
  bool named = false;
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return malformed("a header line without a colon");
    if (core::lower_ascii(line.substr(0, colon)) != "content-disposition") continue;
    const std::string_view value = line.substr(colon + 1);
    if (auto name = header_parameter(value, "name")) {
      part.name = std::move(*name);
      named = true;
    }
    if (auto filename = header_parameter(value, "filename")) {
      part.filename = unescaped_filename(std::move(*filename));
    }
  }
  if (!named) return malformed("a part without a name");
  return part;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  if (!core::lower_ascii(content_type).starts_with("multipart/form-data")) return std::nullopt;
  auto boundary = header_parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > kMaxBoundary) return std::nullopt;
  return boundary;
}

MultipartParser::MultipartParser(std::string_view boundary, PartSink& sink)
    : delimiter_("\r\n--" + std::string(boundary)), sink_(sink), buffer_("\r\n") {
  // The first delimiter may open the body without a line break before it; the buffer begins with
  // one, so that all delimiters look alike.
}

core::Result<void> MultipartParser::feed(std::string_view piece) {
  if (state_ == State::epilogue) return {};
  buffer_ += piece;
  while (true) {
    auto more = step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
  }
}

core::Result<void> MultipartParser::finish() {
  if (state_ != State::epilogue) return malformed("the body ended before the last delimiter");
  return {};
}

core::Result<bool> MultipartParser::step() {
  switch (state_) {
    case State::preamble:
      return in_preamble();
    case State::after_delimiter:
      return after_delimiter();
    case State::head:
      return in_head();
    case State::data:
      return in_data();
    case State::epilogue:
      break;
  }
  buffer_.clear();
  return false;
}

core::Result<bool> MultipartParser::in_preamble() {
  const std::size_t at = buffer_.find(delimiter_);
  if (at == std::string::npos) {
    if (buffer_.size() > kMaxPreamble) return malformed("no delimiter at the beginning");
    return false;
  }
  buffer_.erase(0, at + delimiter_.size());
  state_ = State::after_delimiter;
  return true;
}

core::Result<bool> MultipartParser::after_delimiter() {
  if (buffer_.starts_with("--")) {
    buffer_.clear();
    state_ = State::epilogue;
    return false;
  }
  const std::size_t line_end = buffer_.find("\r\n");
  if (line_end == std::string::npos) {
    if (buffer_.size() > kMaxBoundary) return malformed("a delimiter line without an end");
    return false;
  }
  if (buffer_.find_first_not_of(" \t") != line_end) {
    return malformed("something stands behind a delimiter");
  }
  buffer_.erase(0, line_end);  // its line break stays: an empty header is then seen as one
  if (++parts_ > kMaxParts) return malformed("too many parts");
  state_ = State::head;
  return true;
}

core::Result<bool> MultipartParser::in_head() {
  const std::size_t end = buffer_.find("\r\n\r\n");
  if (end == std::string::npos || end > kMaxHead) {
    if (buffer_.size() > kMaxHead) return malformed("a part's header is too long");
    return false;
  }
  const auto head =
      parsed_head(end < 2 ? std::string_view() : std::string_view(buffer_).substr(2, end - 2));
  if (!head) return tl::unexpected(head.error());
  buffer_.erase(0, end + 4);
  if (auto begun = sink_.begin(*head); !begun) return tl::unexpected(begun.error());
  state_ = State::data;
  return true;
}

core::Result<bool> MultipartParser::in_data() {
  const std::size_t at = buffer_.find(delimiter_);
  const bool ends = at != std::string::npos;
  // What may be the beginning of a delimiter waits for the next piece.
  const std::size_t sure =
      ends ? at : buffer_.size() - std::min(buffer_.size(), delimiter_.size() - 1);
  if (sure > 0) {
    auto taken = sink_.data(std::string_view(buffer_).substr(0, sure));
    if (!taken) return tl::unexpected(taken.error());
  }
  if (!ends) {
    buffer_.erase(0, sure);
    return false;
  }
  if (auto ended = sink_.end(); !ended) return tl::unexpected(ended.error());
  buffer_.erase(0, at + delimiter_.size());
  state_ = State::after_delimiter;
  return true;
}

}  // namespace jianzhen::http
