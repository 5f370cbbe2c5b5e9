#include "api/http/mail_routes.h"

#include <map>
#include <nlohmann/json.hpp>

#include "api/http/bound.h"
#include "api/http/json_text.h"
#include "api/http/numbers.h"
#include "api/http/problem.h"
#include "api/http/times.h"

namespace jianzhen::http {
namespace {

using api::Principal;
using api::Service;
using nlohmann::ordered_json;

constexpr std::uint64_t kMaxForm = 64 << 10;
constexpr int kShown = 200;  // mails

// Without what it says: that may be the link of an invitation.
ordered_json mail_form(const store::Mail& mail, const store::Account* to) {
  return {{"id", mail.id},
          {"kind", mail.kind},
          {"entry", mail.entry},
          {"account", mail.account},
          {"title", to == nullptr ? "" : to->title},
          {"email", to == nullptr ? "" : to->email},
          {"refused", mail.refused},
          {"failures", mail.failures},
          {"trouble", mail.trouble},
          {"next_at", moment<ordered_json>(mail.next_at)},
          {"created_at", rfc3339(mail.created_at)}};
}

Response list_mails(Service& service, const Request&, const Principal&) {
  const auto counts = service.mails().counts();
  if (!counts) return problem(counts.error());
  const auto mails = service.mails().newest(kShown);
  if (!mails) return problem(mails.error());
  const auto accounts = service.accounts().accounts();
  if (!accounts) return problem(accounts.error());
  std::map<std::int64_t, const store::Account*> people;
  for (const store::Account& account : *accounts) people[account.id] = &account;
  ordered_json list = ordered_json::array();
  for (const store::Mail& mail : *mails) list.push_back(mail_form(mail, people[mail.account]));
  const api::MailCourier::Server server = service.mails().server();
  return json(200, dumped<ordered_json>({{"configured", server.configured},
                                         {"trouble", server.trouble},
                                         {"failures", server.failures},
                                         {"next_at", moment<ordered_json>(server.next_at)},
                                         {"waiting", counts->waiting},
                                         {"refused", counts->refused},
                                         {"mails", std::move(list)}}));
}

Response send_test_mail(Service& service, const Request&, const Principal& who) {
  const auto put = service.mails().test(who);
  return put ? json(202, "{}") : problem(put.error());
}

Response resume_mail(Service& service, const Request& request, const Principal& who) {
  const auto resumed = service.mails().resume(number_in(request, "mail"), who.actor);
  return resumed ? no_content() : problem(resumed.error());
}

Response remove_mail(Service& service, const Request& request, const Principal& who) {
  const auto removed = service.mails().remove(number_in(request, "mail"), who.actor);
  return removed ? no_content() : problem(removed.error());
}

}  // namespace

std::vector<Operation> mail_operations(Service& service) {
  const Bound with{service};
  const std::string mails = "/api/v1/mails";
  const std::string one = mails + "/{mail}";
  return {
      {Method::get, mails, "listMails", with(list_mails)},
      {Method::post, mails, "sendTestMail", with(send_test_mail), kMaxForm},
      {Method::post, one + "/resume", "resumeMail", with(resume_mail), kMaxForm},
      {Method::del, one, "removeMail", with(remove_mail)},
  };
}

}  // namespace jianzhen::http
