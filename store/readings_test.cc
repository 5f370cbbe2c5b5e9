#include "store/readings.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "store/scratch_folder.h"

namespace jianzhen::store {
namespace {

core::Page page_of(int number) {
  core::Page page;
  page.number = number;
  page.width = 1240;
  page.height = 1754;
  page.source = core::PageSource::ocr;
  page.confidence = 0.97;
  page.lines = {{.text = "第 " + std::to_string(number) + " 页",
                 .box = {0.1, 0.1, 0.5, 0.125},
                 .confidence = 0.75,
                 .edges = {0.1F, 0.2F, 0.25F, 0.3F, 0.4F, 0.5F}}};
  page.seals = {{"某某有限公司", {0.5, 0.5, 0.75, 0.75}, 0.5}};
  return page;
}

class ReadingsTest : public testing::Test {
 protected:
  ScratchFolder scratch_;
  std::unique_ptr<Readings> readings_ = Readings::open(scratch_.path() / "cache").value();
  ReadingKey key_{*core::Digest::from_hex(std::string(64, 'a')), "reader-7"};

  void open_again() { readings_ = Readings::open(scratch_.path() / "cache").value(); }
};

TEST_F(ReadingsTest, nothing_is_known_of_bytes_never_read) {
  EXPECT_FALSE(readings_->has(key_));
  EXPECT_FALSE(readings_->find(key_));
  EXPECT_TRUE(readings_->pages(key_).empty());
}

TEST_F(ReadingsTest, pages_put_one_by_one_are_the_document_s_pages) {
  KeptReading reading;
  reading.document = {"application/pdf", 3, {}, {}};
  reading.document.observations = {{core::ObservationKind::owner_restricted, 0, "print"}};
  for (const int number : {2, 1, 3}) ASSERT_TRUE(readings_->put_page(key_, page_of(number)));
  ASSERT_TRUE(readings_->finish(key_, reading));
  open_again();
  EXPECT_TRUE(readings_->has(key_));
  const auto kept = readings_->find(key_);
  ASSERT_TRUE(kept);
  reading.document.pages = {page_of(1), page_of(2), page_of(3)};
  EXPECT_EQ(kept->document, reading.document);
}

TEST_F(ReadingsTest, a_reading_cut_short_is_not_found_but_its_pages_are) {
  ASSERT_TRUE(readings_->put_page(key_, page_of(1)));
  open_again();
  EXPECT_FALSE(readings_->has(key_));
  EXPECT_FALSE(readings_->find(key_));
  EXPECT_EQ(readings_->pages(key_), std::vector{page_of(1)});
}

TEST_F(ReadingsTest, pages_given_at_the_end_are_kept) {
  ASSERT_TRUE(readings_->finish(key_, {.document = {"image/png", 1, {page_of(1)}, {}}}));
  EXPECT_EQ(readings_->find(key_)->document.pages, std::vector{page_of(1)});
}

TEST_F(ReadingsTest, another_version_of_the_reader_reads_again) {
  ASSERT_TRUE(readings_->finish(key_, {.document = {"text/plain", 1, {page_of(1)}, {}}}));
  EXPECT_FALSE(readings_->has({key_.sha256, "reader-8"}));
  EXPECT_FALSE(readings_->find({key_.sha256, "reader-8"}));
}

TEST_F(ReadingsTest, an_archive_s_members_come_back_in_order_with_their_errors) {
  const KeptMember sound{"证明/1.pdf",
                         "\xD6\xA4\xC3\xF7/1.pdf",
                         *core::Digest::from_hex(std::string(64, 'b')),
                         77,
                         {}};
  KeptMember locked{"锁.zip", "锁.zip", *core::Digest::from_hex(std::string(64, 'c')), 5, {}};
  locked.error = core::Error{core::ErrorCode::encrypted, {"有密码", "locked"}, "", "锁.zip"};
  ASSERT_TRUE(readings_->finish(
      key_, {.document = {"application/zip", 0, {}, {}}, .is_archive = true, .members = {sound}}));
  ASSERT_TRUE(readings_->finish(key_, {.document = {"application/zip", 0, {}, {}},
                                       .is_archive = true,
                                       .members = {sound, locked}}));
  const auto kept = readings_->find(key_);
  ASSERT_TRUE(kept);
  EXPECT_TRUE(kept->is_archive);
  ASSERT_EQ(kept->members.size(), 2U);
  EXPECT_EQ(kept->members[0].name, sound.name);
  EXPECT_EQ(kept->members[0].raw_name, sound.raw_name);
  EXPECT_EQ(kept->members[0].bytes, 77U);
  EXPECT_EQ(kept->members[1].sha256, locked.sha256);
  EXPECT_EQ(kept->members[1].error, locked.error);
}

TEST_F(ReadingsTest, the_reason_why_there_is_no_document_is_kept) {
  const core::Error error{core::ErrorCode::corrupt, {"损坏", "damaged"}, "xref", "1.pdf"};
  ASSERT_TRUE(readings_->finish(key_, {.error = error}));
  EXPECT_EQ(readings_->find(key_)->error, error);
}

TEST_F(ReadingsTest, a_cache_that_is_no_database_is_made_anew) {
  readings_.reset();
  for (const auto& file : std::filesystem::directory_iterator(scratch_.path() / "cache")) {
    std::ofstream(file.path(), std::ios::binary) << std::string(9000, 'x');
  }
  open_again();
  EXPECT_TRUE(readings_->put_page(key_, page_of(1)));
}

TEST_F(ReadingsTest, threads_put_pages_of_one_document_side_by_side) {
  std::atomic<int> failed = 0;
  {
    std::vector<std::jthread> threads;
    for (int stripe = 0; stripe < 4; ++stripe) {
      threads.emplace_back([&, stripe] {
        for (int number = stripe + 1; number <= 40; number += 4) {
          if (!readings_->put_page(key_, page_of(number))) ++failed;
        }
      });
    }
  }
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(readings_->pages(key_).size(), 40U);
}

TEST_F(ReadingsTest, processes_share_one_folder_from_its_first_opening_on) {
  const ScratchFolder empty;
  std::vector<pid_t> children;
  for (int child = 0; child < 4; ++child) {
    const pid_t pid = ::fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      auto readings = Readings::open(empty.path());
      bool good = readings.has_value();
      for (int number = child + 1; good && number <= 40; number += 4) {
        good = (*readings)->put_page(key_, page_of(number)).has_value();
      }
      ::_exit(good ? 0 : 1);
    }
    children.push_back(pid);
  }
  for (const pid_t pid : children) {
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(Readings::open(empty.path()).value()->pages(key_).size(), 40U);
}

TEST_F(ReadingsTest, a_folder_that_cannot_be_made_is_named) {
  const auto opened = Readings::open(scratch_.file("plain", "") / "cache");
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.en.find("plain"), std::string::npos);
}

}  // namespace
}  // namespace jianzhen::store
