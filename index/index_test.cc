#include "index/index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <xapian.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace jianzhen::index {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

core::Page page_of(int number, const std::vector<std::string>& lines) {
  core::Page page;
  page.number = number;
  double top = 0.05;
  for (const std::string& text : lines) {
    page.lines.push_back({.text = text, .box = {0.1, top, 0.9, top + 0.02}});
    top += 0.03;
  }
  return page;
}

core::Document document_of(const std::vector<std::vector<std::string>>& pages) {
  core::Document document;
  for (const auto& lines : pages) {
    document.pages.push_back(page_of(static_cast<int>(document.pages.size()) + 1, lines));
  }
  document.page_count = static_cast<int>(document.pages.size());
  return document;
}

class IndexTest : public testing::Test {
 protected:
  IndexTest() {
    std::string name = (fs::temp_directory_path() / "jianzhen-index-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
    scratch_ = name;
  }
  ~IndexTest() override { fs::remove_all(scratch_); }

  void put(const std::string& material, const std::vector<std::vector<std::string>>& pages,
           const std::string& entry = "LN-1") {
    if (!writer_) writer_ = Writer::open(folder()).value();
    ASSERT_TRUE(writer_->put(entry, material, document_of(pages)));
    ASSERT_TRUE(writer_->commit());
  }

  Answer search(const std::string& words, const std::string& entry = {}) {
    if (!reader_) reader_ = Reader::open(folder()).value();
    return reader_->search({words, 10, entry}).value();
  }

  std::vector<std::string> found(const std::string& words, const std::string& entry = {}) {
    std::vector<std::string> found;
    const Answer answer = search(words, entry);
    for (const Hit& hit : answer.hits) {
      found.push_back(hit.material + " " + std::to_string(hit.page));
    }
    return found;
  }

  fs::path folder() const { return scratch_ / "index"; }

  fs::path scratch_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Reader> reader_;
};

TEST_F(IndexTest, a_hit_tells_entry_material_page_snippet_and_box) {
  put("审计.pdf", {{"封面"}, {"沈阳示例科技有限公司审计报告"}});
  const Answer answer = search("审计报告");
  ASSERT_EQ(answer.hits.size(), 1U);
  const Hit& hit = answer.hits[0];
  EXPECT_EQ(hit.entry, "LN-1");
  EXPECT_EQ(hit.material, "审计.pdf");
  EXPECT_EQ(hit.page, 2);
  EXPECT_EQ(hit.snippet, "沈阳示例科技有限公司\uE000审计报告\uE001");
  ASSERT_EQ(hit.boxes.size(), 1U);
  EXPECT_NEAR(hit.boxes[0].left, 0.1 + 0.8 * 10 / 14, 1e-3);
  EXPECT_NEAR(hit.boxes[0].right, 0.9, 1e-3);
  EXPECT_EQ(answer.total, 1U);
}

TEST_F(IndexTest, traditional_full_width_and_upper_case_find_the_same) {
  put("1.pdf", {{"審計報告 ＩＳＯ９００１"}});
  for (const char* words : {"审计报告", "審計報告", "iso9001", "ＩＳＯ９００１"}) {
    EXPECT_THAT(found(words), ElementsAre("1.pdf 1")) << words;
  }
}

TEST_F(IndexTest, a_name_broken_by_a_line_s_end_is_found_whole) {
  put("1.pdf", {{"名称：沈阳示例科技有", "限公司"}});
  EXPECT_THAT(found("\"示例科技有限公司\""), ElementsAre("1.pdf 1"));
}

TEST_F(IndexTest, a_quoted_phrase_does_not_reach_over_a_full_stop) {
  put("1.pdf", {{"检验合格。公司盖章"}});
  EXPECT_TRUE(found("\"合格公司\"").empty());
}

TEST_F(IndexTest, two_characters_are_found_wherever_they_stand_together_and_nowhere_else) {
  put("1.pdf", {{"地址在沈阳市"}, {"沈先生与阳先生"}, {"沈。阳"}, {"沈", "阳"}});
  EXPECT_THAT(found("沈阳"), UnorderedElementsAre("1.pdf 1", "1.pdf 4"));
}

TEST_F(IndexTest, exact_pages_come_before_near_ones_and_score_higher) {
  put("近.pdf", {{"技术服务 合同 技术 服务 技术服务，合同"}});
  put("准.pdf", {{"此处很长的一段文字里只提到一次技术服务合同而已，其余都是别的内容"}});
  const Answer answer = search("技术服务合同书");
  EXPECT_FALSE(answer.hits.empty());
  const Answer exact = search("次技术服务合同");
  ASSERT_EQ(exact.hits.size(), 2U);
  EXPECT_EQ(exact.hits[0].material, "准.pdf");
  EXPECT_GT(exact.hits[0].score, exact.hits[1].score);
}

TEST_F(IndexTest, words_apart_must_all_be_on_the_page_to_be_exact) {
  put("1.pdf", {{"甲公司的审计报告"}, {"甲公司的合同"}});
  EXPECT_EQ(found("甲公司 审计").at(0), "1.pdf 1");
}

TEST_F(IndexTest, a_misread_name_is_still_found_when_nothing_is_exact) {
  put("1.pdf", {{"沈阳示列科技有限公司"}, {"别的内容"}});
  EXPECT_THAT(found("沈阳示例科技"), ElementsAre("1.pdf 1"));
}

TEST_F(IndexTest, a_page_that_shares_one_character_with_a_short_query_is_not_found) {
  put("1.pdf", {{"交付周期由四十二天缩短为三十一天"}});
  EXPECT_TRUE(found("天文望远镜").empty());
}

TEST_F(IndexTest, a_question_finds_the_page_that_answers_it) {
  put("1.pdf", {{"本项目由光荣公司与示例公司合作开发"}, {"公司地址是什么，由哪个部门负责"}});
  EXPECT_EQ(found("这个项目是由哪两个公司合作开发的？").at(0), "1.pdf 1");
}

TEST_F(IndexTest, a_seal_s_words_are_found_in_its_box) {
  writer_ = Writer::open(folder()).value();
  core::Document document = document_of({{"参赛承诺书"}});
  document.pages[0].seals = {{"沈阳示例科技有限公司", {0.5, 0.6, 0.7, 0.8}, 0.9}};
  ASSERT_TRUE(writer_->put("LN-1", "1.pdf", document));
  ASSERT_TRUE(writer_->commit());
  const Answer answer = search("示例科技");
  ASSERT_EQ(answer.hits.size(), 1U);
  EXPECT_NEAR(answer.hits[0].boxes.at(0).top, 0.6, 1e-3);
}

TEST_F(IndexTest, a_video_s_frame_is_told_by_its_second) {
  writer_ = Writer::open(folder()).value();
  core::Document document = document_of({{"库存占用减少"}});
  document.pages[0].time = 12.5;
  ASSERT_TRUE(writer_->put("LN-1", "视频.mp4", document));
  ASSERT_TRUE(writer_->commit());
  EXPECT_EQ(search("库存").hits.at(0).time, 12.5);
}

TEST_F(IndexTest, a_search_keeps_to_the_entries_that_may_be_seen) {
  put("1.pdf", {{"可信数据空间"}}, "LN-1");
  put("1.pdf", {{"可信数据空间"}}, "LN-2");
  ASSERT_EQ(search("可信数据空间").total, 2);
  const auto found_among = [&](std::vector<std::string> among) {
    return reader_->search({"可信数据空间", 10, {}, std::move(among)}).value();
  };
  EXPECT_EQ(found_among({"LN-2", "LN-3"}).hits.size(), 1);
  EXPECT_EQ(found_among({"LN-2", "LN-3"}).total, 1);
  EXPECT_EQ(found_among({}).total, 0);
}

TEST_F(IndexTest, matching_pages_are_counted_by_material) {
  put("申报书.pdf", {{"可信数据空间"}, {"另一页"}, {"数据空间的可信机制"}}, "LN-1");
  put("说明.pdf", {{"可信数据空间"}}, "LN-1");
  put("申报书.pdf", {{"可信数据空间"}}, "LN-2");
  Query query{"可信数据空间", 1};
  query.count_materials = true;
  reader_ = Reader::open(folder()).value();
  const std::string application = material_key("LN-1", "申报书.pdf");
  EXPECT_GE(reader_->search(query)->pages.at(application), 1U);
  query.among = {"LN-1"};
  EXPECT_FALSE(reader_->search(query)->pages.contains(material_key("LN-2", "申报书.pdf")));
  query.materials = {application};
  EXPECT_THAT(reader_->search(query)->pages, ElementsAre(testing::Key(application)));
  query.materials.emplace();
  EXPECT_EQ(reader_->search(query)->total, 0U);
}

TEST_F(IndexTest, a_search_keeps_to_its_entry) {
  put("1.pdf", {{"审计报告"}}, "LN-1");
  put("2.pdf", {{"审计报告"}}, "LN-11");
  EXPECT_THAT(found("审计报告", "LN-1"), ElementsAre("1.pdf 1"));
  EXPECT_TRUE(found("审计报告", "LN").empty());
}

TEST_F(IndexTest, putting_a_material_again_replaces_all_its_pages) {
  put("1.pdf", {{"旧的内容"}, {"旧的附页"}});
  put("1.pdf", {{"新的内容"}});
  EXPECT_TRUE(found("\"旧的\"").empty());
  EXPECT_THAT(found("\"新的内容\""), ElementsAre("1.pdf 1"));
}

TEST_F(IndexTest, materials_whose_long_names_differ_at_their_end_are_kept_apart) {
  const std::string folders(300, 'x');
  put(folders + "/1.pdf", {{"审计报告"}});
  put(folders + "/2.pdf", {{"审计报告"}});
  EXPECT_EQ(found("审计报告").size(), 2U);
}

TEST_F(IndexTest, a_removed_material_is_not_found) {
  put("1.pdf", {{"审计报告"}});
  ASSERT_TRUE(writer_->remove("LN-1", "1.pdf"));
  ASSERT_TRUE(writer_->commit());
  EXPECT_TRUE(found("审计报告").empty());
}

TEST_F(IndexTest, only_what_was_committed_is_seen_and_then_at_once) {
  put("1.pdf", {{"审计报告"}});
  EXPECT_EQ(found("审计报告").size(), 1U);
  ASSERT_TRUE(writer_->put("LN-1", "2.pdf", document_of({{"审计报告"}})));
  EXPECT_EQ(found("审计报告").size(), 1U);
  ASSERT_TRUE(writer_->commit());
  EXPECT_EQ(found("审计报告").size(), 2U);
}

TEST_F(IndexTest, searches_go_on_while_a_writer_commits_again_and_again) {
  for (int i = 0; i < 50; ++i) put(std::to_string(i), {{"审计报告第一页"}, {"合同"}});
  std::atomic<bool> done = false;
  std::atomic<int> failed = 0;
  std::atomic<int> searches = 0;
  {
    std::vector<std::jthread> readers;
    reader_ = Reader::open(folder()).value();
    for (int i = 0; i < 3; ++i) {
      readers.emplace_back([&] {
        while (!done) {
          const auto answer = reader_->search({"审计报告", 10, {}});
          if (!answer || answer->hits.size() != 10) ++failed;
          ++searches;
        }
      });
    }
    for (int i = 0; i < 60; ++i) put(std::to_string(i % 50), {{"审计报告改过的一页"}});
    done = true;
  }
  EXPECT_EQ(failed, 0);
  EXPECT_GT(searches, 0);
}

TEST_F(IndexTest, two_writers_cannot_work_at_once) {
  put("1.pdf", {{"审计"}});
  const auto second = Writer::open(folder());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, core::ErrorCode::conflict);
}

