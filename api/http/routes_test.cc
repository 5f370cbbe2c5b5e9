#include "api/http/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "api/access.h"
#include "api/http/routes_fixture.h"

namespace jianzhen::http {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST_F(RoutesTest, every_operation_is_described_and_every_described_one_is_there) {
  std::set<std::string> described;
  for (const auto& [path, item] : description_["paths"].items()) {
    const bool at_root = item.contains("servers");
    for (const auto& [method, operation] : item.items()) {
      if (!operation.is_object() || !operation.contains("operationId")) continue;
      std::string upper = method;
      for (char& c : upper) c = static_cast<char>(std::toupper(c));
      described.insert(operation["operationId"].get<std::string>() + " " + upper + " " +
                       (at_root ? "" : "/api/v1") + path);
    }
  }
  std::set<std::string> served;
  for (const Route& route : router_->routes()) {
    std::string pattern = route.pattern;
    std::erase(pattern, '*');
    if (!route.operation.empty()) {
      served.insert(route.operation + " " + std::string(word(route.method)) + " " + pattern);
    }
  }
  EXPECT_EQ(served, described);
}

TEST_F(RoutesTest, every_operation_says_what_it_does) {
  for (const auto& [path, item] : description_["paths"].items()) {
    for (const auto& [method, operation] : item.items()) {
      if (!operation.is_object() || !operation.contains("operationId")) continue;
      EXPECT_TRUE(api::action_of(operation.value("x-action", ""))) << operation["operationId"];
    }
  }
}

TEST_F(RoutesTest, answers_follow_their_schema) {
  create("E1");
  const auto file = upload("E1", "证明/1.txt", "可信数据空间");
  upload("E1", "2.pdf", "!corrupt");
  upload("E1", "3.zip", "zip:1.txt=x");
  settled("E1");
  const std::string material = "/api/v1/entries/E1/materials/" + std::to_string(file.id);
  for (const std::string& target :
       {std::string("/api/v1/contest"), std::string("/api/v1/entries"),
        std::string("/api/v1/entries/E1"), std::string("/api/v1/entries/nobody"),
        std::string("/api/v1/entries/E1/findings"), std::string("/api/v1/entries/E1/report"),
        material + "/pages", material + "/pages/1", material + "/pages/2",
        std::string("/api/v1/search?q=%E6%95%B0%E6%8D%AE"), std::string("/api/v1/search"),
        std::string("/api/v1/search?q=x&limit=1000"), std::string("/readyz")}) {
    const Response response = get(target);
    EXPECT_THAT(faults(response), IsEmpty()) << target;
  }
}

TEST_F(RoutesTest, what_was_noticed_in_a_file_is_told_beside_its_pages) {
  create("E1");
  const auto file = upload("E1", "1.txt", "one");
  settled("E1");
  kept_.readings.at(file.sha256).document.observations = {
      {core::ObservationKind::signature_valid, 0, "张三 · 2024-07-09 · issuer not known here"},
      {core::ObservationKind::truncated, 2, ""}};
  const Response response =
      get("/api/v1/entries/E1/materials/" + std::to_string(file.id) + "/pages");
  EXPECT_THAT(faults(response), IsEmpty());
  EXPECT_EQ(
      body_of(response)["observations"],
      (json{{{"kind", "signature_valid"}, {"detail", "张三 · 2024-07-09 · issuer not known here"}},
            {{"kind", "truncated"}, {"page", 2}}}));
}

TEST_F(RoutesTest, a_layer_of_the_sandbox_that_is_missing_is_told_and_the_service_is_ready) {
  const Response response = get("/readyz");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(
      body_of(response)["sandbox"],
      (json{{{"layer", "few_calls"}, {"on", false}, {"detail", "Function not implemented"}}}));
}

TEST_F(RoutesTest, an_entry_is_created_with_its_address) {
  const Response response =
      ask(Method::post, "/api/v1/entries", R"({"entry":"沈 1","applicant":{"name":"甲有限公司"}})");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(*find(response.headers, "location"), "/api/v1/entries/%E6%B2%88%201");
  EXPECT_THAT(faults(response), IsEmpty());
}

TEST_F(RoutesTest, a_wrong_form_is_a_wrong_request) {
  for (const char* form : {"", "{", "[]", R"({"applicant":{}})", R"({"applicant":"x"})"}) {
    const Response response = ask(Method::post, "/api/v1/entries", form);
    EXPECT_EQ(response.status, 400) << form;
    EXPECT_THAT(faults(response), IsEmpty()) << form;
  }
}

TEST_F(RoutesTest, a_number_that_is_taken_is_a_conflict) {
  create("E1");
  EXPECT_EQ(
      ask(Method::post, "/api/v1/entries", R"({"entry":"E1","applicant":{"name":"x"}})").status,
      409);
}

TEST_F(RoutesTest, an_id_number_never_leaves) {
  ask(Method::post, "/api/v1/entries",
      R"({"entry":"E1","applicant":{"name":"甲有限公司"},)"
      R"("team":{"representatives":[{"name":"张三","id_number":"21010119800101001X"}]}})");
  settled("E1");
  for (const char* target :
       {"/api/v1/entries/E1", "/api/v1/entries", "/api/v1/entries/E1/report"}) {
    EXPECT_THAT(std::get<std::string>(get(target).body), Not(HasSubstr("21010119800101001X")));
  }
  EXPECT_EQ(body_of(get("/api/v1/entries/E1"))["form"]["team"]["representatives"][0],
            (json{{"name", "张三"}, {"id_number_masked", "2101**********001X"}}));
}

TEST_F(RoutesTest, a_file_is_received_as_the_body) {
  create("E1");
  const Response response =
      ask(Method::put, "/api/v1/entries/E1/files/%E8%AF%81%E6%98%8E/1.txt", "hello");
  EXPECT_EQ(response.status, 201);
  EXPECT_THAT(faults(response), IsEmpty());
  EXPECT_EQ(body_of(response)["path"], "证明/1.txt");
}

TEST_F(RoutesTest, a_path_that_leads_out_is_refused_before_the_body) {
  create("E1");
  for (const char* path : {"%2E%2E/x", "a/../b", "%2Fetc%2Fpasswd", "a//b"}) {
    const Response response =
        ask(Method::put, std::string("/api/v1/entries/E1/files/") + path, "x");
    EXPECT_EQ(response.status, 400) << path;
  }
}

TEST_F(RoutesTest, a_file_that_is_there_is_not_replaced_against_the_wish) {
  create("E1");
  const std::string target = "/api/v1/entries/E1/files/1.txt";
  EXPECT_EQ(ask(Method::put, target, "one", {{"if-none-match", "*"}}).status, 201);
  EXPECT_EQ(ask(Method::put, target, "two", {{"if-none-match", "*"}}).status, 412);
  EXPECT_EQ(ask(Method::put, target, "two").status, 201);
}

TEST_F(RoutesTest, several_files_are_received_in_one_form) {
  create("E1");
  const std::string body =
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"证明/1.txt\"\r\n\r\none\r\n"
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../2.txt\"\r\n\r\ntwo\r\n"
      "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nthree\r\n--b--\r\n";
  const Response response = ask(Method::post, "/api/v1/entries/E1/files", body,
                                {{"content-type", "multipart/form-data; boundary=b"}});
  EXPECT_EQ(response.status, 201);
  EXPECT_THAT(faults(response), IsEmpty());
  const json received = body_of(response);
  EXPECT_EQ(received["received"][0]["path"], "证明/1.txt");
  EXPECT_EQ(received["refused"][0]["path"], "../2.txt");
}

TEST_F(RoutesTest, a_form_without_files_is_a_wrong_request) {
  create("E1");
  const Headers form = {{"content-type", "multipart/form-data; boundary=b"}};
  EXPECT_EQ(ask(Method::post, "/api/v1/entries/E1/files", "--b--\r\n", form).status, 400);
  EXPECT_EQ(ask(Method::post, "/api/v1/entries/E1/files", "nonsense", form).status, 400);
  EXPECT_EQ(ask(Method::post, "/api/v1/entries/E1/files", "x", {}).status, 400);
  EXPECT_EQ(ask(Method::post, "/api/v1/entries/nobody/files", "--b--\r\n", form).status, 404);
}

TEST_F(RoutesTest, an_original_comes_back_where_it_cannot_run) {
  create("E1");
  const auto file = upload("E1", "证明/1.html", "<script>alert(1)</script>");
  const Response response = get("/api/v1/entries/E1/materials/" + std::to_string(file.id) + "/file",
                                {{"range", "bytes=0-7"}});
  EXPECT_EQ(response.status, 206);
  EXPECT_EQ(*find(response.headers, "content-security-policy"), "default-src 'none'; sandbox");
  EXPECT_THAT(*find(response.headers, "content-disposition"),
              AllOf(HasSubstr("attachment"), HasSubstr("filename*=UTF-8''1.html")));
  EXPECT_EQ(*find(response.headers, "etag"), "\"" + file.sha256.hex() + "\"");
}

TEST_F(RoutesTest, a_picture_is_kept_for_good_by_the_browser) {
  create("E1");
  const auto file = upload("E1", "1.txt", "one");
  settled("E1");
  const std::string page = "/api/v1/entries/E1/materials/" + std::to_string(file.id) + "/pages/1";
  const Response response = get(page + "/image?width=600");
  EXPECT_EQ(*find(response.headers, "content-type"), "image/jpeg");
  EXPECT_THAT(*find(response.headers, "cache-control"), HasSubstr("immutable"));
  EXPECT_EQ(get(page + "/image?width=9999").status, 400);
}

TEST_F(RoutesTest, a_material_is_taken_out) {
  create("E1");
  const auto file = upload("E1", "1.txt", "one");
  const std::string target = "/api/v1/entries/E1/materials/" + std::to_string(file.id);
  EXPECT_EQ(ask(Method::del, target).status, 204);
  EXPECT_EQ(ask(Method::del, target).status, 404);
  EXPECT_EQ(ask(Method::del, "/api/v1/entries/E1/materials/x").status, 404);
}

class EventsTest : public RoutesTest {
 protected:
  std::unique_ptr<EventStream> listen(Headers headers) {
    Response response = get("/api/v1/entries/E1/events", std::move(headers));
    auto stream = std::move(std::get<std::unique_ptr<EventStream>>(response.body));
    stream->on_ready([] {});
    return stream;
  }
};

TEST_F(EventsTest, who_comes_back_hears_what_was_missed) {
  create("E1");
  upload("E1", "1.txt", "one");
  settled("E1");
  const std::string text = *listen({{"last-event-id", "1"}})->next();
  EXPECT_THAT(text,
              AllOf(HasSubstr("event: material.received\n"), HasSubstr("event: material.done\n"),
                    HasSubstr("event: entry.checked\n")));
  EXPECT_THAT(text, Not(HasSubstr("event: entry.created\n")));
}

TEST_F(EventsTest, who_comes_first_hears_what_comes) {
  create("E1");
  settled("E1");
  const auto stream = listen({});
  EXPECT_THAT(*stream->next(), Not(HasSubstr("event:")));
  upload("E1", "1.txt", "one");
  settled("E1");
  const std::string text = *stream->next();
  EXPECT_LT(text.find("event: material.progress\n"), text.find("event: material.done\n"));
  EXPECT_EQ(*stream->next(), "");
}

TEST_F(EventsTest, every_event_follows_its_schema) {
  create("E1");
  const auto stream = listen({{"last-event-id", "0"}});
  upload("E1", "1.txt", "one");
  upload("E1", "2.txt", "!corrupt");
  settled("E1");
  std::istringstream lines(*stream->next());
  int events = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("data: ")) continue;
    ++events;
    EXPECT_THAT(SchemaCheck(description_)
                    .faults(description_["components"]["schemas"]["EntryEvent"],
                            json::parse(line.substr(6))),
                IsEmpty())
        << line;
  }
  EXPECT_GE(events, 6);
}

}  // namespace
}  // namespace jianzhen::http
