#include "api/http/contest_routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/http/routes_fixture.h"

namespace jianzhen::http {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kPassword = "一句不短的口令 42";
constexpr store::Seconds kClosed = 1'721'577'600;  // the end of 2024-07-21 in Beijing

class ContestRoutesTest : public RoutesTest {
 protected:
  void SetUp() override {
    RoutesTest::SetUp();
    root_ = add("root", "administrator");
    submitter_ = add("shen", "submitter");
  }

  Headers add(const std::string& name, const std::string& role, std::set<std::string> tracks = {}) {
    store::Account account;
    account.name = name;
    account.title = "某人";
    account.role = role;
    account.tracks = std::move(tracks);
    const auto added = service_->accounts().add(account, api::local_principal());
    EXPECT_TRUE(service_->accounts().set_password(added->id, kPassword, api::local_principal()));
    return log_in(name);
  }

  Headers log_in(const std::string& name) {
    const Response response =
        ask(Method::post, "/api/v1/session", json{{"name", name}, {"password", kPassword}}.dump());
    const std::string cookie = *find(response.headers, "set-cookie");
    return {{"cookie", cookie.substr(0, cookie.find(';'))},
            {"x-csrf-token", body_of(response)["csrf"]}};
  }

  // A submitter's own, with one file.
  std::string registered() {
    const json made = body_of(ask(Method::post, "/api/v1/entries", kForm, submitter_));
    const std::string at = "/api/v1/entries/" + made["id"].get<std::string>();
    EXPECT_EQ(ask(Method::put, at + "/files/1.txt", "one", submitter_).status, 201);
    settled(made["id"]);
    return at;
  }

  Response submit(const std::string& at) {
    const json form = {{"digest", body_of(get(at, submitter_))["digest"]}, {"promise", true}};
    return ask(Method::post, at + "/submission", form.dump(), submitter_);
  }

