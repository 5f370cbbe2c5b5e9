#include "api/mail_courier.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "api/mail_message.h"
#include "api/mail_notice.h"

namespace jianzhen::api {

using core::ErrorCode;
using core::fail;
using core::Result;
using store::Mail;

namespace {

constexpr int kAtOnce = 200;  // events, or mails, in one go

enum class To {
  owners,   // the entry's submitters
  asker,    // who asked for the supplement
  decider,  // who decided the finding last
};

// What is told to whom.
struct Rule {
  std::string_view event;
  std::string_view statement;  // of that kind only; empty: any
  std::string_view notice;
  To to;
};
constexpr std::array kRules = {
    Rule{"entry.submitted", "", "entry.submitted", To::owners},
    Rule{"entry.withdrawn", "", "entry.withdrawn", To::owners},
    Rule{"supplement.asked", "", "supplement.asked", To::owners},
    Rule{"supplement.withdrawn", "", "supplement.withdrawn", To::owners},
    Rule{"supplement.answered", "", "supplement.answered", To::asker},
    Rule{"review.said", "objection", "objection.raised", To::decider},
    Rule{"review.said", "answer", "objection.answered", To::owners},
};

nlohmann::json data_of(const store::Event& event) {
  auto data = nlohmann::json::parse(event.data_json, nullptr, false);
  return data.is_object() ? data : nlohmann::json::object();
}

const Rule* rule_of(const store::Event& event) {
  const auto* found = std::ranges::find_if(kRules, [&](const Rule& rule) {
    return rule.event == event.type &&
           (rule.statement.empty() || data_of(event).value("kind", "") == rule.statement);
  });
  return found == kRules.end() ? nullptr : found;
}

// Whose doing the newest event of that type was which names the same thing.
Result<std::string> who_did(store::Catalogue& catalogue, const store::Event& event,
                            const std::string& type, const char* key) {
  const auto thing = data_of(event).value(key, nlohmann::json());
  const auto before = catalogue.events_back({{}, event.entry, type}, event.seq, kAtOnce);
  if (!before) return fail(before.error());
  const auto found = std::ranges::find_if(*before, [&](const store::Event& one) {
    return data_of(one).value(key, nlohmann::json()) == thing;
  });
  return found == before->end() ? std::string() : found->actor;
}

bool gets_mail(const store::Account& account) { return !account.locked && !account.email.empty(); }

}  // namespace

MailCourier::MailCourier(Parts parts)
    : parts_(std::move(parts)), rounds_([this] { return send_due(); }, parts_.log) {
  server_.configured = static_cast<bool>(parts_.send);
}

Result<void> MailCourier::start() {
  const auto delivered = parts_.mails->delivered();
  if (!delivered) return fail(delivered.error());
  if (!parts_.send) return parts_.mails->put({}, store::Mails::kOff);
  if (*delivered == store::Mails::kOff) {
    const auto newest = parts_.catalogue.last_event("");
    if (!newest) return fail(newest.error());
    if (auto put = parts_.mails->put({}, *newest); !put) return put;
  }
  rounds_.start();
  return {};
}

MailCourier::Server MailCourier::server() const {
  const std::lock_guard lock(mutex_);
  return server_;
}

Result<bool> MailCourier::invite(const store::Account& account, const std::string& secret) {
  if (!parts_.send || !gets_mail(account)) return false;
  Mail mail;
  mail.account = account.id;
  mail.kind = "account.invited";
  mail.detail = parts_.key.seal(secret);
  mail.created_at = parts_.clock();
  if (auto put = parts_.mails->put(mail); !put) return fail(put.error());
  return true;
}

Result<void> MailCourier::test(const Principal& who) {
  Mail mail;
  if (parts_.send && who.account != 0) {
    const auto account = parts_.accounts.account(who.account);
    if (!account) return fail(account.error());
    if (gets_mail(*account)) mail.account = account->id;
  }
  if (mail.account == 0) {
    return fail(ErrorCode::usage,
                {"没有配置邮件服务器，或您的账号没有邮箱。",
                 "There is no mail server in the settings, or no address in your account."});
  }
  mail.kind = "mail.test";
  mail.created_at = parts_.clock();
  return parts_.mails->put(mail);
}

Result<void> MailCourier::resume(std::int64_t mail, const std::string& actor) {
  if (auto resumed = parts_.mails->resume(mail, actor); !resumed) return resumed;
  const std::lock_guard lock(mutex_);
  server_.next_at = 0;
  return {};
}

Result<void> MailCourier::remove(std::int64_t mail, const std::string& actor) {
  return parts_.mails->remove(mail, actor);
}

Result<void> MailCourier::send_due() {
  if (auto collected = collect(); !collected) return collected;
  while (!rounds_.stopping() && server().next_at <= parts_.clock()) {
    const auto due = parts_.mails->due(parts_.clock(), kAtOnce);
    if (!due) return fail(due.error());
    if (due->empty()) return {};
    for (const Mail& mail : *due) {
      if (rounds_.stopping()) return {};
      const auto goes_on = try_to_send(mail);
      if (!goes_on) return fail(goes_on.error());
      if (!*goes_on) return {};
    }
  }
  return {};
}

// What happened since, into the outbox.
Result<void> MailCourier::collect() {
  auto delivered = parts_.mails->delivered();
  if (!delivered) return fail(delivered.error());
  while (!rounds_.stopping()) {
    const auto events = parts_.catalogue.events("", *delivered, kAtOnce);
    if (!events) return fail(events.error());
    if (events->empty()) return {};
    std::vector<Mail> mails;
    for (const store::Event& event : *events) {
      auto more = mails_of(event);
      if (!more) return fail(more.error());
      std::ranges::move(*more, std::back_inserter(mails));
    }
    *delivered = events->back().seq;
    if (auto put = parts_.mails->put(mails, *delivered); !put) return put;
  }
  return {};
}

Result<std::vector<Mail>> MailCourier::mails_of(const store::Event& event) {
  std::vector<Mail> mails;
  const Rule* rule = rule_of(event);
  if (rule == nullptr) return mails;
  std::vector<store::Account> to;
  if (rule->to == To::owners) {
    auto given = parts_.accounts.with_entry(event.entry);
    if (!given) return fail(given.error());
    std::ranges::copy_if(*given, std::back_inserter(to), [](const store::Account& account) {
      return account.role == word(Role::submitter);
    });
  } else {
    const auto actor = rule->to == To::asker
                           ? who_did(parts_.catalogue, event, "supplement.asked", "supplement")
                           : who_did(parts_.catalogue, event, "review.disposed", "subject");
    if (!actor) return fail(actor.error());
    auto account = parts_.accounts.of_actor(*actor);
    if (!account && account.error().code != ErrorCode::not_found) return fail(account.error());
    if (account) to.push_back(std::move(*account));
  }
  for (const store::Account& account : to) {
    if (!gets_mail(account)) continue;
    Mail& mail = mails.emplace_back();
    mail.account = account.id;
    mail.kind = rule->notice;
    mail.entry = event.entry;
    mail.detail = data_of(event).value("due", "");
    mail.created_at = parts_.clock();
  }
  return mails;
}

// False: nothing can be sent now.
Result<bool> MailCourier::try_to_send(Mail mail) {
  const auto account = parts_.accounts.account(mail.account);
  const auto detail = parts_.key.open_if_sealed(mail.detail);
  MailFate fate;
  if (!account || !gets_mail(*account)) {
    fate = {MailFate::How::refused, "账号没有邮箱，或已锁定。 No address, or locked."};
  } else if (!detail) {
    fate = {MailFate::How::refused, kOtherKey};
  } else {
    const MailWords words =
        mail_words({mail.kind, mail.entry, *detail, parts_.origin, parts_.contest});
    const std::string id =
        "mail-" + std::to_string(mail.id) + "." + std::to_string(mail.created_at);
    fate = parts_.send({parts_.sender, account->email,
                        written({parts_.sender, parts_.contest, account->email, words.subject,
                                 words.text, id, parts_.clock()})});
    server_is(fate.how == MailFate::How::away ? fate.trouble : std::string());
  }
  if (fate.how == MailFate::How::away) return false;
  if (fate.how == MailFate::How::taken) {
    if (auto sent = parts_.mails->sent(mail); !sent) return fail(sent.error());
    return true;
  }
  mail.trouble = fate.trouble;
  mail.next_at = retry_at(parts_.clock(), ++mail.failures);
  mail.refused = fate.how == MailFate::How::refused || mail.failures >= kMostFailures;
  if (auto kept = parts_.mails->keep_try(mail); !kept) return fail(kept.error());
  return true;
}

void MailCourier::server_is(const std::string& trouble) {
  const std::lock_guard lock(mutex_);
  server_.trouble = trouble;
  server_.failures = trouble.empty() ? 0 : server_.failures + 1;
  server_.next_at = trouble.empty() ? 0 : retry_at(parts_.clock(), server_.failures);
}

}  // namespace jianzhen::api
