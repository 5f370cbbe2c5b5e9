#include "store/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "store/test_database.h"

namespace jianzhen::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

core::Entry entry_of(const std::string& id) {
  core::Entry entry;
  entry.id = id;
  entry.applicant.name = "沈阳示例科技有限公司";
  entry.applicant.former_names = {"沈阳旧名科技有限公司"};
  entry.representatives = {{"张三", "210100199001010000"}};
  entry.project = {"示例项目", "工业制造", 2};
  return entry;
}

StoredMaterial file_of(const std::string& entry, const std::string& path, char digit = 'a') {
  StoredMaterial material;
  material.entry = entry;
  material.path = path;
  material.sha256 = *core::Digest::from_hex(std::string(64, digit));
  material.bytes = 5'000'000'000;  // more than 32 bits
  return material;
}

class CatalogueTest : public EachEngine {
 protected:
  void SetUp() override {
    EachEngine::SetUp();
    if (!IsSkipped()) open();
  }

  void TearDown() override {
    catalogue_.reset();
    EachEngine::TearDown();
  }

  void open() {
    auto opened = Catalogue::open(connection_);
    ASSERT_TRUE(opened) << opened.error().detail;
    catalogue_ = std::move(*opened);
  }

  StoredMaterial add(const std::string& path, char digit = 'a', std::int64_t parent = 0) {
    StoredMaterial material = file_of("LN-1", path, digit);
    material.parent = parent;
    return catalogue_->add_material(material).value();
  }

  std::vector<std::string> paths() {
    std::vector<std::string> paths;
    const auto materials = catalogue_->materials("LN-1").value();
    for (const StoredMaterial& material : materials) paths.push_back(material.path);
    return paths;
  }

  std::vector<std::string> event_types() {
    std::vector<std::string> types;
    const auto events = catalogue_->events("", 0, 1000).value();
    for (const Event& event : events) types.push_back(event.type);
    return types;
  }

  std::unique_ptr<Catalogue> catalogue_;
};

INSTANTIATE_TEST_SUITE_P(Engines, CatalogueTest, each_engine(), engine_name);

TEST_P(CatalogueTest, an_entry_s_form_comes_back_and_is_replaced) {
  core::Entry entry = entry_of("LN-1");
  ASSERT_TRUE(catalogue_->put_entry(entry));
  EXPECT_EQ(catalogue_->entry("LN-1"), entry);
  entry.project.name = "改名";
  ASSERT_TRUE(catalogue_->put_entry(entry));
  open();
  EXPECT_EQ(catalogue_->entry("LN-1"), entry);
  EXPECT_THAT(event_types(), ElementsAre("entry.created", "entry.changed"));
}

TEST_P(CatalogueTest, the_same_form_again_is_no_event) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  EXPECT_THAT(event_types(), ElementsAre("entry.created"));
}

TEST_P(CatalogueTest, entries_come_by_their_id) {
  for (const char* id : {"b", "B", "a", "项目"}) {
    ASSERT_TRUE(catalogue_->put_entry(entry_of(id)));
  }
  std::vector<std::string> ids;
  const auto entries = catalogue_->entries().value();
  for (const core::Entry& entry : entries) ids.push_back(entry.id);
  EXPECT_THAT(ids, ElementsAre("B", "a", "b", "项目"));
}

TEST_P(CatalogueTest, an_unknown_entry_is_not_found) {
  EXPECT_EQ(catalogue_->entry("nobody").error().code, core::ErrorCode::not_found);
  EXPECT_EQ(catalogue_->add_material(file_of("nobody", "1.pdf")).error().code,
            core::ErrorCode::not_found);
}

TEST_P(CatalogueTest, a_material_and_its_event_are_written_together) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  const StoredMaterial added = add("证明材料/1.pdf");
  const StoredMaterial kept = catalogue_->material(added.id).value();
  EXPECT_EQ(kept.path, "证明材料/1.pdf");
  EXPECT_EQ(kept.sha256, added.sha256);
  EXPECT_EQ(kept.bytes, 5'000'000'000U);
  EXPECT_EQ(kept.state, MaterialState::received);
  const Event event = catalogue_->events("LN-1", 1, 10).value().at(0);
  EXPECT_EQ(event.type, "material.received");
  EXPECT_THAT(event.data_json, HasSubstr(added.sha256.hex()));
}

TEST_P(CatalogueTest, a_refused_material_leaves_no_gap_among_the_events) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  EXPECT_FALSE(catalogue_->add_material(file_of("nobody", "1.pdf")));
  EXPECT_EQ(catalogue_->append_event("", "service.started", "{}").value().seq, 2);
}

