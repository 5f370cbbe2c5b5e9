#pragma once

// What notices by e-mail say: one table, kind → words. Chinese first, English below; the number of
// the entry, a day, a link to the page, and nothing about a person. Pure; thread-safe.

#include <string>
#include <string_view>

namespace jianzhen::api {

struct MailWords {
  std::string subject;
  std::string text;
};

struct MailSaid {
  std::string_view kind;
  std::string_view entry;
  std::string_view detail;
  std::string_view origin;   // "https://HOST" of the links
  std::string_view contest;  // its name
};

// Of a kind that there is.
MailWords mail_words(const MailSaid& said);

}  // namespace jianzhen::api
