#include "api/http/note_routes.h"

#include <gmock/gmock.h>

#include "api/http/routes_fixture.h"

namespace jianzhen::http {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// One judge, who declared that there is no conflict.
class NoteRoutes : public RoutesTest {
 protected:
  void SetUp() override {
    RoutesTest::SetUp();
    create("E1");
    material_ = upload("E1", "1.txt", "一份说明").id;
    settled("E1");
    store::Account first;
    first.name = "root";
    first.title = "赛程组";
    first.role = "administrator";
    ASSERT_TRUE(service_->accounts().add(first, api::local_principal()));
    store::Account judge;
    judge.name = "li";
    judge.title = "李评委";
    judge.role = "judge";
    judge.entries = {"E1"};
    account_ = service_->accounts().add(judge, api::local_principal())->id;
    ASSERT_TRUE(service_->accounts().set_password(account_, kPassword, api::local_principal()));
    const Response session =
        ask(Method::post, "/api/v1/session", json{{"name", "li"}, {"password", kPassword}}.dump());
    const std::string cookie = *find(session.headers, "set-cookie");
    judge_ = {{"cookie", cookie.substr(0, cookie.find(';'))},
              {"x-csrf-token", body_of(session)["csrf"]}};
    const auto free = json{{"declarations", {{{"entry", "E1"}, {"conflict", false}}}}};
    ASSERT_EQ(ask(Method::post, "/api/v1/recusals", free.dump(), judge_).status, 201);
  }

  Response write(const json& note) {
    return ask(Method::post, "/api/v1/entries/E1/notes", note.dump(), judge_);
  }
  Response change(const json& id, const std::string& version, const json& note) {
    Headers headers = judge_;
    if (!version.empty()) headers.emplace_back("if-match", version);
    return ask(Method::put, "/api/v1/notes/" + id.dump(), note.dump(), headers);
  }
  json notes() { return body_of(get("/api/v1/notes", judge_)); }

  static constexpr const char* kPassword = "一句不短的口令 42";
  std::int64_t material_ = 0;
  std::int64_t account_ = 0;
  Headers judge_;
};

TEST_F(NoteRoutes, a_note_is_written_on_a_page_and_changed) {
  const Response written = write(
      {{"material_id", material_}, {"page", 1}, {"text", "数字要问"}, {"collection", "要问的"}});
  ASSERT_EQ(written.status, 201);
  EXPECT_THAT(faults(written), IsEmpty());
  const json note = body_of(written);
  EXPECT_EQ(note["material"], "1.txt");
  EXPECT_EQ(note["material_id"], material_);
  const Response changed = change(note["id"], *find(written.headers, "etag"),
                                  {{"text", "问过了"}, {"collection", "已问的"}});
  ASSERT_EQ(changed.status, 200);
  EXPECT_THAT(faults(changed), IsEmpty());
  const Response listed = get("/api/v1/notes", judge_);
  EXPECT_THAT(faults(listed), IsEmpty());
  EXPECT_EQ(body_of(listed)["notes"][0]["text"], "问过了");
  EXPECT_EQ(body_of(listed)["collections"], json::parse(R"([{"name":"已问的","notes":1}])"));
}

TEST_F(NoteRoutes, an_older_version_changes_nothing) {
  const json note = body_of(write({{"text", "一"}}));
  const json two = {{"text", "二"}, {"collection", ""}};
  EXPECT_EQ(change(note["id"], "\"1\"", two).status, 200);
  EXPECT_EQ(change(note["id"], "\"1\"", two).status, 412);
  EXPECT_EQ(change(note["id"], "", two).status, 428);
}

TEST_F(NoteRoutes, a_note_says_that_its_file_was_replaced) {
  write({{"material_id", material_}, {"page", 1}, {"text", "数字要问"}});
  const std::int64_t newer = upload("E1", "1.txt", "另一份说明").id;
  settled("E1");
  const json note = notes()["notes"][0];
  EXPECT_EQ(note["replaced"], true);
  EXPECT_EQ(note["material_id"], newer);
}

TEST_F(NoteRoutes, what_cannot_be_a_note_is_refused) {
  EXPECT_EQ(write({{"text", " "}}).status, 400);
  EXPECT_EQ(write({{"text", 1}}).status, 400);
  EXPECT_EQ(write({{"page", 3}, {"text", "哪一份的"}}).status, 400);
  EXPECT_EQ(write({{"text", std::string(5000, 'x')}}).status, 400);
  EXPECT_EQ(write({{"material_id", 999999}, {"text", "一"}}).status, 404);
  EXPECT_THAT(notes()["notes"], IsEmpty());
}

TEST_F(NoteRoutes, a_collection_is_renamed_and_given_up) {
  write({{"collection", "要问的"}});
  write({{"text", "留下"}, {"collection", "要问的"}});
  const std::string address = "/api/v1/notes/collections/%E8%A6%81%E9%97%AE%E7%9A%84";  // 要问的
  EXPECT_EQ(ask(Method::put, address, R"({"name":""})", judge_).status, 200);
  EXPECT_EQ(notes()["notes"].size(), 1);
  EXPECT_EQ(ask(Method::put, address, R"({"name":"x"})", judge_).status, 404);
}

TEST_F(NoteRoutes, notes_go_along_as_a_workbook) {
  write({{"text", "数字要问"}});
  const Response book = get("/api/v1/notes.xlsx", judge_);
  EXPECT_EQ(book.status, 200);
  EXPECT_THAT(std::get<std::string>(book.body), StartsWith("PK"));
}

TEST_F(NoteRoutes, the_trail_says_that_a_note_was_written_and_not_what) {
  write({{"text", "数字要问"}});
  const auto events = service_->audit({"", "E1", "note.written"}, 0, 10);
  ASSERT_EQ(events->size(), 1);
  EXPECT_THAT(events->front().data_json, Not(HasSubstr("数字要问")));
}

}  // namespace
}  // namespace jianzhen::http