TEST_P(CatalogueTest, members_stand_right_after_their_archive) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  const auto archive = add("资料.zip");
  add("资料.zip-旧");
  add("资料.zip/2.pdf", 'b', archive.id);
  add("0.pdf");
  EXPECT_THAT(paths(), ElementsAre("0.pdf", "资料.zip", "资料.zip/2.pdf", "资料.zip-旧"));
}

TEST_P(CatalogueTest, what_was_replaced_at_a_path_is_told_newest_first) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  const auto first = add("申报书.pdf", 'a');
  const auto second = add("申报书.pdf", 'b');
  add("申报书.pdf", 'c');
  add("旧.pdf", 'd');
  ASSERT_TRUE(catalogue_->remove_material(add("旧.pdf", 'e').id));
  const auto replaced = catalogue_->replaced("LN-1").value();
  ASSERT_EQ(replaced.size(), 2U);
  EXPECT_EQ(replaced[0].id, second.id);
  EXPECT_EQ(replaced[1].id, first.id);
}

TEST_P(CatalogueTest, other_bytes_at_a_path_replace_the_material_and_its_members) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  const auto before = add("资料.zip", 'a');
  add("资料.zip/1.pdf", 'b', before.id);
  const auto after = add("资料.zip", 'c');
  EXPECT_NE(after.id, before.id);
  EXPECT_THAT(paths(), ElementsAre("资料.zip"));
  EXPECT_EQ(catalogue_->material(before.id).error().code, core::ErrorCode::not_found);
  EXPECT_EQ(catalogue_->known_blobs().value().size(), 3U);  // a replaced blob stays known
}

TEST_P(CatalogueTest, the_same_bytes_at_a_path_again_are_the_same_material) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  const auto first = add("1.pdf");
  EXPECT_EQ(add("1.pdf").id, first.id);
  EXPECT_THAT(event_types(), ElementsAre("entry.created", "material.received"));
}

TEST_P(CatalogueTest, a_removed_material_is_gone_from_the_list_but_not_from_the_events) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  const auto material = add("1.pdf");
  ASSERT_TRUE(catalogue_->remove_material(material.id));
  EXPECT_TRUE(paths().empty());
  EXPECT_EQ(catalogue_->remove_material(material.id).error().code, core::ErrorCode::not_found);
  EXPECT_THAT(event_types(), ElementsAre("entry.created", "material.received", "material.removed"));
  EXPECT_GT(add("1.pdf").id, material.id);
}

TEST_P(CatalogueTest, what_was_not_finished_is_found_after_a_restart) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  const auto received = add("1.pdf", '1');
  const auto halfway = add("2.pdf", '2');
  const auto done = add("3.pdf", '3');
  const auto failed = add("4.pdf", '4');
  ASSERT_TRUE(catalogue_->set_progress(halfway.id, MaterialState::processing, 2, 60));
  ASSERT_TRUE(catalogue_->set_progress(done.id, MaterialState::done, 1, 1));
  ASSERT_TRUE(catalogue_->set_progress(failed.id, MaterialState::failed, 0, 0));
  open();
  const auto left = catalogue_->unfinished().value();
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[0].id, received.id);
  EXPECT_EQ(left[1].id, halfway.id);
  EXPECT_EQ(left[1].pages_done, 2);
  EXPECT_EQ(left[1].pages_total, 60);
}

TEST_P(CatalogueTest, a_report_comes_back_equal_and_tells_each_material_its_result) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  const auto stored = add("1.pdf");
  core::CheckReport report;
  report.entry = "LN-1";
  report.applicant = {"沈阳示例科技有限公司", ""};
  report.materials.resize(1);
  report.materials[0].path = "1.pdf";
  report.materials[0].sha256 = stored.sha256;
  report.materials[0].media_type = "application/pdf";
  report.findings.resize(1);
  report.findings[0].code = "owner.branch";
  report.findings[0].clause = "六（三）2";
  report.findings[0].evidence = "沈阳示例科技有限公司大连分公司";
  report.findings[0].place.box = core::Box{0.1, 1.0 / 3, 0.5, 2.0 / 3};
  ASSERT_TRUE(catalogue_->put_report(report));
  EXPECT_EQ(catalogue_->report("LN-1").value(), report);
  const auto kept = catalogue_->material(stored.id).value();
  EXPECT_EQ(kept.result_json, core::material_json(report.materials[0]));
  EXPECT_EQ(kept.media_type, "application/pdf");
}

