#include "api/pipeline.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <xlsxwriter.h>

#include <fstream>
#include <semaphore>
#include <thread>

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;

class PipelineTest : public testing::Test {
 protected:
  PipelineTest() {
    fs::create_directories(root_);
    options_.cache = root_ / "cache";
    options_.reader = {JIANZHEN_READER, root_ / "no-models", std::chrono::seconds(20)};
    options_.readers = 2;
  }
  ~PipelineTest() override { fs::remove_all(root_); }

  fs::path write(const std::string& name, const std::string& bytes) {
    std::ofstream(root_ / name, std::ios::binary) << bytes;
    return root_ / name;
  }

  std::vector<ReadMaterial> read(const fs::path& file, const ReadHooks& hooks = {}) {
    auto pipeline = Pipeline::open(options_);
    EXPECT_TRUE(pipeline);
    auto materials = (*pipeline)->read({file.filename().string(), file}, hooks, {});
    EXPECT_TRUE(materials);
    return std::move(*materials);
  }

  fs::path root_ =
      fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
  PipelineOptions options_;
};

TEST_F(PipelineTest, a_text_file_is_read_in_the_child) {
  const auto materials = read(write("说明.txt", "沈阳示例科技有限公司\n"));
  ASSERT_EQ(materials.size(), 1U);
  EXPECT_FALSE(materials[0].error) << materials[0].error->detail;
  ASSERT_EQ(materials[0].document.pages.size(), 1U);
  EXPECT_EQ(materials[0].document.pages[0].lines.at(0).text, "沈阳示例科技有限公司");
}

TEST_F(PipelineTest, the_second_run_needs_no_reader) {
  const fs::path file = write("说明.txt", "同一份材料\n");
  const auto first = read(file);
  options_.reader.executable = root_ / "gone";
  const auto second = read(file);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_FALSE(second[0].error);
  EXPECT_EQ(second[0].document, first[0].document);
}

TEST_F(PipelineTest, an_empty_file_is_named_and_costs_nobody_else) {
  auto pipeline = Pipeline::open(options_);
  ASSERT_TRUE(pipeline);
  const std::vector<Source> sources = {{"空.pdf", write("空.pdf", "")},
                                       {"说明.txt", write("说明.txt", "有字\n")}};
  const auto read = (*pipeline)->read_all(sources, {}, {});
  ASSERT_TRUE(read);
  ASSERT_TRUE((*read)[0].at(0).error);
  EXPECT_EQ((*read)[0][0].error->code, core::ErrorCode::empty);
  EXPECT_FALSE((*read)[1].at(0).error);
}

TEST_F(PipelineTest, a_file_that_is_not_there_is_an_error_of_that_file) {
  const auto materials = read(root_ / "没有.pdf");
  ASSERT_TRUE(materials.at(0).error);
}

