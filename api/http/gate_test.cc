#include "api/http/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/http/routes_fixture.h"

namespace jianzhen::http {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kPassword = "一句不短的口令 42";

class GateTest : public RoutesTest {
 protected:
  std::int64_t add(const std::string& name, const std::string& role) {
    const json form = {{"name", name}, {"title", "某人"}, {"role", role}};
    store::Account account;
    account.name = name;
    account.title = "某人";
    account.role = role;
    const auto added = service_->accounts().add(account, api::local_principal());
    EXPECT_TRUE(service_->accounts().set_password(added->id, kPassword, api::local_principal()));
    return added->id;
  }

  // The headers of a page that is logged in.
  Headers log_in(const std::string& name) {
    const Response response =
        ask(Method::post, "/api/v1/session", json{{"name", name}, {"password", kPassword}}.dump());
    EXPECT_EQ(response.status, 201);
    EXPECT_THAT(faults(response), IsEmpty());
    const std::string cookie = *find(response.headers, "set-cookie");
    return {{"cookie", "other=1; " + cookie.substr(0, cookie.find(';'))},
            {"x-csrf-token", body_of(response)["csrf"]}};
  }
};

TEST_F(GateTest, without_accounts_whoever_is_at_the_machine_may_do_all) {
  EXPECT_EQ(get("/api/v1/entries").status, 200);
  const Response response = get("/api/v1/session");
  EXPECT_EQ(body_of(response)["role"], "local");
  EXPECT_EQ(body_of(response)["accounts"], false);
  EXPECT_THAT(faults(response), IsEmpty());
}

TEST_F(GateTest, from_the_first_account_on_people_must_log_in) {
  add("root", "administrator");
  const Response response = get("/api/v1/entries");
  EXPECT_EQ(response.status, 401);
  EXPECT_THAT(faults(response), IsEmpty());
  EXPECT_EQ(get("/api/v1/contest").status, 200);
  EXPECT_EQ(body_of(get("/api/v1/session"))["role"], "nobody");
}

TEST_F(GateTest, a_session_opens_what_the_role_may) {
  add("root", "administrator");
  add("sun", "supervisor");
  EXPECT_EQ(get("/api/v1/accounts", log_in("root")).status, 200);
  const Headers supervisor = log_in("sun");
  EXPECT_EQ(get("/api/v1/entries", supervisor).status, 200);
  const Response refused =
      ask(Method::post, "/api/v1/entries", R"({"applicant":{"name":"x"}})", supervisor);
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(faults(refused), IsEmpty());
}

TEST_F(GateTest, a_change_needs_the_token_of_the_page) {
  add("root", "administrator");
  Headers headers = log_in("root");
  headers.pop_back();
  EXPECT_EQ(ask(Method::post, "/api/v1/entries", R"({"applicant":{"name":"x"}})", headers).status,
            403);
  EXPECT_EQ(get("/api/v1/entries", headers).status, 200);
  headers.push_back({"x-csrf-token", std::string(64, '0')});
  EXPECT_EQ(ask(Method::post, "/api/v1/entries", R"({"applicant":{"name":"x"}})", headers).status,
            403);
}

TEST_F(GateTest, after_log_out_the_cookie_opens_nothing) {
  add("root", "administrator");
  const Headers headers = log_in("root");
  const Response out = ask(Method::del, "/api/v1/session", {}, headers);
  EXPECT_EQ(out.status, 204);
  EXPECT_THAT(*find(out.headers, "set-cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(get("/api/v1/entries", headers).status, 401);
}

TEST_F(GateTest, the_cookie_is_out_of_reach_of_scripts_and_other_sites) {
  EXPECT_THAT(gate_->cookie("s"), AllOf(HasSubstr("jianzhen_session=s;"), HasSubstr("HttpOnly"),
                                        HasSubstr("SameSite=Lax"), Not(HasSubstr("Secure"))));
  const Gate behind_proxy(*service_, {"https://contest.example.cn"});
  EXPECT_THAT(behind_proxy.cookie("s"), AllOf(HasSubstr("__Host-jianzhen=s;"), HasSubstr("Path=/"),
                                              HasSubstr("Secure"), Not(HasSubstr("Domain"))));
}

TEST_F(GateTest, behind_a_proxy_the_address_is_what_the_proxy_saw) {
  Request request;
  request.remote = "127.0.0.1";
  request.headers = {{"x-forwarded-for", "10.0.0.1, 192.0.2.9"}};
  EXPECT_EQ(gate_->address_of(request), "127.0.0.1");
  EXPECT_EQ(Gate(*service_, {"https://contest.example.cn"}).address_of(request), "192.0.2.9");
}

TEST_F(GateTest, too_many_failures_are_told_to_wait) {
  add("root", "administrator");
  const std::string form = json{{"name", "root"}, {"password", "wrong"}}.dump();
  for (int i = 0; i < 4; ++i) EXPECT_EQ(ask(Method::post, "/api/v1/session", form).status, 401);
  const Response response = ask(Method::post, "/api/v1/session", form);
  EXPECT_EQ(response.status, 429);
  EXPECT_GE(std::stoi(*find(response.headers, "retry-after")), 1);
  EXPECT_THAT(faults(response), IsEmpty());
}

TEST_F(GateTest, an_account_is_made_with_a_link_that_lets_its_person_in) {
  add("root", "administrator");
  const Headers root = log_in("root");
  const Response made =
      ask(Method::post, "/api/v1/accounts",
          R"({"name":"li","title":"李评委","role":"judge","tracks":["工业制造"]})", root);
  EXPECT_EQ(made.status, 201);
  EXPECT_THAT(faults(made), IsEmpty());
  const std::string link = body_of(made)["invitation"];
  const std::string token = link.substr(link.rfind('/') + 1);
  const Response seen =
      ask(Method::post, "/api/v1/invitations/look", json{{"token", token}}.dump());
  EXPECT_EQ(body_of(seen)["title"], "李评委");
  EXPECT_THAT(faults(seen), IsEmpty());
  const Response in = ask(Method::post, "/api/v1/invitations/accept",
                          json{{"token", token}, {"password", kPassword}}.dump());
  EXPECT_EQ(in.status, 201);
  EXPECT_EQ(body_of(in)["role"], "judge");
  EXPECT_EQ(ask(Method::post, "/api/v1/invitations/look", json{{"token", token}}.dump()).status,
            404);
}

TEST_F(GateTest, a_token_serves_a_program_without_a_cookie) {
  add("root", "administrator");
  const Response made = ask(Method::post, "/api/v1/tokens",
                            R"({"label":"脚本","scopes":["entry.read"]})", log_in("root"));
  EXPECT_EQ(made.status, 201);
  EXPECT_THAT(faults(made), IsEmpty());
  const Headers program = {
      {"authorization", "Bearer " + body_of(made)["token"].get<std::string>()}};
  EXPECT_EQ(get("/api/v1/entries", program).status, 200);
  EXPECT_EQ(get("/api/v1/accounts", program).status, 403);
  EXPECT_EQ(get("/api/v1/entries", {{"authorization", "Bearer jz_x"}}).status, 401);
}

TEST_F(GateTest, another_password_keeps_the_page_that_chose_it) {
  add("root", "administrator");
  const Headers elsewhere = log_in("root");
  const Response changed =
      ask(Method::put, "/api/v1/session/password",
          json{{"old", kPassword}, {"new", "另一句不短的口令 7"}}.dump(), log_in("root"));
  EXPECT_EQ(changed.status, 201);
  EXPECT_THAT(faults(changed), IsEmpty());
  EXPECT_EQ(get("/api/v1/accounts", elsewhere).status, 401);
}

TEST_F(GateTest, accounts_follow_their_schema) {
  const std::int64_t id = add("root", "administrator");
  const Headers root = log_in("root");
  const std::string one = "/api/v1/accounts/" + std::to_string(id);
  for (const std::string& target :
       {std::string("/api/v1/accounts"), one, std::string("/api/v1/accounts/77"),
        std::string("/api/v1/tokens")}) {
    EXPECT_THAT(faults(get(target, root)), IsEmpty()) << target;
  }
  const Response changed = ask(Method::put, one, R"({"title":"新名字"})", root);
  EXPECT_EQ(body_of(changed)["title"], "新名字");
  EXPECT_THAT(faults(changed), IsEmpty());
  EXPECT_EQ(ask(Method::put, one, R"({"locked":true})", root).status, 409);
}

}  // namespace
}  // namespace jianzhen::http
