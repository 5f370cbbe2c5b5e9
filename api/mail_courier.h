#pragma once

// Tells people by e-mail what happened to their entries (docs/mail.md). The table of events says
// what; a notice a person waits in the outbox (store/mails.h) until the mail server took it, and is
// sent again, later and later, where it did not. A server that is away keeps all of them waiting; a
// recipient it refuses for good is the administrator's to see. One thread. Thread-safe.

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/account_desk.h"
#include "api/delivery.h"
#include "api/smtp.h"
#include "core/error.h"
#include "store/catalogue.h"
#include "store/mails.h"

namespace jianzhen::api {

class MailCourier {
 public:
  struct Parts {
    store::Catalogue& catalogue;
    AccountDesk& accounts;
    std::unique_ptr<store::Mails> mails;
    Mailer send;          // none: there is no mail
    std::string sender;   // address
    std::string origin;   // "https://HOST" of the links
    std::string contest;  // its name
    std::function<store::Seconds()> clock;
    std::function<void(const core::Error&)> log;
    store::SealKey key;  // what waits in the database is sealed with it, where it is secret
  };

  explicit MailCourier(Parts parts);

  // Nothing is sent before start() or after stop(). What happened while there was no mail stays
  // untold. Errors: of the catalogue.
  core::Result<void> start();
  void stop() { rounds_.stop(); }

  // The server, and what waits.
  struct Server {
    bool configured = false;
    int failures = 0;  // in a row, of all mail
    store::Seconds next_at = 0;
    std::string trouble;  // empty where the last try went well
  };
  Server server() const;
  core::Result<store::MailCounts> counts() { return parts_.mails->counts(); }
  core::Result<std::vector<store::Mail>> newest(int limit) { return parts_.mails->newest(limit); }

  // The link with which they choose a password. False: no mail, or no address of theirs.
  core::Result<bool> invite(const store::Account& account, const std::string& secret);
  // Errors: usage (no mail, or no address of theirs).
  core::Result<void> test(const Principal& who);
  // At once, whatever the server did before. Errors: not_found.
  core::Result<void> resume(std::int64_t mail, const std::string& actor);
  core::Result<void> remove(std::int64_t mail, const std::string& actor);

  // Whatever can be sent now. Errors: of the catalogue.
  core::Result<void> send_due();

 private:
  core::Result<void> collect();
  core::Result<std::vector<store::Mail>> mails_of(const store::Event& event);
  core::Result<bool> try_to_send(store::Mail mail);
  void server_is(const std::string& trouble);

  Parts parts_;
  mutable std::mutex mutex_;
  Server server_;  // under it
  Rounds rounds_;  // last: it uses all the rest
};

}  // namespace jianzhen::api
