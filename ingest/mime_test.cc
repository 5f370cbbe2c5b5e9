#include "ingest/mime.h"

#include <gtest/gtest.h>

#include "ingest/mime_codec.h"

namespace jianzhen::ingest {
namespace {

TEST(Mime, a_character_cut_between_two_encoded_words_is_whole) {
  EXPECT_EQ(decoded_words("=?gbk?B?y7XD?= =?gbk?B?9w==?="), "说明");
}

TEST(Mime, plain_words_beside_encoded_ones_keep_their_spaces) {
  EXPECT_EQ(decoded_words("Re: =?UTF-8?Q?=E8=AF=B4_=E6=98=8E?= ok"), "Re: 说 明 ok");
}

TEST(Mime, a_soft_line_break_joins) {
  EXPECT_EQ(from_quoted_printable("a=\r\nb=3D=E4=B8=AD"), "ab=中");
}

TEST(Mime, a_file_name_in_pieces_is_joined) {
  const MimePart part = parse_message(
      "Content-Type: application/pdf\r\nContent-Disposition: attachment;\r\n"
      " filename*0*=gb18030'zh'%CB%B5;\r\n filename*1*=%C3%F7;\r\n filename*2=.pdf\r\n\r\nx");
  EXPECT_EQ(part.file_name, "说明.pdf");
  EXPECT_TRUE(part.attached);
}

TEST(Mime, a_quoted_parameter_may_hold_a_semicolon) {
  const MimePart part = parse_message("Content-Type: text/plain; name=\"a;b.txt\"\n\nx");
  EXPECT_EQ(part.file_name, "a;b.txt");
}

TEST(Mime, a_multipart_without_its_last_boundary_keeps_its_parts) {
  const MimePart part = parse_message(
      "Content-Type: multipart/mixed; boundary=\"=x\"\n\nprologue\n--=x\n\none\n--=x\n\ntwo");
  ASSERT_EQ(part.parts.size(), 2U);
  EXPECT_EQ(part.parts[1].content, "two");
}

TEST(Mime, a_text_with_a_colon_is_no_mail) {
  EXPECT_FALSE(looks_like_mail("From: here\nTo: there\nand on.\nDate: 1\nSubject: x\n"));
  EXPECT_TRUE(looks_like_mail("X-A: 1\nFrom: a\nTo: b\n c\nSubject: d\n\nx"));
}

}  // namespace
}  // namespace jianzhen::ingest
