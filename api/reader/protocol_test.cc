#include "api/reader/protocol.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace jianzhen::api {
namespace {

std::vector<std::uint8_t> framed(char type, std::uint32_t length,
                                 const std::vector<std::uint8_t>& payload) {
  std::vector<std::uint8_t> bytes = {static_cast<std::uint8_t>(type)};
  for (int i = 0; i < 4; ++i) bytes.push_back(static_cast<std::uint8_t>(length >> (8 * i)));
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  return bytes;
}

TEST(ReaderRequest, goes_there_and_back_with_a_path_that_is_not_utf8) {
  ReaderRequest request;
  request.file = "/data/\xC4\xE3.pdf";
  request.scratch = "/scratch";
  request.skip = {1, 3};
  request.time = 12.5;
  const auto back = decode_request(encode(request));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->file, request.file);
  EXPECT_EQ(back->skip, request.skip);
  EXPECT_EQ(back->time, request.time);
}

TEST(FrameParser, frames_arrive_whole_however_the_stream_is_cut) {
  std::vector<std::uint8_t> stream = framed('P', 3, {1, 2, 3});
  const auto second = framed('A', 0, {});
  stream.insert(stream.end(), second.begin(), second.end());
  FrameParser parser;
  std::vector<Frame> frames;
  for (const std::uint8_t byte : stream) {
    parser.feed(std::span(&byte, 1));
    while (auto frame = parser.next().value()) frames.push_back(*frame);
  }
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].payload, (std::vector<std::uint8_t>{1, 2, 3}));
  EXPECT_EQ(frames[1].type, FrameType::archive);
}

TEST(FrameParser, a_frame_longer_than_the_limit_is_refused_before_it_is_buffered) {
  FrameParser parser;
  parser.feed(framed('P', 0xFFFFFFFF, {}));
  EXPECT_FALSE(parser.next());
}

TEST(FrameParser, a_frame_of_no_known_type_is_refused) {
  FrameParser parser;
  parser.feed(framed('?', 0, {}));
  EXPECT_FALSE(parser.next());
}

TEST(MemberFrame, a_member_that_would_leave_the_scratch_folder_is_refused) {
  EXPECT_TRUE(decode_member(encode(MemberFrame{"证明/1.pdf", "", "000001", {}})));
  EXPECT_FALSE(decode_member(encode(MemberFrame{"a", "a", "../../etc/passwd", {}})));
  EXPECT_FALSE(decode_member(encode(MemberFrame{"a", "a", "..", {}})));
  EXPECT_FALSE(decode_member(encode(MemberFrame{"", "", "000001", {}})));
}

TEST(MemberFrame, a_member_has_bytes_or_a_reason_why_not) {
  const core::Error unsafe{core::ErrorCode::unsafe, {"链接", "a link"}};
  EXPECT_TRUE(decode_member(encode(MemberFrame{"a", "a", "", unsafe})));
  EXPECT_FALSE(decode_member(encode(MemberFrame{"a", "a", "", {}})));
}

TEST(MemberFrame, the_bytes_of_a_member_s_name_come_as_they_stand_in_the_archive) {
  const std::string raw = "\xD6\xA4\xC3\xF7/1.pdf";
  EXPECT_EQ(decode_member(encode(MemberFrame{"证明/1.pdf", raw, "000001", {}}))->raw_name, raw);
  const std::string longest(kMaxRawName, 'a');
  EXPECT_TRUE(decode_member(encode(MemberFrame{"a", longest, "000001", {}})));
  EXPECT_FALSE(decode_member(encode(MemberFrame{"a", longest + "a", "000001", {}})));
}

TEST(ControlSocket, a_message_brings_its_descriptor_along) {
  std::array<int, 2> pair{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair.data()), 0);
  const int file = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const std::vector<std::uint8_t> message = {1, 2, 3};
  ASSERT_TRUE(send_with_fd(pair[0], message, file));
  const auto received = receive_with_fd(pair[1]);
  ASSERT_TRUE(received);
  EXPECT_EQ(received->message, message);
  EXPECT_GE(::fcntl(received->fd, F_GETFD), 0);
  for (const int fd : {pair[0], pair[1], file, received->fd}) ::close(fd);
}

}  // namespace
}  // namespace jianzhen::api
