#include "ingest/mime_codec.h"

#include <cstdint>
#include <optional>

#include "ingest/text_encoding.h"

namespace jianzhen::ingest {
namespace {

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The byte that two hexadecimal digits at `at` write.
std::optional<char> hex_byte(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return std::nullopt;
  const int high = hex_value(text[at]);
  const int low = hex_value(text[at + 1]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<char>(high * 16 + low);
}

struct EncodedWord {
  std::string charset;
  std::string bytes;
  std::size_t length = 0;  // in the text
};

// =?charset?B|Q?text?=
std::optional<EncodedWord> encoded_word(std::string_view text) {
  if (!text.starts_with("=?")) return std::nullopt;
  const std::size_t charset = text.find('?', 2);
  if (charset == std::string_view::npos || charset + 2 >= text.size()) return std::nullopt;
  if (text[charset + 2] != '?') return std::nullopt;
  const std::size_t end = text.find("?=", charset + 3);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view coded = text.substr(charset + 3, end - charset - 3);
  const char how = text[charset + 1];
  const bool quoted = how == 'Q' || how == 'q';
  if (!quoted && how != 'B' && how != 'b') return std::nullopt;
  std::string_view name = text.substr(2, charset - 2);
  name = name.substr(0, name.find('*'));  // a language (RFC 2231, 5)
  return EncodedWord{std::string(name),
                     quoted ? from_quoted_printable(coded, true) : from_base64(coded), end + 2};
}

}  // namespace

std::string from_base64(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') {  // the end of one run; some tools join several
      bits = 0;
      count = 0;
      continue;
    }
    const int value = base64_value(c);
    if (value < 0) continue;
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xFFFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

std::string from_quoted_printable(std::string_view text, bool underscore) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (underscore && text[i] == '_') {
      bytes += ' ';
    } else if (text[i] != '=') {
      bytes += text[i];
    } else if (const auto byte = hex_byte(text, i + 1)) {
      bytes += *byte;
      i += 2;
    } else {  // a soft line break
      while (i + 1 < text.size() && (text[i + 1] == ' ' || text[i + 1] == '\t')) ++i;
      if (i + 1 < text.size() && text[i + 1] == '\r') ++i;
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    }
  }
  return bytes;
}

std::string from_percent(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' ? hex_byte(text, i + 1) : std::nullopt;
    bytes += byte ? *byte : text[i];
    if (byte) i += 2;
  }
  return bytes;
}

std::string decoded_words(std::string_view text) {
  std::string result;
  std::string plain;  // not yet decoded
  std::string space;  // between two encoded words it does not count (RFC 2047, 6.2)
  EncodedWord word;   // neighbours of one charset: many tools cut a character in two
  const auto flush_word = [&] {
    result += from_charset(word.bytes, word.charset);
    word = {};
  };
  for (std::size_t i = 0; i < text.size();) {
    auto next = encoded_word(text.substr(i));
    if (!next) {
      (text[i] == ' ' || text[i] == '\t' ? space : plain) += text[i];
      if (text[i] != ' ' && text[i] != '\t') {
        plain.insert(plain.size() - 1, space);
        space.clear();
      }
      ++i;
      continue;
    }
    if (!plain.empty()) {
      flush_word();
      result += text_of(plain) + space;
      plain.clear();
    } else if (word.length > 0 && word.charset != next->charset) {
      flush_word();
    }
    space.clear();
    i += next->length;
    next->bytes.insert(0, word.bytes);
    word = std::move(*next);
  }
  flush_word();
  return result + text_of(plain);
}

}  // namespace jianzhen::ingest