TEST_P(CatalogueTest, a_finding_without_evidence_cannot_be_stored) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  core::CheckReport report;
  report.entry = "LN-1";
  ASSERT_TRUE(catalogue_->put_report(report));
  core::CheckReport bare = report;
  bare.findings.resize(1);
  bare.findings[0].code = "owner.branch";
  bare.findings[0].clause = "六（三）2";
  for (const char* nothing : {"", "  "}) {
    bare.findings[0].evidence = nothing;
    EXPECT_FALSE(catalogue_->put_report(bare));
  }
  EXPECT_EQ(catalogue_->report("LN-1").value(), report);  // the one before stands
}

TEST_P(CatalogueTest, facts_of_another_version_are_none) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  ASSERT_TRUE(catalogue_->put_facts("LN-1", 1, "{\"a\":\"甲\"}"));
  EXPECT_EQ(catalogue_->facts("LN-1", 1).value(), "{\"a\":\"甲\"}");
  EXPECT_EQ(catalogue_->facts("LN-1", 2).value(), std::nullopt);
  ASSERT_TRUE(catalogue_->put_facts("LN-1", 2, "{}"));
  EXPECT_EQ(catalogue_->facts("LN-1", 2).value(), "{}");
}

TEST_P(CatalogueTest, before_the_first_check_there_is_no_report) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  EXPECT_EQ(catalogue_->report("LN-1").value(), std::nullopt);
}

TEST_P(CatalogueTest, events_are_read_on_from_where_a_client_left_off) {
  for (const char* entry : {"LN-1", "LN-2", "LN-1", "LN-1"}) {
    ASSERT_TRUE(catalogue_->append_event(entry, "note", R"({"a":"':x'"})"));
  }
  EXPECT_EQ(catalogue_->last_event("").value(), 4);
  EXPECT_EQ(catalogue_->last_event("LN-2").value(), 2);
  EXPECT_EQ(catalogue_->last_event("nobody").value(), 0);
  const auto events = catalogue_->events("LN-1", 1, 1).value();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].seq, 3);
  EXPECT_EQ(events[0].data_json, R"({"a":"':x'"})");
}

TEST_P(CatalogueTest, nobody_changes_drops_or_slips_in_an_event) {
  ASSERT_TRUE(catalogue_->append_event("", "note", "{}"));
  const std::string values = "(seq, at, entry, type, data) VALUES (";
  for (const std::string& statement :
       {std::string("UPDATE event SET type = 'x'"), std::string("DELETE FROM event"),
        "INSERT INTO event " + values + "3, '', '', '', '')",
        "INSERT INTO event " + values + "1, '', '', '', '')"}) {
    EXPECT_THAT(try_sql(statement), HasSubstr("append-only")) << statement;
  }
  EXPECT_EQ(catalogue_->events("", 0, 10).value().size(), 1U);
}

TEST_P(CatalogueTest, numbers_have_no_gaps_where_many_write_at_once) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  auto second = Catalogue::open(connection_).value();  // as another process would
  std::atomic<int> failed = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 6; ++thread) {
      threads.emplace_back([&, thread] {
        Catalogue& mine = thread % 2 == 0 ? *catalogue_ : *second;
        for (int i = 0; i < 10; ++i) {
          const std::string path = std::to_string(thread) + "-" + std::to_string(i);
          if (!mine.add_material(file_of("LN-1", path))) ++failed;
          if (mine.add_material(file_of("nobody", path))) ++failed;
        }
      });
    }
  }
  EXPECT_EQ(failed, 0);
  std::int64_t expected = 0;
  const auto events = catalogue_->events("", 0, 1000).value();
  for (const Event& event : events) {
    EXPECT_EQ(event.seq, ++expected);
  }
  EXPECT_EQ(expected, 61);
}

TEST_P(CatalogueTest, names_that_cannot_be_stored_are_refused) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  for (const std::string& path : {std::string("a\0b", 3), std::string("\xff.pdf")}) {
    EXPECT_EQ(catalogue_->add_material(file_of("LN-1", path)).error().code, core::ErrorCode::usage);
  }
  core::Entry entry = entry_of("LN-1");
  entry.applicant.name = "\xff";
  EXPECT_EQ(catalogue_->put_entry(entry).error().code, core::ErrorCode::usage);
}

