// Every operation of openapi.yaml × everybody × an entry of their own (or assigned) and another
// one: what the table of api/access.cc does not grant is refused, and nothing that is answered
// tells of an entry that may not be seen. Made from the description, so that no operation can be
// forgotten.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/http/routes_fixture.h"

namespace jianzhen::http {
namespace {

using api::Action;
using api::EntryKey;
using api::Principal;
using api::Reach;
using api::Role;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kPassword = "一句不短的口令 42";

struct Person {
  std::string name;
  Role role = Role::nobody;
  bool declared = false;  // of the entry in their track, that there is no conflict
  Headers headers;
};

struct Operated {
  Method method;
  std::string path;
  std::string id;
  Action action;
};

class AccessMatrix : public RoutesTest {
 protected:
  const EntryKey near_{"LN-NEAR", "工业制造"};
  const EntryKey far_{"LN-FAR", "金融服务"};

  void SetUp() override {
    RoutesTest::SetUp();
    make_entry(near_, "近处");
    make_entry(far_, "远处");
    wait_for_shared_finding();
    add("root", Role::administrator);
    add("sun", Role::supervisor);
    add("he", Role::verifier);
    add("li", Role::judge, true);
    add("wang", Role::judge);
    add("shen", Role::submitter);
    people_.push_back({"nobody", Role::nobody, false, {}});
  }

  // Its form, the name and the words of its file all hold the mark.
  void make_entry(const EntryKey& key, const std::string& mark) {
    const json form = {{"entry", key.id},
                       {"applicant", {{"name", mark + "单位有限公司"}}},
                       {"project", {{"name", mark + "项目"}, {"track", key.track}, {"topic", 1}}}};
    forms_[key.id] = form.dump();
    ASSERT_TRUE(service_->create(forms_[key.id]));
    materials_[key.id] = upload(key.id, mark + "文件.txt", "可信数据空间 " + mark + "机密").id;
    upload(key.id, "共用.txt", "两个项目都有的同一份材料");
    settled(key.id);
  }

