#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "ingest/test_files.h"
#include "ingest/test_pdf.h"
#include "ingest/test_sink.h"

namespace jianzhen::ingest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class Attachments : public testing::Test {
 protected:
  // name → bytes, or the detail of its error.
  std::map<std::string, std::string> of(const std::filesystem::path& file, int depth = 1,
                                        const Limits& limits = {}) {
    std::map<std::string, std::string> found;
    const auto type = detect(file);
    const auto done = attachments(
        file, *type, depth, limits, files_.folder("scratch"), [&](const Member& member) {
          found[member.name] = member.error ? member.error->detail : contents_of(member.file);
        });
    EXPECT_TRUE(done);
    return found;
  }

  std::filesystem::path pdf() {
    TestPdf pdf;
    const int file = pdf.stream("/Type /EmbeddedFile", "PK-like bytes");
    const int note = pdf.stream("/Type /EmbeddedFile", "note");
    const std::string spec =
        "<< /Type /Filespec /F (x) /UF <FEFF96444EF6002E0064006F00630078> /EF << /F " +
        std::to_string(file) + " 0 R >> >>";
    pdf.catalogue("/Names << /EmbeddedFiles << /Names [(k) " + spec + "] >> >>");
    pdf.page({.content = "",
              .more = "/Annots [<< /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /F (../n.txt) "
                      "/EF << /F " +
                      std::to_string(note) + " 0 R >> >> >>]"});
    return files_.write("a.pdf", pdf.bytes());
  }

  std::filesystem::path mail() {
    return files_.write(
        "a.eml",
        "From: =?gb18030?B?1cXI/Q==?= <a@b>\r\nTo: c@d\r\nSubject: =?utf-8?B?5p2Q5paZ?=\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"
        "Content-Type: multipart/alternative; boundary=C\r\n\r\n--C\r\n"
        "Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        "vPu4vbz+\r\n--C\r\nContent-Type: text/html\r\n\r\n<p>see</p>\r\n--C--\r\n--B\r\n"
        "Content-Type: application/pdf; name=\"=?gbk?Q?=B8=BD=BC=FE.pdf?=\"\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--B--\r\n");
  }

  TestFiles files_;
};

TEST_F(Attachments, of_a_pdf_are_members_wherever_they_are_hung) {
  EXPECT_THAT(of(pdf()), ElementsAre(Pair("n.txt", "note"), Pair("附件.docx", "PK-like bytes")));
}

TEST_F(Attachments, of_a_mail_are_members_under_their_decoded_names) {
  EXPECT_THAT(of(mail()), ElementsAre(Pair("附件.pdf", "%PDF-")));
}

TEST_F(Attachments, nested_too_deep_are_named) {
  EXPECT_THAT(of(mail(), 3), ElementsAre(Pair("附件.pdf", "%PDF-")));
  EXPECT_THAT(of(mail(), 4), ElementsAre(Pair("附件.pdf", "depth 4")));
  EXPECT_THAT(of(pdf(), 4), ElementsAre(Pair("n.txt", "depth 4"), Pair("附件.docx", "depth 4")));
}

TEST_F(Attachments, below_more_multiparts_than_are_followed_are_told) {
  std::string parts;
  for (int level = 0; level < 12; ++level) {
    const std::string boundary = "b" + std::to_string(level);
    parts += "Content-Type: multipart/mixed; boundary=" + boundary + "\n\n--" + boundary + "\n";
  }
  const auto file =
      files_.write("deep.eml", "From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\n" + parts +
                                   "Content-Type: application/pdf; name=a.pdf\n\n%PDF-\n");
  EXPECT_THAT(of(file), ElementsAre(Pair("附件1", HasSubstr("over the limit"))));
}

TEST_F(Attachments, of_more_parts_than_are_taken_are_told) {
  std::string parts;
  for (int part = 0; part < 2001; ++part) parts += "--b\nContent-Type: text/plain\n\nx\n";
  const auto file = files_.write(
      "wide.eml", "From: a@b\nTo: c@d\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n" +
                      parts + "--b\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-\n--b--\n");
  EXPECT_THAT(of(file), ElementsAre(Pair("附件1", HasSubstr("over the limit"))));
}

TEST_F(Attachments, over_the_limit_are_named) {
  Limits limits;
  limits.max_unpacked_bytes = 6;
  EXPECT_THAT(of(pdf(), 1, limits), ElementsAre(Pair("附件.docx", HasSubstr("over the limit"))));
}

TEST_F(Attachments, a_mails_plain_body_is_read_with_its_fields) {
  EXPECT_EQ(read_file(mail()).sink.text(0), "发件人：张三 <a@b>\n收件人：c@d\n主题：材料\n见附件");
}

TEST_F(Attachments, a_web_page_is_read_as_text) {
  const auto reading = read_file(files_.write("a.html", "<!DOCTYPE html><html><p>信用信息</p>"));
  EXPECT_EQ(reading.sink.known.media_type, "text/html");
  EXPECT_EQ(reading.sink.text(0), "信用信息");
}

}  // namespace
}  // namespace jianzhen::ingest
