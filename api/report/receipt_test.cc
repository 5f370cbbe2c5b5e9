#include "api/report/receipt.h"

#include <ZXing/DecodeHints.h>
#include <ZXing/ReadBarcode.h>
#include <ZXing/TextUtfEncoding.h>
#include <gmock/gmock.h>

#include <sstream>

#include "api/report/pdf_tools.h"

namespace jianzhen::api {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const std::string kHash = "1a48a7b199a79965b11e3598e5067c0161a315ba1bbaf6f028bf257a2aed1f83";
const std::string kDigest(64, 'd');

store::Submission submission() {
  return {
      "2024-07-20T10:05:00.000Z", "A3",
      R"({"entry":"LN-7","project":"港口数据协同","applicant":"沈阳示例科技有限公司","digest":")" +
          kDigest + R"(","materials":[{"path":"证明材料/营业执照.jpg","sha256":")" + kHash +
          R"(","bytes":123456,"received_at":"2024-07-19T08:00:00.000Z"}]})"};
}

std::string pdf_of(const store::Submission& of, core::Lang lang = core::Lang::zh) {
  return receipt_pdf(of, verify::Contest::built_in(), lang);
}

// Of the first page as a printer would have it.
std::string scanned(const std::string& pdf) {
  std::istringstream pgm(printed("pdftoppm -gray -r 150 -l 1", pdf, ""));
  std::string form;
  int width = 0;
  int height = 0;
  int most = 0;
  pgm >> form >> width >> height >> most;
  pgm.get();
  std::string pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0);
  pgm.read(pixels.data(), static_cast<std::streamsize>(pixels.size()));
  const ZXing::ImageView page(reinterpret_cast<const std::uint8_t*>(pixels.data()), width, height,
                              ZXing::ImageFormat::Lum);
  return ZXing::TextUtfEncoding::ToUtf8(ZXing::ReadBarcode(page, ZXing::DecodeHints()).text());
}

TEST(Receipt, tells_what_was_handed_in_with_each_hash) {
  EXPECT_THAT(words_of(pdf_of(submission())),
              AllOf(HasSubstr("提交回执"), HasSubstr("LN-7"), HasSubstr("沈阳示例科技有限公司"),
                    HasSubstr("2024-07-2018:05"), HasSubstr("营业执照.jpg"), HasSubstr(kHash),
                    HasSubstr(kDigest)));
}

TEST(Receipt, made_again_is_the_same_bytes) {
  const std::string first = pdf_of(submission());
  EXPECT_EQ(pdf_of(submission()), first);
  store::Submission later = submission();
  later.submitted_at = "2024-07-20T10:05:01.000Z";
  EXPECT_NE(pdf_of(later), first);
}

TEST(Receipt, a_scanner_reads_number_moment_and_digest_from_the_page) {
  EXPECT_EQ(scanned(pdf_of(submission())),
            "JIANZHEN\nLN-7\n2024-07-20T10:05:00.000Z\nsha256:" + kDigest);
}

TEST(Receipt, speaks_english_where_asked) {
  EXPECT_THAT(words_of(pdf_of(submission(), core::Lang::en)), HasSubstr("Receiptofsubmission"));
}

}  // namespace
}  // namespace jianzhen::api