TEST_P(CatalogueTest, an_entry_is_a_draft_until_it_is_submitted) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1")));
  EXPECT_FALSE(catalogue_->submission("LN-1").value());
  const Submission given = catalogue_->submit("LN-1", R"({"digest":"d"})", "A1").value();
  const auto kept = catalogue_->submission("LN-1").value();
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->submitted_at, given.submitted_at);
  EXPECT_EQ(kept->receipt_json, R"({"digest":"d"})");
  EXPECT_EQ(catalogue_->submit("LN-1", "{}", "A1").error().code, core::ErrorCode::conflict);
  EXPECT_THAT(*catalogue_->submitted(), ElementsAre("LN-1"));
  ASSERT_TRUE(catalogue_->withdraw("LN-1", "A1"));
  EXPECT_TRUE(catalogue_->submitted()->empty());
  EXPECT_EQ(catalogue_->withdraw("LN-1", "A1").error().code, core::ErrorCode::conflict);
  EXPECT_THAT(event_types(), ElementsAre("entry.created", "entry.submitted", "entry.withdrawn"));
}

TEST_P(CatalogueTest, events_are_found_by_who_and_what_newest_first) {
  ASSERT_TRUE(catalogue_->put_entry(entry_of("LN-1"), "A1"));
  ASSERT_TRUE(catalogue_->append_event({0, {}, {}, "material.seen", "{}", "A2", "LN-1"}));
  ASSERT_TRUE(catalogue_->append_event("LN-2", "material.done", "{}"));
  const auto types = [&](const EventFilter& filter, std::int64_t before = 0) {
    std::vector<std::string> found;
    const auto events = catalogue_->events_back(filter, before, 10).value();
    for (const Event& event : events) found.push_back(event.type);
    return found;
  };
  EXPECT_THAT(types({}), ElementsAre("material.done", "material.seen", "entry.created"));
  EXPECT_THAT(types({}, 2), ElementsAre("entry.created"));
  EXPECT_THAT(types({"A2", "", ""}), ElementsAre("material.seen"));
  EXPECT_THAT(types({"", "LN-1", ""}), ElementsAre("material.seen", "entry.created"));
  EXPECT_THAT(types({"", "", "material."}), ElementsAre("material.done", "material.seen"));
  EXPECT_THAT(types({"A1", "LN-1", "entry.created"}), ElementsAre("entry.created"));
}

TEST_P(CatalogueTest, what_an_older_catalogue_lacks_is_told_and_not_applied) {
  EXPECT_TRUE(lacking_migrations(connection_).value().empty());
  ASSERT_EQ(try_sql("DELETE FROM migration WHERE version > 7"), "");
  for (int asked = 0; asked < 2; ++asked) {
    const auto lacking = lacking_migrations(connection_);
    ASSERT_TRUE(lacking);
    ASSERT_GE(lacking->size(), 2U);
    EXPECT_EQ(lacking->at(0).version, 8);
    EXPECT_EQ(lacking->at(0).name, "second_factor");
    EXPECT_EQ(lacking->at(1).version, 9);
  }
}

TEST_P(CatalogueTest, a_newer_catalogue_is_refused) {
  catalogue_.reset();
  ASSERT_EQ(try_sql("INSERT INTO migration (version, name, applied_at) VALUES (999, 'later', '')"),
            "");
  const auto opened = Catalogue::open(connection_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, core::ErrorCode::conflict);
  EXPECT_THAT(opened.error().message.en, HasSubstr("999"));
}

TEST(Catalogue, a_file_that_is_no_database_is_refused_untouched) {
  const ScratchFolder scratch;
  const auto file = scratch.file("catalogue.sqlite", std::string(4096, 'x'));
  const auto opened = Catalogue::open("sqlite3://" + file.string());
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message.zh, HasSubstr(file.string()));
  EXPECT_EQ(content_of(file), std::string(4096, 'x'));
}

TEST(Catalogue, another_connection_string_is_a_usage_error) {
  EXPECT_EQ(Catalogue::open("mysql://x").error().code, core::ErrorCode::usage);
}

TEST(Catalogue, a_password_is_not_in_the_message) {
  for (const char* connection : {"postgresql://u:secret@127.0.0.1:1/d",
                                 "postgresql://host=127.0.0.1 port=1 password=secret"}) {
    const auto opened = Catalogue::open(connection);
    ASSERT_FALSE(opened);
    EXPECT_EQ(
        (opened.error().message.zh + opened.error().detail + opened.error().source).find("secret"),
        std::string::npos);
  }
}

}  // namespace
}  // namespace jianzhen::store