TEST_F(IndexTest, nothing_indexed_yet_is_told) {
  EXPECT_EQ(Reader::open(folder()).error().code, core::ErrorCode::not_found);
}

TEST_F(IndexTest, an_index_without_pages_answers_with_none) {
  writer_ = Writer::open(folder()).value();
  EXPECT_TRUE(found("审计").empty());
}

TEST_F(IndexTest, a_copy_made_while_it_is_written_finds_what_was_committed) {
  put("合同.pdf", {{"可信数据空间"}});
  ASSERT_TRUE(writer_->put("LN-1", "later.pdf", document_of({{"可信数据空间"}})));  // not committed
  const fs::path to = scratch_ / "copy";
  ASSERT_TRUE(copy_index(folder(), to));
  auto reader = Reader::open(to).value();
  EXPECT_EQ(reader->search({"可信数据空间", 10, {}}).value().hits.size(), 1U);
  EXPECT_TRUE(Writer::open(to));  // its format goes with it
}

TEST_F(IndexTest, where_no_index_is_none_is_copied) {
  EXPECT_EQ(copy_index(scratch_ / "nowhere", scratch_ / "copy").error().code,
            core::ErrorCode::not_found);
}

TEST_F(IndexTest, no_words_are_a_usage_error) {
  put("1.pdf", {{"审计"}});
  reader_ = Reader::open(folder()).value();
  EXPECT_EQ(reader_->search({"？！", 10, {}}).error().code, core::ErrorCode::usage);
}

TEST_F(IndexTest, another_format_is_refused_and_left_alone) {
  {
    Xapian::WritableDatabase later(folder().string(), Xapian::DB_CREATE);
    later.set_metadata("jianzhen.format", "99");
    later.commit();
  }
  EXPECT_EQ(Writer::open(folder()).error().code, core::ErrorCode::unsupported);
  const auto reader = Reader::open(folder());
  EXPECT_EQ(reader.error().code, core::ErrorCode::unsupported);
  EXPECT_THAT(reader.error().message.en, HasSubstr("99"));
}

TEST_F(IndexTest, a_damaged_index_is_an_error_not_a_crash) {
  put("1.pdf", {{"审计"}});
  writer_.reset();
  for (const auto& file : fs::directory_iterator(folder())) {
    if (file.path().filename() == "iamglass") std::ofstream(file.path()) << "x";
  }
  EXPECT_FALSE(Reader::open(folder()));
  EXPECT_FALSE(Writer::open(folder()));
}

}  // namespace
}  // namespace jianzhen::index
