#include "ingest/mime.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "core/text.h"
#include "ingest/archive_name.h"
#include "ingest/mime_codec.h"
#include "ingest/text_encoding.h"

namespace jianzhen::ingest {
namespace {

constexpr int kDepth = 10;            // multiparts within multiparts
constexpr std::size_t kParts = 2000;  // of one multipart

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t from = text.find_first_not_of(kSpace);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kSpace) - from + 1);
}

// The line at `at` without its end; `at` moves behind it.
std::string_view take_line(std::string_view text, std::size_t& at) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  std::string_view line = text.substr(at, end - at);
  at = std::min(end + 1, text.size());
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// One field with its folded lines, as bytes.
std::optional<std::string> raw_field(std::string_view header, std::string_view name) {
  std::optional<std::string> value;
  for (std::size_t at = 0; at < header.size();) {
    const std::string_view line = take_line(header, at);
    const bool folded = line.starts_with(' ') || line.starts_with('\t');
    if (value && !folded) return value;
    if (value) {
      *value += ' ';
      *value += trimmed(line);
      continue;
    }
    const std::size_t colon = line.find(':');
    if (folded || colon == std::string_view::npos) continue;
    if (core::lower_ascii(trimmed(line.substr(0, colon))) == name)
      value = trimmed(line.substr(colon + 1));
  }
  return value;
}

// "type/subtype; name=value; …"
struct Parameterised {
  std::string value;
  std::map<std::string, std::string> parameters;
};

Parameterised parameterised(std::string_view text) {
  Parameterised result;
  std::size_t at = std::min(text.find(';'), text.size());
  result.value = core::lower_ascii(trimmed(text.substr(0, at)));
  while (at < text.size()) {
    const std::size_t equals = text.find('=', ++at);
    if (equals == std::string_view::npos) break;
    const std::string name = core::lower_ascii(trimmed(text.substr(at, equals - at)));
    at = equals + 1;
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    std::string value;
    if (at < text.size() && text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        value += text[at];
      }
      at = std::min(text.find(';', at), text.size());
    } else {
      const std::size_t end = std::min(text.find(';', at), text.size());
      value = trimmed(text.substr(at, end - at));
      at = end;
    }
    result.parameters.emplace(name, std::move(value));
  }
  return result;
}

// RFC 2231: name*=charset'language'text, in pieces name*0, name*1*; else RFC 2047 within quotes,
// which is what most tools write.
std::string parameter(const Parameterised& from, const std::string& name) {
  const auto find = [&](const std::string& key) { return from.parameters.find(key); };
  if (const auto plain = find(name); plain != from.parameters.end()) {
    return decoded_words(plain->second);
  }
  std::string bytes;
  bool extended = false;
  const auto add = [&](const std::string& key) {
    const auto coded = find(key + "*");
    if (coded != from.parameters.end()) {
      bytes += from_percent(coded->second);
      extended = true;
      return true;
    }
    const auto literal = find(key);
    if (literal == from.parameters.end()) return false;
    bytes += literal->second;
    return true;
  };
  if (!add(name)) {
    for (int piece = 0; add(name + "*" + std::to_string(piece)); ++piece) {
    }
  }
  const std::size_t language = extended ? bytes.find('\'') : std::string::npos;
  const std::size_t text =
      language == std::string::npos ? std::string::npos : bytes.find('\'', language + 1);
  if (text == std::string::npos) return text_of(bytes);
  return from_charset(bytes.substr(text + 1), bytes.substr(0, language));
}

// Of more than kParts the first ones, and the beginning of the next.
std::vector<std::string_view> split_at(std::string_view content, const std::string& boundary) {
  std::vector<std::string_view> parts;
  const std::string mark = "--" + boundary;
  std::optional<std::size_t> begin;
  for (std::size_t at = 0; at < content.size() && parts.size() <= kParts;) {
    const std::size_t start = at;
    const std::string_view line = take_line(content, at);
    if (!line.starts_with(mark)) continue;
    const std::string_view rest = trimmed(line.substr(mark.size()));
    if (!rest.empty() && rest != "--") continue;
    if (begin) parts.push_back(content.substr(*begin, start - *begin));
    begin = at;
    if (rest == "--") return parts;
  }
  // Cut short: what is there counts.
  if (begin && *begin < content.size()) parts.push_back(content.substr(*begin));
  return parts;
}

MimePart parse(std::string_view message, int depth) {
  MimePart part;
  std::size_t at = 0;
  std::size_t end = 0;
  do {
    end = at;
  } while (at < message.size() && !take_line(message, at).empty());
  part.header = message.substr(0, end);
  part.content = message.substr(at);
  const Parameterised type =
      parameterised(raw_field(part.header, "content-type").value_or("text/plain"));
  const Parameterised disposition =
      parameterised(raw_field(part.header, "content-disposition").value_or(""));
  part.media_type = type.value;
  part.charset = parameter(type, "charset");
  part.file_name = parameter(disposition, "filename");
  if (part.file_name.empty()) part.file_name = parameter(type, "name");
  part.attached = disposition.value == "attachment";
  part.encoding =
      core::lower_ascii(raw_field(part.header, "content-transfer-encoding").value_or(""));
  part.subject = header_field(part.header, "subject");
  const auto boundary = type.parameters.find("boundary");
  if (!part.media_type.starts_with("multipart/") || boundary == type.parameters.end() ||
      boundary->second.empty()) {
    return part;
  }
  part.whole = depth < kDepth;
  if (!part.whole) return part;
  for (const std::string_view piece : split_at(part.content, boundary->second)) {
    part.whole = part.parts.size() < kParts;
    if (!part.whole) break;
    part.parts.push_back(parse(piece, depth + 1));
  }
  return part;
}

}  // namespace

std::string MimePart::decoded() const {
  if (encoding == "base64") return from_base64(content);
  if (encoding == "quoted-printable") return from_quoted_printable(content);
  return std::string(content);
}

MimePart parse_message(std::string_view message) {
  // The envelope line of an mbox.
  if (message.starts_with("From ")) {
    message.remove_prefix(std::min(message.find('\n'), message.size() - 1) + 1);
  }
  return parse(message, 0);
}

std::string header_field(std::string_view header, std::string_view name) {
  return decoded_words(raw_field(header, name).value_or(""));
}

bool looks_like_mail(std::string_view head) {
  static constexpr std::array kFields = {
      "from",         "to",          "subject", "date",         "received", "message-id",
      "mime-version", "return-path", "sender",  "delivered-to", "x-mailer", "content-type"};
  constexpr int kEnough = 3;
  const std::string_view start = head.substr(head.starts_with("From ") ? head.find('\n') + 1 : 0);
  int known = 0;
  for (std::size_t at = 0; at < start.size() && known < kEnough;) {
    const std::string_view line = take_line(start, at);
    if (line.empty()) break;
    if (line.starts_with(' ') || line.starts_with('\t')) continue;
    const std::size_t colon = line.find(':');
    const std::string name = core::lower_ascii(line.substr(0, colon));
    const bool field = colon != std::string_view::npos && colon > 0 &&
                       std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7F; });
    if (!field) return false;
    if (std::ranges::find(kFields, name) != kFields.end()) ++known;
  }
  return known >= kEnough;
}

}  // namespace jianzhen::ingest