  static constexpr const char* kForm =
      R"({"applicant":{"name":"甲有限公司"},"project":{"name":"项目","track":"工业制造","topic":1},)"
      R"("team":{"representatives":[{"name":"张三","id_number":"21010119800101001X"}]}})";
  Headers root_;
  Headers submitter_;
};

TEST_F(ContestRoutesTest, an_entry_belongs_to_who_registered_it) {
  const std::string at = registered();
  EXPECT_EQ(get(at, submitter_).status, 200);
  EXPECT_EQ(get(at, add("qian", "submitter")).status, 404);
}

TEST_F(ContestRoutesTest, a_submitter_does_not_choose_the_number) {
  const Response made = ask(Method::post, "/api/v1/entries",
                            R"({"entry":"MINE","applicant":{"name":"x"}})", submitter_);
  EXPECT_NE(body_of(made)["id"], "MINE");
}

TEST_F(ContestRoutesTest, the_receipt_holds_every_hash) {
  const std::string at = registered();
  EXPECT_EQ(get(at + "/submission", submitter_).status, 404);
  const Response receipt = submit(at);
  EXPECT_EQ(receipt.status, 201);
  EXPECT_THAT(faults(receipt), IsEmpty());
  EXPECT_EQ(body_of(receipt)["materials"][0]["sha256"],
            "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
  EXPECT_EQ(body_of(get(at, submitter_))["state"], "submitted");
  EXPECT_EQ(body_of(get(at + "/submission", submitter_)), body_of(receipt));
}

TEST_F(ContestRoutesTest, the_receipt_is_a_paper_too_and_stays_the_same) {
  const std::string at = registered();
  EXPECT_EQ(get(at + "/receipt.pdf", submitter_).status, 404);
  submit(at);
  const Response first = get(at + "/receipt.pdf", submitter_);
  EXPECT_EQ(*find(first.headers, "content-type"), "application/pdf");
  now_ += 3600;
  EXPECT_EQ(std::get<std::string>(get(at + "/receipt.pdf", submitter_).body),
            std::get<std::string>(first.body));
}

TEST_F(ContestRoutesTest, what_changed_after_it_was_checked_is_not_submitted) {
  const std::string at = registered();
  const std::string digest = body_of(get(at, submitter_))["digest"];
  ask(Method::put, at + "/files/2.txt", "two", submitter_);
  const Response refused = ask(Method::post, at + "/submission",
                               json{{"digest", digest}, {"promise", true}}.dump(), submitter_);
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(faults(refused), IsEmpty());
}

TEST_F(ContestRoutesTest, without_the_promise_nothing_is_submitted) {
  const std::string at = registered();
  const json form = {{"digest", body_of(get(at, submitter_))["digest"]}, {"promise", false}};
  EXPECT_EQ(ask(Method::post, at + "/submission", form.dump(), submitter_).status, 400);
}

TEST_F(ContestRoutesTest, what_was_submitted_changes_only_once_it_is_taken_back) {
  const std::string at = registered();
  submit(at);
  EXPECT_EQ(ask(Method::put, at + "/files/2.txt", "two", submitter_).status, 403);
  EXPECT_EQ(ask(Method::put, at, kForm, submitter_).status, 403);
  EXPECT_EQ(ask(Method::del, at + "/submission", {}, submitter_).status, 204);
  EXPECT_EQ(ask(Method::put, at + "/files/2.txt", "two", submitter_).status, 201);
}

TEST_F(ContestRoutesTest, registration_closes_to_the_second) {
  const std::string at = registered();
  now_ = kClosed - 1;
  ASSERT_EQ(body_of(get("/api/v1/session"))["role"], "nobody");
  submitter_ = log_in("shen");
  EXPECT_EQ(ask(Method::put, at + "/files/2.txt", "two", submitter_).status, 201);
  settled(at.substr(std::string("/api/v1/entries/").size()));
  now_ = kClosed;
  for (const Response& refused : {ask(Method::put, at + "/files/3.txt", "three", submitter_),
                                  ask(Method::post, "/api/v1/entries", kForm, submitter_),
                                  ask(Method::put, at, kForm, submitter_), submit(at)}) {
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(body_of(refused)["code"], "closed");
    EXPECT_THAT(body_of(refused)["message"]["zh"].get<std::string>(), HasSubstr("2024-07-21"));
  }
  EXPECT_EQ(get(at, submitter_).status, 200);
}

TEST_F(ContestRoutesTest, a_supplement_that_is_due_lets_files_come_and_nothing_else) {
  const std::string at = registered();
  submit(at);
  now_ = kClosed + 60;
  submitter_ = log_in("shen");
  const Headers verifier = add("he", "verifier", {"工业制造"});
  EXPECT_EQ(ask(Method::put, at + "/files/2.txt", "two", submitter_).status, 403);
  const Response asked = ask(Method::post, at + "/supplements",
                             R"({"ask":"请补交变更通知书","due":"2024-07-22"})", verifier);
  ASSERT_EQ(asked.status, 201);
  const Response entry = get(at, submitter_);
  EXPECT_THAT(faults(entry), IsEmpty());
  EXPECT_EQ(body_of(entry)["may"], json{"file.add"});
  const Response sent = ask(Method::put, at + "/files/2.txt", "two", submitter_);
  EXPECT_EQ(sent.status, 201);
  const std::string material = std::to_string(body_of(sent)["id"].get<int>());
  EXPECT_EQ(ask(Method::put, at, kForm, submitter_).status, 403);
  EXPECT_EQ(ask(Method::del, at + "/materials/" + material, {}, submitter_).status, 403);
  EXPECT_EQ(ask(Method::del, at + "/submission", {}, submitter_).status, 403);

  const std::string request =
      at + "/supplements/" + std::to_string(body_of(asked)["id"].get<int>());
  EXPECT_EQ(
      ask(Method::post, request + "/answer", R"({"material":)" + material + "}", submitter_).status,
      200);
  EXPECT_EQ(ask(Method::put, at + "/files/3.txt", "three", submitter_).status, 403);
}

TEST_F(ContestRoutesTest, a_supplement_ends_with_its_day) {
  const std::string at = registered();
  submit(at);
  const Headers verifier = add("he", "verifier", {"工业制造"});
  ask(Method::post, at + "/supplements", R"({"ask":"请补交","due":"2024-07-22"})", verifier);
  const store::Seconds day = 24 * 3600;
  now_ = kClosed + day - 1;
  submitter_ = log_in("shen");
  EXPECT_EQ(ask(Method::put, at + "/files/2.txt", "two", submitter_).status, 201);
  now_ = kClosed + day;
  EXPECT_EQ(ask(Method::put, at + "/files/3.txt", "three", submitter_).status, 403);
}

TEST_F(ContestRoutesTest, a_file_whose_last_byte_comes_too_late_is_not_taken) {
  const std::string at = registered();
  const std::string id = at.substr(std::string("/api/v1/entries/").size());
  api::Principal who =
      service_->accounts()
          .by_session(submitter_[0].second.substr(submitter_[0].second.find('=') + 1))
          .value()
          .value();
  auto upload = service_->begin_upload(id, "late.txt", false, who);
  ASSERT_TRUE(upload);
  ASSERT_TRUE(upload->write(std::string_view("late")));
  now_ = kClosed;
  const auto material = upload->commit();
  ASSERT_FALSE(material);
  EXPECT_EQ(material.error().code, core::ErrorCode::closed);
}

TEST_F(ContestRoutesTest, representatives_freeze_for_everybody) {
  const std::string at = registered();
  now_ = kClosed;
  root_ = log_in("root");
  json form = json::parse(kForm);
  form["project"]["name"] = "改正了错字的项目";
  EXPECT_EQ(ask(Method::put, at, form.dump(), root_).status, 200);
  form["team"]["representatives"][0]["name"] = "李四";
  const Response refused = ask(Method::put, at, form.dump(), root_);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(body_of(refused)["code"], "closed");
}

TEST_F(ContestRoutesTest, recusal_opens_or_shuts_an_entry) {
  const std::string first = registered();
  const std::string second = registered();
  const Headers judge = add("li", "judge", {"工业制造"});
  const Response titles = get("/api/v1/recusals", judge);
  EXPECT_THAT(faults(titles), IsEmpty());
  ASSERT_EQ(body_of(titles)["entries"].size(), 2);
  EXPECT_EQ(get(first, judge).status, 403);
  const auto id = [](const std::string& at) { return at.substr(at.rfind('/') + 1); };
  const json declarations = {
      {"declarations",
       {{{"entry", id(first)}, {"conflict", false}},
        {{"entry", id(second)}, {"conflict", true}, {"reason", "曾在该单位任职"}}}}};
  const Response declared = ask(Method::post, "/api/v1/recusals", declarations.dump(), judge);
  EXPECT_EQ(declared.status, 201);
  EXPECT_THAT(faults(declared), IsEmpty());
  EXPECT_EQ(get(first, judge).status, 200);
  EXPECT_EQ(get(second, judge).status, 404);
  EXPECT_EQ(body_of(get("/api/v1/entries", judge))["entries"].size(), 1);
}

TEST_F(ContestRoutesTest, a_conflict_needs_its_reason) {
  const std::string at = registered();
  const Headers judge = add("li", "judge", {"工业制造"});
  const json declarations = {
      {"declarations", {{{"entry", at.substr(at.rfind('/') + 1)}, {"conflict", true}}}}};
  EXPECT_EQ(ask(Method::post, "/api/v1/recusals", declarations.dump(), judge).status, 400);
}

TEST_F(ContestRoutesTest, whether_a_unit_may_enter_is_told_without_log_in) {
  const Response branch =
      ask(Method::post, "/api/v1/eligibility", R"({"name":"沈阳示例科技有限公司大连分公司"})");
  EXPECT_EQ(branch.status, 200);
  EXPECT_THAT(faults(branch), IsEmpty());
  EXPECT_EQ(body_of(branch)["findings"][0]["code"], "applicant.not_legal_person");
  const Response unit =
      ask(Method::post, "/api/v1/eligibility", R"({"name":"沈阳示例科技有限公司"})");
  EXPECT_THAT(body_of(unit)["findings"], IsEmpty());
  EXPECT_EQ(ask(Method::post, "/api/v1/eligibility", "[]").status, 400);
}

TEST_F(ContestRoutesTest, the_audit_trail_tells_who_did_what) {
  const std::string at = registered();
  const std::string id = at.substr(at.rfind('/') + 1);
  const Response response = get("/api/v1/audit?entry=" + id + "&type=entry.", root_);
  EXPECT_THAT(faults(response), IsEmpty());
  const json events = body_of(response)["events"];
  EXPECT_EQ(events.back()["type"], "entry.created");
  EXPECT_EQ(events.back()["actor"], "A2");
  EXPECT_EQ(events.back()["actor_title"], "某人");
  EXPECT_EQ(get("/api/v1/audit?limit=0", root_).status, 400);
}

TEST_F(ContestRoutesTest, the_audit_trail_is_read_back_page_by_page) {
  registered();
  std::int64_t last = 0;
  std::size_t count = 0;
  json next;
  do {
    const std::string before = next.is_null() ? "" : "&before=" + next.dump();
    const json page = body_of(get("/api/v1/audit?limit=3" + before, root_));
    for (const json& event : page["events"]) {
      EXPECT_TRUE(last == 0 || event["seq"] == last - 1) << last;
      last = event["seq"];
      ++count;
    }
    next = page["next_before"];
  } while (!next.is_null());
  EXPECT_EQ(last, 1);
  EXPECT_GT(count, 6);
}

TEST_F(ContestRoutesTest, the_check_of_the_audit_trail_can_be_repeated) {
  registered();
  const Response first = get("/api/v1/audit/check", root_);
  EXPECT_THAT(faults(first), IsEmpty());
  EXPECT_EQ(body_of(first)["whole"], true);
  registered();
  const Response again =
      get("/api/v1/audit/check?through=" + body_of(first)["events"].dump(), root_);
  EXPECT_EQ(body_of(again), body_of(first));
}

TEST_F(ContestRoutesTest, a_registration_that_is_sent_again_is_one) {
  Headers again = submitter_;
  again.emplace_back("idempotency-key", "k1");
  const Response first = ask(Method::post, "/api/v1/entries", kForm, again);
  const Response second = ask(Method::post, "/api/v1/entries", kForm, again);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(body_of(second), body_of(first));
  EXPECT_EQ(*find(second.headers, "location"), *find(first.headers, "location"));
  EXPECT_EQ(body_of(get("/api/v1/entries", submitter_))["entries"].size(), 1);
}

TEST_F(ContestRoutesTest, one_key_is_one_request) {
  Headers again = submitter_;
  again.emplace_back("idempotency-key", "k1");
  ask(Method::post, "/api/v1/entries", kForm, again);
  EXPECT_EQ(ask(Method::post, "/api/v1/entries", R"({"applicant":{"name":"x"}})", again).status,
            422);
}

TEST_F(ContestRoutesTest, an_answer_with_a_secret_is_not_kept) {
  root_.emplace_back("idempotency-key", "k1");
  const char* form = R"({"name":"li","title":"李","role":"judge"})";
  EXPECT_EQ(ask(Method::post, "/api/v1/accounts", form, root_).status, 201);
  EXPECT_EQ(ask(Method::post, "/api/v1/accounts", form, root_).status, 409);
}

TEST_F(ContestRoutesTest, who_asks_too_often_is_told_to_wait) {
  Response last;
  for (int i = 0; i <= 120; ++i) {
    last = ask(Method::post, "/api/v1/eligibility", R"({"name":"沈阳示例科技有限公司"})");
  }
  EXPECT_EQ(last.status, 429);
  EXPECT_THAT(*find(last.headers, "retry-after"), testing::MatchesRegex("[0-9]+"));
  EXPECT_THAT(faults(last), IsEmpty());
}

}  // namespace
}  // namespace jianzhen::http
