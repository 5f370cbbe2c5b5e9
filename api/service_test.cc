#include "api/service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/service_fixture.h"
#include "core/text.h"
#include "store/sqlite.h"

namespace jianzhen::api {
namespace {

using core::ErrorCode;
using store::MaterialState;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class ServiceTest : public ServiceFixture {
 protected:
  std::vector<std::string> paths(const EntryState& state) {
    std::vector<std::string> all;
    for (const auto& material : state.materials) all.push_back(material.path);
    return all;
  }
  std::size_t hits(const std::string& words) {
    const auto answer = service_->search({words, 10, ""});
    return answer ? answer->hits.size() : 0;
  }
  bool told(const core::CheckReport& report, const std::string& code) {
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [&](const auto& finding) { return finding.code == code; });
  }
  bool has(const EntryState& state, const std::string& code) {
    return state.report && told(*state.report, code);
  }
  void wait_until(const std::function<bool()>& done) {
    for (int i = 0; i < 1500 && !done(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_TRUE(done());
  }
};

TEST_F(ServiceTest, gives_numbers_in_order) {
  const std::string form = R"({"applicant":{"name":"沈阳示例科技有限公司"}})";
  const auto first = service_->create(form);
  const auto second = service_->create(form);
  ASSERT_TRUE(first && second);
  EXPECT_THAT(first->entry.id, testing::EndsWith("-0001"));
  EXPECT_THAT(second->entry.id, testing::EndsWith("-0002"));
}

TEST_F(ServiceTest, gives_no_number_twice) {
  create("E1");
  const auto again = service_->create(R"({"entry":"E1","applicant":{"name":"甲有限公司"}})");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(ServiceTest, takes_no_number_that_would_be_a_path) {
  for (const char* id : {"a/b", "a\\\\b", "..", "a\\u0001"}) {
    const auto state = service_->create(std::string(R"({"entry":")") + id +
                                        R"(","applicant":{"name":"甲有限公司"}})");
    ASSERT_FALSE(state) << id;
    EXPECT_EQ(state.error().code, ErrorCode::usage) << id;
  }
}

TEST_F(ServiceTest, keeps_an_id_number_that_is_not_sent_again) {
  const std::string person = R"({"name":"张三","id_number":"21010119800101001X"})";
  const auto form = [](const std::string& people) {
    return R"({"entry":"E1","applicant":{"name":"甲有限公司"},"team":{"representatives":[)" +
           people + "]}}";
  };
  ASSERT_TRUE(service_->create(form(person)));
  ASSERT_TRUE(service_->replace("E1", form(R"({"name":"张三"},{"name":"李四"})")));
  const auto people = service_->entry("E1")->entry.representatives;
  EXPECT_EQ(people[0].id_number, "21010119800101001X");
  EXPECT_EQ(people[1].id_number, "");
}

TEST_F(ServiceTest, checks_an_entry_before_any_file_came) {
  create("E1");
  EXPECT_TRUE(has(settled("E1"), "material.missing"));
}

TEST_F(ServiceTest, a_file_is_on_disk_and_recorded_before_it_is_answered) {
  create("E1");
  const auto material = upload("E1", "证明材料/1.txt", "hello");
  const auto original = service_->original("E1", material.id);
  ASSERT_TRUE(original);
  EXPECT_EQ(std::filesystem::file_size(original->file), 5U);
  EXPECT_THAT(event_types("E1"), Contains("material.received"));
}

TEST_F(ServiceTest, a_file_is_read_checked_and_found) {
  create("E1");
  const auto material = upload("E1", "1.txt", "可信数据空间");
  const EntryState state = settled("E1");
  EXPECT_EQ(state.materials[0].state, MaterialState::done);
  EXPECT_EQ(state.materials[0].pages_done, 1);
  EXPECT_EQ(state.report->materials[0].path, "1.txt");
  EXPECT_EQ(service_->page("E1", material.id, 1)->lines[0].text, "可信数据空间");
  EXPECT_EQ(hits("数据空间"), 1U);
}

TEST_F(ServiceTest, a_paper_waits_for_no_film) {
  create("E1");
  reader_->hold_films();
  for (const char* film : {"1.mp4", "2.mp4", "3.mp4", "4.mp4", "5.mp4"}) upload("E1", film, film);
  upload("E1", "证书.txt", "可信数据空间");
  wait_until([&] { return hits("数据空间") == 1; });
}

TEST_F(ServiceTest, an_upload_dropped_in_the_middle_was_never_there) {
  create("E1");
  {
    auto upload = service_->begin_upload("E1", "1.txt", false);
    ASSERT_TRUE(upload->write(std::string_view("hel")));
  }
  EXPECT_TRUE(service_->entry("E1")->materials.empty());
}

TEST_F(ServiceTest, takes_no_path_that_leads_out) {
  create("E1");
  const std::string long_path(1025, 'a');
  for (const char* path : {"", "/etc/passwd", "../1", "a/../b", "a//b", "a/", "a/./b", "a\nb",
                           "\xff", long_path.c_str()}) {
    const auto upload = service_->begin_upload("E1", path, false);
    ASSERT_FALSE(upload) << path;
    EXPECT_EQ(upload.error().code, ErrorCode::usage) << path;
  }
}

TEST_F(ServiceTest, takes_no_file_for_nobody) {
  EXPECT_EQ(service_->begin_upload("nobody", "1.txt", false).error().code, ErrorCode::not_found);
}

TEST_F(ServiceTest, a_second_file_takes_the_place_of_the_first) {
  create("E1");
  upload("E1", "1.txt", "供应链金融");
  settled("E1");
  upload("E1", "1.txt", "可信数据空间");
  EXPECT_THAT(paths(settled("E1")), ElementsAre("1.txt"));
  EXPECT_EQ(hits("供应链"), 0U);
  EXPECT_EQ(hits("数据空间"), 1U);
}

TEST_F(ServiceTest, a_second_file_does_not_where_it_must_not) {
  create("E1");
  upload("E1", "1.txt", "one");
  const auto second = service_->begin_upload("E1", "1.txt", true);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
}

TEST_F(ServiceTest, members_of_an_archive_are_materials) {
  create("E1");
  const auto archive = upload("E1", "a.zip", "zip:证明/1.txt=供应链金融\n2.txt=数据");
  const EntryState state = settled("E1");
  EXPECT_THAT(paths(state), ElementsAre("a.zip", "a.zip/2.txt", "a.zip/证明/1.txt"));
  EXPECT_EQ(state.materials[1].parent, archive.id);
  EXPECT_EQ(state.report->materials.size(), 2U);
  EXPECT_EQ(hits("供应链"), 1U);
}

TEST_F(ServiceTest, an_archive_goes_with_its_members) {
  create("E1");
  const auto archive = upload("E1", "a.zip", "zip:1.txt=供应链金融");
  settled("E1");
  ASSERT_TRUE(service_->remove("E1", archive.id));
  EXPECT_TRUE(settled("E1").materials.empty());
  EXPECT_EQ(hits("供应链"), 0U);
}

TEST_F(ServiceTest, another_archive_does_not_keep_the_members_of_the_first) {
  create("E1");
  upload("E1", "a.zip", "zip:1.txt=供应链金融\n2.txt=x");
  settled("E1");
  upload("E1", "a.zip", "zip:2.txt=y");
  EXPECT_THAT(paths(settled("E1")), ElementsAre("a.zip", "a.zip/2.txt"));
  EXPECT_EQ(hits("供应链"), 0U);
}

TEST_F(ServiceTest, what_was_not_finished_goes_on_at_the_next_start) {
  create("E1");
  service_.reset();
  start(true);
  upload("E1", "1.txt", "one");
  upload("E1", "a.zip", "zip:2.txt=two");
  restart();
  const EntryState state = settled("E1");
  EXPECT_THAT(paths(state), ElementsAre("1.txt", "a.zip", "a.zip/2.txt"));
  EXPECT_EQ(state.report->materials.size(), 2U);
}

TEST_F(ServiceTest, what_was_finished_is_not_read_again_at_the_next_start) {
  create("E1");
  upload("E1", "1.txt", "one");
  settled("E1");
  restart();
  settled("E1");
  EXPECT_EQ(reader_->readings(), 0);
}

TEST_F(ServiceTest, a_check_that_is_owed_is_made_at_the_next_start) {
  create("E1");
  service_.reset();
  start(true);
  upload("E1", "1.txt", "one");
  restart();
  EXPECT_EQ(settled("E1").report->materials.size(), 1U);
}

// The catalogue's table is out of the way while the file is read.
TEST_F(ServiceTest, a_file_outlasts_a_catalogue_that_does_not_answer) {
  create("E1");
  settled("E1");
  reader_->hold();
  const auto material = upload("E1", "1.txt", "one");
  wait_until([&] { return reader_->readings() == 1; });
  troubled_ = true;
  store::Sqlite catalogue(data_ / "catalogue.sqlite");
  catalogue.run("ALTER TABLE material RENAME TO elsewhere");
  reader_->let_go();
  wait_until([&] { return troubles_ > 0; });
  catalogue.run("ALTER TABLE elsewhere RENAME TO material");
  EXPECT_EQ(settled("E1").materials[0].state, MaterialState::done);
}

// It stops when the check of E2 has been kept: E1, which that concerns, is still to be checked.
TEST_F(ServiceTest, a_neighbour_whose_check_is_owed_is_checked_at_the_next_start) {
  create("E1");
  create("E2");
  upload("E1", "1.txt", "the same words");
  settled("E1");
  std::atomic<bool> kept = false;
  std::atomic<bool> stopping = false;
  auto watcher = service_->watch("E2", [&] {
    const auto report = service_->report("E2");
    if (kept || !report || !*report || !told(**report, "cross.same_material")) return;
    kept = true;
    wait_until([&] { return stopping.load(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));  // until stop() was asked
  });
  upload("E2", "2.txt", "the same words");
  wait_until([&] { return kept.load(); });
  stopping = true;
  service_->stop();
  watcher.reset();
  ASSERT_FALSE(has(service_->entry("E1").value(), "cross.same_material"));
  restart();
  wait_until([&] { return has(service_->entry("E1").value(), "cross.same_material"); });
}

TEST_F(ServiceTest, a_file_that_cannot_be_read_is_said_to_be_so) {
  create("E1");
  upload("E1", "1.pdf", "!corrupt");
  const EntryState state = settled("E1");
  EXPECT_EQ(state.materials[0].state, MaterialState::failed);
  EXPECT_TRUE(has(state, "material.corrupt"));
  EXPECT_THAT(event_types("E1"), Contains("material.failed"));
}

TEST_F(ServiceTest, a_locked_file_is_read_with_its_password) {
  create("E1");
  const auto material = upload("E1", "1.pdf", "!encrypted");
  EXPECT_TRUE(has(settled("E1"), "material.encrypted"));
  ASSERT_TRUE(service_->unlock("E1", material.id, "right"));
  for (int i = 0; i < 1000 && has(settled("E1"), "material.encrypted"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(settled("E1").materials[0].state, MaterialState::done);
  EXPECT_FALSE(has(settled("E1"), "material.encrypted"));
}

TEST_F(ServiceTest, what_is_not_locked_needs_no_password) {
  create("E1");
  const auto material = upload("E1", "1.txt", "one");
  settled("E1");
  EXPECT_EQ(service_->unlock("E1", material.id, "right").error().code, ErrorCode::conflict);
}

TEST_F(ServiceTest, a_failure_that_may_pass_is_tried_again_at_the_next_start) {
  create("E1");
  upload("E1", "1.pdf", "!timeout");
  EXPECT_EQ(settled("E1").materials[0].state, MaterialState::failed);
  restart();
  for (int i = 0; i < 1000 && reader_->readings() == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(reader_->readings(), 1);
}

TEST_F(ServiceTest, what_is_not_kept_any_more_is_read_again) {
  create("E1");
  upload("E1", "1.txt", "可信数据空间");
  settled("E1");
  kept_.readings.clear();  // somebody emptied the cache
  restart();
  upload("E1", "2.txt", "two");
  EXPECT_EQ(settled("E1").report->materials.size(), 2U);
}

TEST_F(ServiceTest, the_same_bytes_in_two_entries_are_told_to_both) {
  create("E1");
  create("E2");
  upload("E1", "1.txt", "the same words");
  settled("E1");
  upload("E2", "2.txt", "the same words");
  EXPECT_TRUE(has(settled("E2"), "cross.same_material"));
  for (int i = 0; i < 500 && !has(settled("E1"), "cross.same_material"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(has(settled("E1"), "cross.same_material"));
}

TEST_F(ServiceTest, the_same_picture_of_two_entrants_is_told_to_both) {
  create("E1");
  ASSERT_TRUE(service_->create(R"({"entry":"E2","applicant":{"name":"大连岚峦软件有限公司"}})"));
  upload("E1", "1.txt", "现场照片之一\npicture:123456789abcdef0");
  settled("E1");
  // Scaled and recompressed: a bit of its hash is another one. And a picture of its own.
  upload("E2", "2.txt", "机房一角\npicture:123456789abcdef1\npicture:fedcba9876543210");
  EXPECT_TRUE(has(settled("E2"), "cross.same_picture"));
  wait_until([&] { return has(service_->entry("E1").value(), "cross.same_picture"); });
}

TEST_F(ServiceTest, pictures_of_two_motifs_are_not_the_same) {
  create("E1");
  ASSERT_TRUE(service_->create(R"({"entry":"E2","applicant":{"name":"大连岚峦软件有限公司"}})"));
  upload("E1", "1.txt", "现场照片之一\npicture:123456789abcdef0");
  settled("E1");
  upload("E2", "2.txt", "机房一角\npicture:fedcba9876543210");
  EXPECT_FALSE(has(settled("E2"), "cross.same_picture"));
}

// E2 gets what E1 holds, while a file of E3, which shares another with E2, must be read again: the
// check of E2 begins anew when that has come, and knows no more that E1 was new to it.
TEST_F(ServiceTest, the_same_bytes_are_told_while_another_neighbour_is_read_again) {
  for (const char* id : {"E1", "E2", "E3"}) create(id);
  upload("E1", "x.txt", "甲");
  upload("E2", "y.txt", "乙");
  upload("E3", "y.txt", "乙");
  const core::Digest lost = upload("E3", "z.txt", "丙").sha256;
  for (const char* id : {"E1", "E2", "E3"}) settled(id);
  restart();  // what was learnt of files beside their readings is gone
  {
    const std::lock_guard lock(kept_.mutex);
    kept_.readings.erase(lost);
  }
  upload("E2", "x.txt", "甲");
  const auto told = [&] {
    const auto report = service_->report("E1");
    return std::any_of((*report)->findings.begin(), (*report)->findings.end(),
                       [](const core::Finding& finding) { return finding.other_entry == "E2"; });
  };
  for (int i = 0; i < 1000 && !told(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(told());
}

// A whole application form, a hundred words of its own in each section, from `word` on.
std::string form_of(const std::string& project, char32_t word) {
  std::string form = "项目申报书\n项目名称：" + project + "\n参赛单位：沈阳示例科技有限公司\n";
  for (const char* title :
       {"一、项目概述", "二、解决方案", "三、应用价值", "四、商业模式", "五、团队介绍"}) {
    std::u32string words;
    for (int i = 0; i < 100; ++i) words += word++;
    form += std::string(title) + "\n" + core::to_utf8(words) + "\n";
  }
  return form;
}

TEST_F(ServiceTest, an_application_whose_content_changed_at_its_place_is_asked_about) {
  create("E1");
  upload("E1", "申报书.txt", form_of("港口调度平台", U'\u4E00'));
  EXPECT_FALSE(has(settled("E1"), "project.content_changed"));
  upload("E1", "申报书.txt", form_of("港口调度平台", U'\u4E00') + "联系电话已更新。\n");
  EXPECT_FALSE(has(settled("E1"), "project.content_changed"));
  upload("E1", "申报书.txt", form_of("港口调度平台", U'\u6C00'));
  EXPECT_TRUE(has(settled("E1"), "project.content_changed"));
}

TEST_F(ServiceTest, an_application_that_named_another_project_before_is_asked_about) {
  create("E1");
  upload("E1", "申报书.txt", form_of("港口调度平台", U'\u4E00'));
  settled("E1");
  upload("E1", "申报书.txt", form_of("粮食质检系统", U'\u4E00'));
  EXPECT_TRUE(has(settled("E1"), "project.content_changed"));
}

TEST_F(ServiceTest, a_search_counts_pages_by_track_topic_and_kind_and_is_narrowed_by_them) {
  const auto make = [&](const std::string& id, const std::string& track, int topic) {
    ASSERT_TRUE(service_->create(
        R"({"entry":")" + id + R"(","applicant":{"name":"甲有限公司"},"project":{"name":"项目",)" +
        R"("track":")" + track + R"(","topic":)" + std::to_string(topic) + "}}"));
    upload(id, "说明.txt", "可信数据空间 " + id);
    settled(id);
  };
  make("E1", "工业制造", 1);
  make("E2", "工业制造", 2);
  make("E3", "金融服务", 1);
  const auto all = service_->search({"可信数据空间", 10, ""}).value();
  EXPECT_EQ(all.facets.tracks,
            (std::map<std::string, std::size_t>{{"工业制造", 2}, {"金融服务", 1}}));
  EXPECT_EQ(all.facets.topics.at({"工业制造", 2}), 1U);
  ASSERT_EQ(all.facets.kinds.size(), 1U);  // a text of no kind in particular
  const std::string kind = all.facets.kinds.begin()->first;
  EXPECT_EQ(all.facets.kinds.at(kind), 3U);

  const auto found = [&](const SearchFilter& filter) {
    return service_->search({"可信数据空间", 10, ""}, local_principal(), filter)->hits.size();
  };
  EXPECT_EQ(found({"工业制造", {}, ""}), 2U);
  EXPECT_EQ(found({"工业制造", 2, kind}), 1U);
  EXPECT_EQ(found({"", {}, "patent_certificate"}), 0U);

  Principal judge;
  judge.role = Role::judge;
  judge.tracks = {"工业制造"};
  judge.cleared = {"E1"};
  const auto theirs = service_->search({"可信数据空间", 10, ""}, judge).value();
  EXPECT_EQ(theirs.facets.tracks, (std::map<std::string, std::size_t>{{"工业制造", 1}}));
}

TEST_F(ServiceTest, those_who_watch_are_woken) {
  create("E1");
  std::atomic<int> woken = 0;
  const auto watcher = service_->watch("E1", [&] { ++woken; });
  upload("E1", "1.txt", "one");
  settled("E1");
  EXPECT_GT(woken, 0);
  EXPECT_EQ(watcher->take_progress().back().pages_done, 1);
}

TEST_F(ServiceTest, pictures_are_drawn_in_few_widths) {
  create("E1");
  const auto material = upload("E1", "1.txt", "one");
  settled("E1");
  EXPECT_EQ(service_->page_image("E1", material.id, 1, 1000), "page 1 at 1280");
  EXPECT_EQ(service_->page_image("E1", material.id, 1, 64), "page 1 at 160");
}

TEST_F(ServiceTest, one_entry_does_not_see_the_materials_of_another) {
  create("E1");
  create("E2");
  const auto material = upload("E1", "1.txt", "one");
  EXPECT_EQ(service_->original("E2", material.id).error().code, ErrorCode::not_found);
  EXPECT_EQ(service_->remove("E2", material.id).error().code, ErrorCode::not_found);
}

TEST_F(ServiceTest, says_what_it_stands_on) {
  for (const auto& [part, trouble] : service_->parts()) {
    EXPECT_FALSE(trouble) << part << trouble->message.en;
  }
}

TEST_F(ServiceTest, a_second_service_on_the_same_data_is_refused) {
  ServiceOptions options;
  options.data = data_;
  auto second =
      Service::open(std::move(options), *load_rules({}), std::make_unique<WordsReader>(kept_));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
}

}  // namespace
}  // namespace jianzhen::api
