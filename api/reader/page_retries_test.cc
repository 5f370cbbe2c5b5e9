#include "api/reader/page_retries.h"

#include <gtest/gtest.h>

#include "core/serial.h"

namespace jianzhen::api {
namespace {

class PageRetriesTest : public testing::Test {
 protected:
  PageRetriesTest() {
    reading_.on_page = [](const core::Page&) -> core::Result<void> { return {}; };
  }

  void begun(int page) {
    const std::string digits = std::to_string(page);
    ASSERT_TRUE(reading_.take({FrameType::begun, {digits.begin(), digits.end()}}));
  }
  void told(int number) {
    core::Page page;
    page.number = number;
    ASSERT_TRUE(reading_.take({FrameType::page, core::encode(page)}));
  }
  bool again(core::ErrorCode code = core::ErrorCode::crash) {
    return retries_.again(core::fail(code, {"", ""}, "signal 11"), reading_, request_);
  }

  const std::vector<core::Observation>& lost() const { return reading_.header().observations; }

  FileReading reading_{"scratch", "kept.pdf"};
  ReaderRequest request_;
  PageRetries retries_;
};

TEST_F(PageRetriesTest, what_ended_well_is_not_asked_again) {
  begun(1);
  told(1);
  EXPECT_FALSE(retries_.again({}, reading_, request_));
}

TEST_F(PageRetriesTest, the_page_that_ended_the_child_is_read_by_the_other_engine) {
  begun(1);
  told(1);
  begun(2);
  ASSERT_TRUE(again());
  EXPECT_EQ(request_.other_engine_for, 2);
  EXPECT_EQ(request_.skip, std::vector{1});
  EXPECT_TRUE(lost().empty());
}

TEST_F(PageRetriesTest, a_page_that_neither_survives_is_left_out_and_said) {
  begun(2);
  ASSERT_TRUE(again());
  begun(2);
  ASSERT_TRUE(again());
  EXPECT_EQ(request_.other_engine_for, 0);
  EXPECT_EQ(request_.skip, std::vector{2});
  ASSERT_EQ(lost().size(), 1U);
  EXPECT_EQ(lost()[0].kind, core::ObservationKind::truncated);
  EXPECT_EQ(lost()[0].page, 2);
}

TEST_F(PageRetriesTest, a_child_that_ended_outside_of_a_page_is_not_asked_again) {
  EXPECT_FALSE(again());
  begun(1);
  told(1);
  EXPECT_FALSE(again());
}

TEST_F(PageRetriesTest, time_and_memory_that_ran_out_are_no_matter_of_the_engine) {
  begun(1);
  EXPECT_FALSE(again(core::ErrorCode::timeout));
  EXPECT_FALSE(again(core::ErrorCode::memory));
}

TEST_F(PageRetriesTest, a_file_that_ends_the_reader_on_page_after_page_is_refused) {
  int asked = 0;
  for (int page = 1; page <= 100; ++page) {
    for (int time = 0; time < 2; ++time) {
      begun(page);
      asked += again();
    }
  }
  EXPECT_EQ(asked, 10);
}

}  // namespace
}  // namespace jianzhen::api