TEST_F(PipelineTest, a_workbook_is_read_in_the_child) {
  const fs::path file = root_ / "名单.xlsx";
  lxw_workbook* book = workbook_new(file.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
  worksheet_write_string(sheet, 0, 0, "项目编号", nullptr);
  worksheet_write_string(sheet, 2, 0, "LN2024-0001", nullptr);
  worksheet_write_number(sheet, 2, 1, 4, nullptr);
  ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
  auto pipeline = Pipeline::open(options_);
  const auto csv = (*pipeline)->table(file, {});
  ASSERT_TRUE(csv) << csv.error().detail;
  EXPECT_EQ(*csv, "项目编号\n\nLN2024-0001,4\n");
}

// A zip of one member.
std::string zipped(const std::string& name, const std::string& bytes) {
  std::string zip(bytes.size() + 1000, '\0');
  std::size_t size = 0;
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  archive_write_open_memory(writer, zip.data(), zip.size(), &size);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname_utf8(entry, name.c_str());
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
  archive_write_header(writer, entry);
  archive_write_data(writer, bytes.data(), bytes.size());
  archive_entry_free(entry);
  archive_write_free(writer);
  zip.resize(size);
  return zip;
}

TEST_F(PipelineTest, a_file_that_is_still_coming_is_looked_at) {
  auto pipeline = Pipeline::open(options_);
  const auto seen = (*pipeline)->first_look(write("come", zipped("a.txt", "x").substr(0, 40)), {});
  ASSERT_TRUE(seen) << seen.error().detail;
  EXPECT_EQ(seen->media_type, "application/zip");
  EXPECT_FALSE(seen->trouble);
  const auto other = (*pipeline)->first_look(write("other", std::string("\x7f"
                                                                        "ELF\2\1\1\0",
                                                                        8)),
                                             {});
  ASSERT_TRUE(other) << other.error().detail;
  ASSERT_TRUE(other->trouble);
  EXPECT_EQ(other->trouble->code, core::ErrorCode::unsupported);
  EXPECT_FALSE((*pipeline)->first_look(root_ / "gone", {}));
}

TEST_F(PipelineTest,
       an_attachment_refused_deep_within_archives_is_taken_where_its_mail_stands_alone) {
  const std::string mail =
      "From: a@b\nTo: c@d\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
      "Content-Type: text/plain; name=a.txt\n\n有字\n--b--\n";
  const auto deep =
      read(write("a.zip", zipped("b.zip", zipped("c.zip", zipped("letter.eml", mail)))));
  ASSERT_EQ(deep.size(), 2U);
  EXPECT_EQ(deep[1].path, "a.zip/b.zip/c.zip/letter.eml/a.txt");
  ASSERT_TRUE(deep[1].error);
  EXPECT_EQ(deep[1].error->code, core::ErrorCode::unsafe);
  const auto alone = read(write("letter.eml", mail));
  ASSERT_EQ(alone.size(), 2U);
  EXPECT_FALSE(alone[1].error);
}

TEST_F(PipelineTest, a_reader_that_dies_is_reported_and_replaced) {
  const fs::path broken = write("broken-reader", "#!/bin/sh\nexit 1\n");
  ::chmod(broken.c_str(), 0755);
  options_.reader.executable = broken;
  const auto materials = read(write("说明.txt", "有字\n"));
  ASSERT_TRUE(materials.at(0).error);
  EXPECT_EQ(materials[0].error->code, core::ErrorCode::crash);
}

TEST_F(PipelineTest, a_reader_that_hangs_is_ended) {
  const fs::path hanging = write("hanging-reader", "#!/bin/sh\nexec sleep 60 <&3\n");
  ::chmod(hanging.c_str(), 0755);
  options_.reader.executable = hanging;
  options_.reader.silence = std::chrono::seconds(1);
  const auto materials = read(write("说明.txt", "有字\n"));
  ASSERT_TRUE(materials.at(0).error);
  EXPECT_EQ(materials[0].error->code, core::ErrorCode::timeout);
}

TEST_F(PipelineTest, a_short_file_and_a_page_wait_for_no_film) {
  options_.readers = 1;
  options_.spare_reader = true;
  auto pipeline = Pipeline::open(options_);
  ASSERT_TRUE(pipeline);
  std::binary_semaphore begun(0);
  std::binary_semaphore others_done(0);
  ReadHooks hooks;
  hooks.progress = [&](const std::string&, int, int) {
    begun.release();
    EXPECT_TRUE(others_done.try_acquire_for(std::chrono::seconds(20)));
  };
  const fs::path film = write("宣传片.mp4", "有字\n");
  std::jthread watching([&] { EXPECT_TRUE((*pipeline)->read({"宣传片.mp4", film}, hooks, {})); });
  begun.acquire();
  const fs::path paper = write("说明.txt", "一行字\n");
  const auto read = (*pipeline)->read({"说明.txt", paper}, {}, {});
  ASSERT_TRUE(read);
  // A text has no picture; that a reader says so is what counts.
  const auto picture = (*pipeline)->page_image(paper, read->at(0).sha256, 1, {}, 200, {});
  ASSERT_FALSE(picture);
  EXPECT_EQ(picture.error().code, core::ErrorCode::unsupported);
  others_done.release();
}

TEST_F(PipelineTest, a_stop_ends_the_reading_and_says_so) {
  auto pipeline = Pipeline::open(options_);
  ASSERT_TRUE(pipeline);
  std::stop_source stop;
  stop.request_stop();
  const auto read = (*pipeline)->read({"说明.txt", write("说明.txt", "x\n")}, {}, stop.get_token());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, core::ErrorCode::interrupted);
}

}  // namespace
}  // namespace jianzhen::api
