#include "api/http/tus_headers.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace jianzhen::http {
namespace {

constexpr std::size_t kMaxParts = 1000;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// The pieces between separators; one empty piece for an empty text.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  for (;;) {
    const std::size_t end = text.find(separator);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

int value_of(char c) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::size_t at = kDigits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  std::string bytes;
  unsigned bits = 0;
  unsigned held = 0;  // bits that make no byte yet
  for (const char c : text) {
    const int value = value_of(c);
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<unsigned>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 0xFF);
  }
  return bytes;
}

std::optional<std::uint64_t> byte_count(std::string_view text) {
  std::uint64_t count = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, count);
  const auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (error != std::errc() || at != end || count > most) return std::nullopt;
  return count;
}

std::optional<UploadMetadata> upload_metadata(std::string_view header) {
  UploadMetadata metadata;
  if (trimmed(header).empty()) return metadata;
  for (const std::string_view piece : split(header, ',')) {
    const std::string_view pair = trimmed(piece);
    const std::size_t space = pair.find(' ');
    const std::string_view key = pair.substr(0, space);
    const auto value = space == std::string_view::npos ? std::optional<std::string>("")
                                                       : from_base64(trimmed(pair.substr(space)));
    if (key.empty() || !value || !metadata.emplace(key, *value).second) return std::nullopt;
  }
  return metadata;
}

std::optional<UploadChecksum> upload_checksum(std::string_view header) {
  const std::size_t space = header.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  auto sum = from_base64(trimmed(header.substr(space)));
  if (!sum) return std::nullopt;
  return UploadChecksum{std::string(header.substr(0, space)), std::move(*sum)};
}

std::optional<UploadConcat> upload_concat(std::string_view header) {
  if (header == "partial") return UploadConcat{true, {}};
  constexpr std::string_view kFinal = "final;";
  if (!header.starts_with(kFinal)) return std::nullopt;
  UploadConcat concat;
  for (const std::string_view piece : split(header.substr(kFinal.size()), ' ')) {
    if (piece.empty()) continue;
    concat.parts.emplace_back(piece.substr(piece.rfind('/') + 1));
  }
  if (concat.parts.empty() || concat.parts.size() > kMaxParts) return std::nullopt;
  return concat;
}

}  // namespace jianzhen::http
