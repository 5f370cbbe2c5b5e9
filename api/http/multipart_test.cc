#include "api/http/multipart.h"

#include <gtest/gtest.h>

#include <random>

namespace jianzhen::http {
namespace {

// Writes down what it gets: "name|filename|bytes;" per part.
class Notes : public PartSink {
 public:
  core::Result<void> begin(const PartHead& head) override {
    text += head.name + "|" + head.filename.value_or("-") + "|";
    return {};
  }
  core::Result<void> data(std::string_view bytes) override {
    text += bytes;
    longest = std::max(longest, bytes.size());
    return {};
  }
  core::Result<void> end() override {
    text += ";";
    return {};
  }
  std::string text;
  std::size_t longest = 0;
};

// The parts of `body` fed in pieces of `piece` bytes; "error" where it is refused.
std::string parsed(std::string_view body, std::size_t piece, std::string_view boundary = "b") {
  Notes notes;
  MultipartParser parser(boundary, notes);
  for (std::size_t at = 0; at < body.size(); at += piece) {
    if (!parser.feed(body.substr(at, piece))) return "error";
  }
  return parser.finish() ? notes.text : "error";
}

std::string part(std::string_view head, std::string_view bytes) {
  return "--b\r\nContent-Disposition: form-data; " + std::string(head) + "\r\n\r\n" +
         std::string(bytes) + "\r\n";
}

struct Case {
  const char* name;
  std::string body;
  const char* expected;
};

TEST(Multipart, wherever_the_pieces_are_cut) {
  const Case cases[] = {
      {"two files",
       part("name=\"file\"; filename=\"证明/1.pdf\"", "one") +
           part("name=\"file\"; filename=\"2\"", "two") + "--b--\r\n",
       "file|证明/1.pdf|one;file|2|two;"},
      {"an empty file", part("name=\"file\"; filename=\"e\"", "") + "--b--", "file|e|;"},
      {"bytes that look like a delimiter",
       part("name=\"f\"", "\r\n--\r\n--c\r\n\r\n-\r\n--") + "--b--",
       "f|-|\r\n--\r\n--c\r\n\r\n-\r\n--;"},
      {"a preamble and an epilogue",
       "hello\r\n" + part("name=\"f\"", "x") + "--b--\r\nbye\r\n--b\r\n", "f|-|x;"},
      {"spaces behind a delimiter",
       "--b  \r\nContent-Disposition: form-data; name=f\r\n\r\nx\r\n--b--", "f|-|x;"},
      {"other headers",
       "--b\r\nContent-Type: a/b\r\ncontent-disposition: form-data; name=f\r\n\r\nx\r\n--b--",
       "f|-|x;"},
      {"a quote in a name", part("name=\"f\"; filename=\"a%22b\"", "x") + "--b--", "f|a\"b|x;"},
      {"no parts at all", "--b--\r\n", ""},
      {"cut short", part("name=\"f\"", "x"), "error"},
      {"no delimiter", "hello", "error"},
      {"another boundary's beginning", part("name=\"f\"", "x\r\n--bc\r\n") + "--b--", "error"},
      {"a part without a name", part("filename=\"f\"", "x") + "--b--", "error"},
      {"a part without headers", "--b\r\n\r\nx\r\n--b--", "error"},
      {"a header without a colon", "--b\r\nnonsense\r\n\r\nx\r\n--b--", "error"},
      {"an endless header", "--b\r\nx: " + std::string(20'000, 'x') + "\r\n\r\nx\r\n--b--",
       "error"},
      {"an endless preamble", std::string(20'000, 'x') + part("name=\"f\"", "x") + "--b--",
       "error"},
      {"nothing", "", "error"},
  };
  for (const Case& c : cases) {
    for (std::size_t piece = 1; piece <= c.body.size() + 1;
         piece = piece < 40 ? piece + 1 : piece * 2) {
      EXPECT_EQ(parsed(c.body, piece), c.expected) << c.name << ", pieces of " << piece;
    }
  }
}

TEST(Multipart, keeps_no_more_than_a_piece_in_memory) {
  Notes notes;
  MultipartParser parser("b", notes);
  ASSERT_TRUE(parser.feed("--b\r\nContent-Disposition: form-data; name=f\r\n\r\n"));
  const std::string piece(1000, '\r');  // each byte may begin a delimiter
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(parser.feed(piece));
  EXPECT_LE(notes.longest, piece.size() + 8);
}

TEST(Multipart, ends_with_the_error_of_who_takes_the_parts) {
  class Full : public Notes {
    core::Result<void> data(std::string_view) override {
      return core::fail(core::ErrorCode::no_space, {"满", "full"});
    }
  } full;
  MultipartParser parser("b", full);
  const auto fed = parser.feed(part("name=\"f\"", "x") + "--b--");
  ASSERT_FALSE(fed);
  EXPECT_EQ(fed.error().code, core::ErrorCode::no_space);
}

TEST(MultipartBoundary, is_read_from_the_content_type) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=----x1"), "----x1");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; boundary=\"a b\""), "a b");
  for (const char* none : {"multipart/form-data", "multipart/form-data; boundary=", "text/plain",
                           "multipart/mixed; boundary=x"}) {
    EXPECT_EQ(multipart_boundary(none), std::nullopt) << none;
  }
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'x')),
            std::nullopt);
}

}  // namespace
}  // namespace jianzhen::http
