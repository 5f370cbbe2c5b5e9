#pragma once

// Hands a message to the mail server (RFC 5321), by libcurl. Thread-safe.

#include <filesystem>
#include <functional>
#include <string>

#include "core/error.h"

namespace jianzhen::api {

// The section [mail] of the settings.
struct MailServer {
  std::string server;                   // smtp://HOST:PORT, smtps://HOST:PORT; empty: none
  std::string sender;                   // address
  std::string user;                     // to log in with; empty: nobody logs in
  std::filesystem::path password_file;  // first line
  std::filesystem::path ca_file;        // authorities, PEM; empty: the machine's
};

struct Letter {
  std::string from;  // addresses
  std::string to;
  std::string message;  // as it is sent
};

// What became of it.
struct MailFate {
  enum class How {
    taken,
    refused,  // of this one, for good
    later,    // of this one, for now
    away,     // no mail can be sent now
  };
  How how = How::away;
  std::string trouble;  // what the server or the network said
};

using Mailer = std::function<MailFate(const Letter&)>;

// The words of a server's address. Errors: usage.
core::Result<void> check_mail_server(const std::string& url);

// STARTTLS is demanded of smtp:, but of a server on this machine; certificates are checked. Errors:
// unreadable (the password).
core::Result<Mailer> smtp_mailer(const MailServer& server);

}  // namespace jianzhen::api
