#pragma once

// A notice as the bytes of an e-mail (RFC 5322), in UTF-8: the subject and the sender's name by RFC
// 2047, the text by MIME (RFC 2045) in Base64, so that no server on the way can break a line. Pure
// functions; thread-safe.

#include <string>
#include <string_view>

#include "store/accounts.h"

namespace jianzhen::api {

struct MailMessage {
  std::string from;       // the address
  std::string from_name;  // as shown
  std::string to;         // the address
  std::string subject;
  std::string text;       // lines end with '\n'
  std::string id;         // unique, without the domain
  store::Seconds at = 0;  // its date
};

// An address that can stand in a message and on an SMTP line as it is: ASCII, no quoting.
bool is_mail_address(std::string_view address);

// Lines end with "\r\n".
std::string written(const MailMessage& message);

}  // namespace jianzhen::api