  // What shows only between the two must not tell one of the other.
  void wait_for_shared_finding() {
    ASSERT_TRUE(service_->replace(near_.id, forms_[near_.id]));  // checked again, beside the other
    for (int i = 0; i < 6000; ++i) {
      const auto report = service_->report(near_.id);
      for (const core::Finding& finding : (*report)->findings) {
        if (finding.other_entry == far_.id) return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    FAIL() << "the entries share a file, and no check says so";
  }

  void add(const std::string& name, Role role, bool declared = false) {
    store::Account account;
    account.name = name;
    account.title = "某人";
    account.role = word(role);
    if (role == Role::judge || role == Role::verifier) account.tracks = {near_.track};
    if (role == Role::submitter) account.entries = {near_.id};
    const auto added = service_->accounts().add(account, api::local_principal());
    ASSERT_TRUE(added) << added.error().message.en;
    ASSERT_TRUE(service_->accounts().set_password(added->id, kPassword, api::local_principal()));
    people_.push_back({name, role, declared, log_in(name)});
    if (!declared) return;
    EXPECT_EQ(ask(Method::post, "/api/v1/recusals",
                  json{{"declarations", {{{"entry", near_.id}, {"conflict", false}}}}}.dump(),
                  people_.back().headers)
                  .status,
              201);
  }

  Headers log_in(const std::string& name) {
    const Response response =
        ask(Method::post, "/api/v1/session", json{{"name", name}, {"password", kPassword}}.dump());
    const std::string cookie = *find(response.headers, "set-cookie");
    return {{"cookie", cookie.substr(0, cookie.find(';'))},
            {"x-csrf-token", body_of(response)["csrf"]}};
  }

  std::vector<Operated> operations() const {
    std::vector<Operated> all;
    for (const auto& [path, item] : description_["paths"].items()) {
      const std::string root = item.contains("servers") ? "" : "/api/v1";
      for (const auto& [method, operation] : item.items()) {
        if (!operation.is_object() || !operation.contains("operationId")) continue;
        std::string upper = method;
        for (char& c : upper) c = static_cast<char>(std::toupper(c));
        all.push_back({*method_of(upper), root + path, operation["operationId"],
                       *api::action_of(operation["x-action"].get<std::string>())});
      }
    }
    return all;
  }

  static bool about_an_entry(const Operated& operation) {
    return operation.path.find("{id}") != std::string::npos;
  }

  std::string address(const Operated& operation, const EntryKey& entry) const {
    // What changes something is aimed at nothing, so that it leaves the rest of the table alone.
    const bool reads = operation.method == Method::get;
    const std::string material = reads ? std::to_string(materials_.at(entry.id)) : "999999";
    std::string target = operation.path;
    for (const auto& [hole, value] : std::map<std::string, std::string>{{"{id}", entry.id},
                                                                        {"{mid}", material},
                                                                        {"{n}", "1"},
                                                                        {"{path}", "x.txt"},
                                                                        {"{account}", "999999"},
                                                                        {"{token}", "999999"},
                                                                        {"{import}", "entries"},
                                                                        {"{note}", "999999"},
                                                                        {"{mail}", "999999"},
                                                                        {"{webhook}", "999999"},
                                                                        {"{collection}", "x"},
                                                                        {"{upload}", "none"}}) {
      const std::size_t at = target.find(hole);
      if (at != std::string::npos) target.replace(at, hole.size(), value);
    }
    if (operation.id == "search") target += "?q=%E5%8F%AF%E4%BF%A1&limit=100";  // 可信
    return target;
  }

  Response ask_as(const Person& person, const Operated& operation, const EntryKey& entry) {
    Headers headers = person.headers;
    headers.emplace_back("tus-resumable", "1.0.0");
    headers.emplace_back("last-event-id", "0");
    headers.emplace_back("content-type", "multipart/form-data; boundary=b");
    return ask(operation.method, address(operation, entry), "{}", std::move(headers));
  }

  // What of the answer a person gets to read.
  static std::string words_of(Response& response) {
    if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
    if (auto* stream = std::get_if<std::unique_ptr<EventStream>>(&response.body)) {
      (*stream)->on_ready([] {});
      return (*stream)->next().value_or("");
    }
    auto* file = std::get_if<FileBody>(&response.body);
    if (file == nullptr) return {};
    std::string bytes(file->size(), '\0');
    EXPECT_TRUE(file->read(bytes));
    return bytes;
  }

  // Whether the table grants it; of the far entry nothing is anybody's but who reaches all.
  bool granted(const Person& person, const Operated& operation, bool is_near) const {
    const Reach reach = api::reach(person.role, operation.action);
    if (reach == Reach::none || reach == Reach::all || !about_an_entry(operation)) {
      return reach != Reach::none;
    }
    return is_near && (reach != Reach::cleared || person.declared);
  }

  bool sees_far(const Person& person) const {
    return api::reach(person.role, Action::entry_title) == Reach::all;
  }

  std::vector<Person> people_;
  std::map<std::string, std::string> forms_;
  std::map<std::string, std::int64_t> materials_;
};

TEST_F(AccessMatrix, only_what_the_table_grants_is_done) {
  for (Person& person : people_) {
    for (const Operated& operation : operations()) {
      for (const EntryKey* entry : {&near_, &far_}) {
        const Response response = ask_as(person, operation, *entry);
        const std::string what = person.name + " " + std::string(word(person.role)) + " " +
                                 operation.id + " " + entry->id;
        const bool denied =
            response.status == 401 || response.status == 403 ||
            (response.status == 404 &&
             body_of(response)["message"]["zh"] == store::no_such_entry(entry->id).message.zh);
        EXPECT_EQ(!denied, granted(person, operation, entry == &near_)) << what << response.status;
        EXPECT_LT(response.status, 500) << what;
        if (operation.id == "logOut" && !denied) person.headers = log_in(person.name);
      }
    }
  }
}

TEST_F(AccessMatrix, no_answer_tells_of_an_entry_that_may_not_be_seen) {
  const std::string concerned = std::string("event: ") + api::kEntryConcerned;
  for (const Person& person : people_) {
    if (sees_far(person)) continue;
    for (const Operated& operation : operations()) {
      if (operation.method != Method::get) continue;
      Response response = ask_as(person, operation, near_);
      if (response.status >= 400) continue;
      const std::string words = words_of(response);
      EXPECT_THAT(words, Not(HasSubstr("远处"))) << person.name << " " << operation.id;
      EXPECT_THAT(words, Not(HasSubstr(far_.id))) << person.name << " " << operation.id;
      EXPECT_THAT(words, Not(HasSubstr(concerned))) << person.name << " " << operation.id;
    }
  }
}

TEST_F(AccessMatrix, before_recusal_a_judge_sees_titles_alone) {
  for (const Person& person : people_) {
    if (person.role != Role::judge || person.declared) continue;
    for (const Operated& operation : operations()) {
      if (operation.method != Method::get) continue;
      Response response = ask_as(person, operation, near_);
      if (response.status >= 400) continue;
      const std::string words = words_of(response);
      EXPECT_THAT(words, Not(HasSubstr("机密"))) << operation.id;
      EXPECT_THAT(words, Not(HasSubstr("近处文件"))) << operation.id;
    }
  }
}

TEST_F(AccessMatrix, a_search_counts_only_what_may_be_seen) {
  for (const Person& person : people_) {
    const Response response = get("/api/v1/search?q=%E5%8F%AF%E4%BF%A1", person.headers);
    if (response.status != 200) continue;
    const bool sees_near = person.role != Role::judge || person.declared;
    const int expected = sees_far(person) ? 2 : sees_near ? 1 : 0;
    EXPECT_EQ(body_of(response)["total"], expected) << person.name;
    EXPECT_EQ(body_of(response)["hits"].size(), expected) << person.name;
  }
}

TEST_F(AccessMatrix, findings_between_entries_are_counted_for_who_sees_both) {
  for (const Person& person : people_) {
    const Response response = get("/api/v1/entries/LN-NEAR/findings", person.headers);
    if (response.status != 200) continue;
    EXPECT_EQ(std::get<std::string>(response.body).find("cross.same_material") != std::string::npos,
              sees_far(person))
        << person.name;
  }
}

TEST_F(AccessMatrix, the_queue_tells_no_submitter_of_finalists) {
  ASSERT_TRUE(service_->import(api::ImportKind::finalists, "项目编号\nLN-NEAR\n", true,
                               api::local_principal()));
  for (const Person& person : people_) {
    const Response response = get("/api/v1/review/queue?finalists=true", person.headers);
    if (response.status != 200) continue;
    const bool knows =
        person.role != Role::submitter && (person.role != Role::judge || person.declared);
    EXPECT_EQ(body_of(response)["total"] > 0, knows) << person.name;
    EXPECT_EQ(body_of(response)["counts"]["finalists"] > 0, knows) << person.name;
  }
}

TEST_F(AccessMatrix, nobody_but_who_wrote_it_reads_a_note) {
  constexpr const char* kWords = "只写给自己看";
  add("zhao", Role::judge, true);  // of the same track
  const Person& writer = people_[3];
  ASSERT_EQ(writer.name, "li");
  const Response written =
      ask(Method::post, "/api/v1/entries/LN-NEAR/notes",
          json{{"text", kWords}, {"collection", kWords}}.dump(), writer.headers);
  ASSERT_EQ(written.status, 201);
  const std::string note = "/api/v1/notes/" + body_of(written)["id"].dump();
  std::size_t read = 0;
  for (const Person& person : people_) {
    const bool own = person.name == writer.name;
    for (const Operated& operation : operations()) {
      if (operation.method != Method::get) continue;
      Response response = ask_as(person, operation, near_);
      const bool told = words_of(response).find(kWords) != std::string::npos;
      EXPECT_TRUE(own || !told) << person.name << " " << operation.id;
      read += told ? 1 : 0;
    }
    if (own) continue;
    Headers headers = person.headers;
    headers.emplace_back("if-match", "\"1\"");
    const auto change = json{{"text", "改"}, {"collection", ""}}.dump();
    EXPECT_THAT(ask(Method::put, note, change, headers).status, testing::AnyOf(401, 403, 404));
    EXPECT_THAT(ask(Method::del, note, {}, headers).status, testing::AnyOf(401, 403, 404));
  }
  EXPECT_EQ(read, 1);
}

TEST_F(AccessMatrix, a_note_on_an_entry_goes_out_of_sight_with_it) {
  const Person& judge = people_[3];
  ASSERT_EQ(ask(Method::post, "/api/v1/entries/LN-NEAR/notes", R"({"text":"记下"})", judge.headers)
                .status,
            201);
  const auto conflict =
      json{{"declarations", {{{"entry", near_.id}, {"conflict", true}, {"reason", "同事"}}}}};
  ASSERT_EQ(ask(Method::post, "/api/v1/recusals", conflict.dump(), judge.headers).status, 201);
  EXPECT_TRUE(body_of(get("/api/v1/notes", judge.headers))["notes"].empty());
}

TEST_F(AccessMatrix, a_stream_ends_with_the_session) {
  Person& submitter = people_[5];
  ASSERT_EQ(submitter.role, Role::submitter);
  Response response = get("/api/v1/entries/LN-NEAR/events", submitter.headers);
  auto& stream = std::get<std::unique_ptr<EventStream>>(response.body);
  stream->on_ready([] {});
  EXPECT_TRUE(stream->next());
  EXPECT_EQ(ask(Method::del, "/api/v1/session", {}, submitter.headers).status, 204);
  EXPECT_FALSE(stream->next());
}

TEST_F(AccessMatrix, every_reading_of_a_material_is_in_the_audit_trail) {
  std::size_t seen = 0;
  for (const Person& person : people_) {
    if (person.role == Role::nobody || (person.role == Role::judge && !person.declared)) continue;
    for (const Operated& operation : operations()) {
      if (operation.action != Action::material_read) continue;
      if (ask_as(person, operation, near_).status != 200) continue;
      const std::string actor = [&] {
        const auto accounts = *service_->accounts().accounts();
        for (const auto& account : accounts) {
          if (account.name == person.name) return account.actor();
        }
        return std::string();
      }();
      const auto events = service_->audit({actor, near_.id, "material.seen"}, 0, 100);
      EXPECT_FALSE(events->empty()) << person.name << " " << operation.id;
      ++seen;
    }
  }
  EXPECT_GE(seen, 25);  // five operations, five people
}

}  // namespace
}  // namespace jianzhen::http
