#include "api/reader/reader_process.h"

#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

using core::ErrorCode;

class ReaderProcessTest : public testing::Test {
 protected:
  ReaderProcessTest() {
    program_.executable = JIANZHEN_MOCK_READER;
    program_.max_answer = std::uint64_t{16} << 20;
  }

  core::Result<void> ask(ReaderProcess& reader, const std::string& what) {
    ReaderRequest request;
    request.file = what;
    return reader.ask(request,
                      [&](const Frame&) -> core::Result<void> {
                        ++frames_;
                        return {};
                      },
                      {});
  }

  ReaderProgram program_;
  int frames_ = 0;
};

TEST_F(ReaderProcessTest, one_that_floods_its_parent_is_ended_and_called_unsafe) {
  ReaderProcess reader(program_);
  const auto done = ask(reader, "flood");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::unsafe);
  EXPECT_LE(frames_, 16);
  EXPECT_TRUE(ask(reader, "well")) << "the next file gets a new one";
}

TEST_F(ReaderProcessTest, one_that_babbles_is_ended) {
  ReaderProcess reader(program_);
  const auto done = ask(reader, "babble");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::corrupt);
  EXPECT_TRUE(ask(reader, "well"));
}

TEST_F(ReaderProcessTest, a_frame_cut_short_is_dropped) {
  ReaderProcess reader(program_);
  EXPECT_TRUE(ask(reader, "stop in mid-frame"));
  EXPECT_EQ(frames_, 0);
}

TEST_F(ReaderProcessTest, one_that_dies_is_a_crash_of_that_file_alone) {
  ReaderProcess reader(program_);
  for (const char* how : {"die in mid-frame", "die before the status"}) {
    const auto done = ask(reader, how);
    ASSERT_FALSE(done) << how;
    EXPECT_EQ(done.error().code, ErrorCode::crash) << how;
  }
  EXPECT_TRUE(ask(reader, "well"));
}

}  // namespace
}  // namespace jianzhen::api
