#include "api/http/review_routes.h"

#include <gmock/gmock.h>

#include "api/http/routes_fixture.h"

namespace jianzhen::http {
namespace {

using testing::IsEmpty;
using testing::StartsWith;

class ReviewRoutesTest : public RoutesTest {
 protected:
  void SetUp() override {
    RoutesTest::SetUp();
    create("E1");
    upload("E1", "1.txt", "一份说明");
    settled("E1");
    key_ = body_of(get("/api/v1/review/queue?severity=violation"))["items"][0]["key"];
  }

  std::string finding() const { return "/api/v1/entries/E1/review/" + key_; }

  Response decide(const std::string& body, const std::string& version) {
    return ask(Method::put, finding() + "/disposition", body, {{"if-match", version}});
  }

  std::string key_;
};

TEST_F(ReviewRoutesTest, answers_follow_their_schema) {
  for (const std::string& target :
       {std::string("/api/v1/review/queue"), std::string("/api/v1/review/queue?order=rule&limit=2"),
        std::string("/api/v1/entries/E1/review"), finding(),
        std::string("/api/v1/entries/E1/review/nothing")}) {
    EXPECT_THAT(faults(get(target)), IsEmpty()) << target;
  }
}

TEST_F(ReviewRoutesTest, a_disposition_names_the_version_it_was_decided_on) {
  const Response first = decide(R"({"code":"upheld","reason":"核对过"})", "\"0\"");
  ASSERT_EQ(first.status, 200);
  EXPECT_THAT(faults(first), IsEmpty());
  EXPECT_EQ(*find(first.headers, "etag"), "\"1\"");
  EXPECT_EQ(*find(get(finding()).headers, "etag"), "\"1\"");
}

TEST_F(ReviewRoutesTest, without_a_version_nothing_is_decided) {
  EXPECT_EQ(ask(Method::put, finding() + "/disposition", R"({"code":"pending"})").status, 428);
}

TEST_F(ReviewRoutesTest, what_somebody_else_decided_meanwhile_is_not_overwritten) {
  decide(R"({"code":"pending"})", "\"0\"");
  EXPECT_EQ(decide(R"({"code":"dismissed","reason":"误报"})", "\"0\"").status, 412);
}

TEST_F(ReviewRoutesTest, one_person_at_the_machine_makes_no_veto) {
  decide(R"({"code":"upheld","reason":"核对过"})", "\"0\"");
  EXPECT_EQ(ask(Method::post, finding() + "/veto", R"({"version":1})").status, 400);
}

TEST_F(ReviewRoutesTest, an_objection_is_heard_and_answered) {
  const Response heard =
      ask(Method::post, finding() + "/statements", R"({"kind":"objection","text":"已附在后"})");
  ASSERT_EQ(heard.status, 201);
  EXPECT_THAT(faults(heard), IsEmpty());
  const std::string id = body_of(heard)["id"].dump();
  const Response answered = ask(Method::post, finding() + "/answers",
                                R"({"answers":)" + id + R"(,"text":"看到了，谢谢"})");
  EXPECT_EQ(answered.status, 201);
  EXPECT_EQ(body_of(get(finding()))["statements"].size(), 2U);
}

TEST_F(ReviewRoutesTest, a_supplement_is_asked_for_and_answered) {
  const Response asked = ask(Method::post, "/api/v1/entries/E1/supplements",
                             R"({"ask":"请补交营业执照","due":"2024-08-05"})");
  ASSERT_EQ(asked.status, 201);
  EXPECT_THAT(faults(asked), IsEmpty());
  const std::string one =
      "/api/v1/entries/E1/supplements/" + body_of(asked)["id"].dump() + "/answer";
  const Response answered = ask(Method::post, one, R"({"text":"已更换"})");
  EXPECT_EQ(answered.status, 200);
  EXPECT_THAT(faults(answered), IsEmpty());
  EXPECT_EQ(ask(Method::post, one, R"({"text":"再答一次"})").status, 409);
}

TEST_F(ReviewRoutesTest, a_visit_is_recorded_with_its_day) {
  const std::string head = "/api/v1/entries/E1/review/authenticity/proofs";
  EXPECT_EQ(ask(Method::post, head, R"({"kind":"site_visit","text":"看了演示"})").status, 400);
  const Response recorded =
      ask(Method::post, head, R"({"kind":"site_visit","on":"2024-08-02","text":"看了演示"})");
  EXPECT_EQ(recorded.status, 201);
  EXPECT_THAT(faults(recorded), IsEmpty());
}

TEST_F(ReviewRoutesTest, a_body_that_is_no_object_is_refused) {
  EXPECT_EQ(decide("[]", "\"0\"").status, 400);
  EXPECT_EQ(decide("{", "\"0\"").status, 400);
}

TEST_F(ReviewRoutesTest, the_queue_comes_in_pages) {
  const auto first = body_of(get("/api/v1/review/queue?limit=2"));
  const auto next = body_of(
      get("/api/v1/review/queue?limit=2&cursor=" + first["next_cursor"].get<std::string>()));
  EXPECT_NE(first["items"][0]["key"], next["items"][0]["key"]);
  EXPECT_EQ(first["total"], next["total"]);
}

TEST_F(ReviewRoutesTest, what_entries_share_is_drawn_around_each_of_them) {
  create("E2");
  upload("E2", "2.txt", "一份说明");
  settled("E2");
  for (const char* target : {"/api/v1/review/graph", "/api/v1/entries/E1/graph"}) {
    const Response drawn = get(target);
    EXPECT_THAT(faults(drawn), IsEmpty()) << target;
    std::vector<std::string> kinds;
    const json graph = body_of(drawn);
    for (const json& node : graph["nodes"]) kinds.push_back(node["kind"]);
    EXPECT_THAT(kinds, testing::UnorderedElementsAre("entry", "entry", "unit", "material"));
  }
  EXPECT_EQ(get("/api/v1/entries/E9/graph").status, 404);
}

TEST_F(ReviewRoutesTest, the_queue_is_narrowed_to_a_topic) {
  ASSERT_TRUE(service_->create(
      R"({"entry":"E2","applicant":{"name":"乙有限公司"},"project":{"track":"工业制造","topic":2}})"));
  settled("E2");
  const Response narrowed =
      get("/api/v1/review/queue?track=%E5%B7%A5%E4%B8%9A%E5%88%B6%E9%80%A0&topic=2");  // 工业制造
  EXPECT_THAT(faults(narrowed), IsEmpty());
  const json queue = body_of(narrowed);
  EXPECT_EQ(queue["items"][0]["entry"], "E2");
  EXPECT_EQ(queue["total"], queue["counts"]["track"]["工业制造"]);
  EXPECT_EQ(queue["total"], queue["counts"]["topics"][0]["findings"]);
  EXPECT_EQ(body_of(get("/api/v1/review/queue?topic=1"))["total"], 0);
}

TEST_F(ReviewRoutesTest, the_queue_is_narrowed_to_finalists) {
  create("E2");
  settled("E2");
  EXPECT_EQ(body_of(get("/api/v1/review/queue?finalists=true"))["total"], 0);
  ASSERT_EQ(ask(Method::post, "/api/v1/imports/finalists?write=true", "项目编号\nE2\n").status,
            200);
  const json queue = body_of(get("/api/v1/review/queue?finalists=true"));
  EXPECT_GT(queue["total"], 0);
  EXPECT_EQ(queue["total"], queue["counts"]["finalists"]);
  for (const json& item : queue["items"]) EXPECT_EQ(item["entry"], "E2");
}

TEST_F(ReviewRoutesTest, reports_are_files) {
  const Response pdf = get("/api/v1/entries/E1/report.pdf");
  EXPECT_EQ(*find(pdf.headers, "content-type"), "application/pdf");
  EXPECT_THAT(std::get<std::string>(pdf.body), StartsWith("%PDF"));
  EXPECT_THAT(std::get<std::string>(get("/api/v1/review/summary.xlsx").body), StartsWith("PK"));
}

}  // namespace
}  // namespace jianzhen::http
