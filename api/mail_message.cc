#include "api/mail_message.h"

#include <algorithm>
#include <array>
#include <ctime>

#include "store/base64.h"

namespace jianzhen::api {
namespace {

constexpr std::size_t kMaxAddress = 254;  // RFC 5321, 4.5.3.1.3
constexpr std::size_t kMaxLocal = 64;
constexpr std::size_t kWordBytes = 39;  // of UTF-8: a line of 73 behind "Subject: " (most: 76)
constexpr std::size_t kLineBytes = 57;  // 76 of Base64
constexpr std::string_view kAtomSigns = "!#$%&'*+-/=?^_`{|}~.";  // RFC 5322, 3.2.3

bool is_digit_or_letter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Never splits a character.
std::string encoded_words(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    std::size_t end = std::min(kWordBytes, text.size());
    const auto inside = [&] { return (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80; };
    while (end < text.size() && end > 1 && inside()) --end;
    words += (words.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") +
             store::base64(text.substr(0, end)) + "?=";
    text.remove_prefix(end);
  }
  return words;
}

std::string date_of(store::Seconds at) {
  // By hand: strftime would speak the machine's language.
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t time = at;
  std::tm utc{};
  gmtime_r(&time, &utc);
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::string(kDays[static_cast<std::size_t>(utc.tm_wday)]) + ", " + two(utc.tm_mday) + " " +
         kMonths[static_cast<std::size_t>(utc.tm_mon)] + " " + std::to_string(1900 + utc.tm_year) +
         " " + two(utc.tm_hour) + ":" + two(utc.tm_min) + ":" + two(utc.tm_sec) + " +0000";
}

std::string body_of(const std::string& text) {
  std::string with_returns;
  for (const char c : text) {
    if (c == '\n') with_returns += '\r';
    with_returns += c;
  }
  std::string lines;
  for (std::size_t at = 0; at < with_returns.size(); at += kLineBytes) {
    lines += store::base64(std::string_view(with_returns).substr(at, kLineBytes)) + "\r\n";
  }
  return lines;
}

}  // namespace

bool is_mail_address(std::string_view address) {
  const std::size_t at = address.find('@');
  if (address.size() > kMaxAddress || at == std::string_view::npos || at == 0 || at > kMaxLocal) {
    return false;
  }
  const std::string_view domain = address.substr(at + 1);
  const bool local_good = std::ranges::all_of(address.substr(0, at), [](char c) {
    return is_digit_or_letter(c) || kAtomSigns.find(c) != std::string_view::npos;
  });
  const bool domain_good = std::ranges::all_of(
      domain, [](char c) { return is_digit_or_letter(c) || c == '-' || c == '.'; });
  const bool dots_good = address.find("..") == std::string_view::npos && address.front() != '.' &&
                         address[at - 1] != '.' && !domain.empty() && domain.front() != '.' &&
                         domain.back() != '.';
  return local_good && domain_good && dots_good;
}

std::string written(const MailMessage& message) {
  const std::string domain = message.from.substr(message.from.find('@') + 1);
  return "Date: " + date_of(message.at) + "\r\nFrom: " + encoded_words(message.from_name) +
         "\r\n <" + message.from + ">\r\nTo: <" + message.to +
         ">\r\nSubject: " + encoded_words(message.subject) + "\r\nMessage-ID: <" + message.id +
         "@" + domain +
         ">\r\nAuto-Submitted: auto-generated\r\n"  // RFC 3834: no absence notes, please
         "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\n" +
         body_of(message.text);
}

}  // namespace jianzhen::api
