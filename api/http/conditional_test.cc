#include "api/http/conditional.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

namespace jianzhen::http {
namespace {

Request asking(Headers headers) {
  Request request;
  request.headers = std::move(headers);
  return request;
}

struct RangeCase {
  const char* header;
  RangeAnswer::Kind kind;
  std::uint64_t offset;
  std::uint64_t length;
};

TEST(RangeOf, a_file_of_100_bytes) {
  using Kind = RangeAnswer::Kind;
  const RangeCase cases[] = {
      {"bytes=0-9", Kind::part, 0, 10},
      {"bytes=90-", Kind::part, 90, 10},
      {"bytes=-5", Kind::part, 95, 5},
      {"bytes=-500", Kind::part, 0, 100},
      {"bytes=50-500", Kind::part, 50, 50},
      {"bytes=99-99", Kind::part, 99, 1},
      {"bytes=100-", Kind::unsatisfiable, 0, 0},
      {"bytes=-0", Kind::unsatisfiable, 0, 0},
      {"bytes=9-0", Kind::whole, 0, 0},
      {"bytes=0-1,5-6", Kind::whole, 0, 0},
      {"bytes=a-b", Kind::whole, 0, 0},
      {"bytes=-", Kind::whole, 0, 0},
      {"bytes=99999999999999999999999-", Kind::whole, 0, 0},
      {"pages=1-2", Kind::whole, 0, 0},
  };
  for (const RangeCase& c : cases) {
    const RangeAnswer answer = range_of(asking({{"range", c.header}}), "\"e\"", 100);
    EXPECT_EQ(answer.kind, c.kind) << c.header;
    EXPECT_EQ(answer.part.offset, c.offset) << c.header;
    EXPECT_EQ(answer.part.length, c.length) << c.header;
  }
}

TEST(RangeOf, an_older_version_is_the_whole) {
  const auto answer =
      range_of(asking({{"range", "bytes=0-9"}, {"if-range", "\"old\""}}), "\"new\"", 100);
  EXPECT_EQ(answer.kind, RangeAnswer::Kind::whole);
}

TEST(RangeOf, the_same_version_is_the_part) {
  const auto answer =
      range_of(asking({{"range", "bytes=0-9"}, {"if-range", "\"new\""}}), "\"new\"", 100);
  EXPECT_EQ(answer.kind, RangeAnswer::Kind::part);
}

TEST(NoneMatch, fails_for_any_of_the_listed_tags) {
  EXPECT_TRUE(none_match_fails(asking({{"if-none-match", "\"a\", W/\"b\" ,\"c\""}}), "\"b\""));
  EXPECT_TRUE(none_match_fails(asking({{"if-none-match", "*"}}), "\"b\""));
  EXPECT_FALSE(none_match_fails(asking({{"if-none-match", "\"a\""}}), "\"b\""));
  EXPECT_FALSE(none_match_fails(asking({}), "\"b\""));
}

class SendFile : public testing::Test {
 protected:
  void SetUp() override { std::ofstream(file_) << "0123456789"; }
  void TearDown() override { std::filesystem::remove(file_); }

  std::string read(Response& response) {
    std::string all;
    char piece[4];
    auto& body = std::get<FileBody>(response.body);
    while (const std::size_t got = body.read(piece).value_or(0)) all.append(piece, got);
    return all;
  }

  std::filesystem::path file_ = testing::TempDir() + "jianzhen_send_file_test";
};

TEST_F(SendFile, whole) {
  Response response = send_file(asking({}), *FileBody::open(file_), "\"e\"", "text/plain");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(read(response), "0123456789");
}

TEST(MatchedVersion, is_a_number_of_ours_in_quotes) {
  EXPECT_EQ(matched_version(asking({{"if-match", version_etag(12)}})), 12);
  for (const char* other : {"12", "\"\"", "\"x\"", "\"-1\"", "W/\"1\"", "*"}) {
    EXPECT_EQ(matched_version(asking({{"if-match", other}})), std::nullopt) << other;
  }
  EXPECT_EQ(matched_version(asking({})), std::nullopt);
}

TEST_F(SendFile, a_part_says_where_it_stands) {
  Response response =
      send_file(asking({{"range", "bytes=2-6"}}), *FileBody::open(file_), "\"e\"", "text/plain");
  EXPECT_EQ(response.status, 206);
  EXPECT_EQ(*find(response.headers, "content-range"), "bytes 2-6/10");
  EXPECT_EQ(read(response), "23456");
}

TEST_F(SendFile, beyond_the_end_says_how_long_it_is) {
  const Response response =
      send_file(asking({{"range", "bytes=10-"}}), *FileBody::open(file_), "\"e\"", "text/plain");
  EXPECT_EQ(response.status, 416);
  EXPECT_EQ(*find(response.headers, "content-range"), "bytes */10");
}

TEST_F(SendFile, a_held_version_is_not_sent_again) {
  const Response response = send_file(asking({{"if-none-match", "\"e\""}}), *FileBody::open(file_),
                                      "\"e\"", "text/plain");
  EXPECT_EQ(response.status, 304);
}

TEST_F(SendFile, that_became_shorter_is_an_error) {
  auto body = FileBody::open(file_);
  std::filesystem::resize_file(file_, 0);
  char piece[4];
  EXPECT_FALSE(body->read(piece));
}

}  // namespace
}  // namespace jianzhen::http
