#include "ocr/typography.h"

#include <gtest/gtest.h>

#include "core/text.h"

namespace jianzhen::ocr {
namespace {

std::string mended(std::string_view line) {
  std::u32string text = core::to_utf32(line);
  mend_typography(text);
  return core::to_utf8(text);
}

TEST(Typography, the_stroke_that_looks_like_a_comma_is_one) {
  EXPECT_EQ(mended("均真实丶准确丶完整"), "均真实、准确、完整");
}

TEST(Typography, a_dot_at_the_head_of_a_line_is_a_bullet) {
  EXPECT_EQ(mended("·营业执照副本"), "•营业执照副本");
}

TEST(Typography, a_dot_within_a_name_stays) { EXPECT_EQ(mended("阿里木·买买提"), "阿里木·买买提"); }

TEST(Typography, the_standards_body_is_spelled_with_letters) {
  EXPECT_EQ(mended("符合1S0/IEC 17025:2017"), "符合ISO/IEC 17025:2017");
  EXPECT_EQ(mended("150/IEC 27001"), "ISO/IEC 27001");
  EXPECT_EQ(mended("通过IS09001认证"), "通过ISO9001认证");
}

TEST(Typography, numbers_that_look_like_it_stay_numbers) {
  EXPECT_EQ(mended("共1500元"), "共1500元");
  EXPECT_EQ(mended("ISON"), "ISON");
  EXPECT_EQ(mended("150/200件"), "150/200件");
}

TEST(Typography, the_host_of_a_mail_address_is_spelled_with_letters) {
  EXPECT_EQ(mended("邮箱:wang@1iaoning-1ab.com.cn"), "邮箱:wang@liaoning-lab.com.cn");
}

TEST(Typography, a_host_of_digits_stays) {
  EXPECT_EQ(mended("a1b@163.com"), "a1b@163.com");
  EXPECT_EQ(mended("wang@lab21.cn"), "wang@lab21.cn");
  EXPECT_EQ(mended("wang@51job.com"), "wang@51job.com");
}

TEST(Typography, an_amount_in_words_has_its_three) {
  EXPECT_EQ(mended("人民币参佰捌拾万元整"), "人民币叁佰捌拾万元整");
  EXPECT_EQ(mended("参赛单位"), "参赛单位");
}

TEST(Typography, an_amount_to_the_cent_is_in_yuan) {
  EXPECT_EQ(mended("（小写）?1,052.70"), "（小写）¥1,052.70");
  EXPECT_EQ(mended("是否合格?52"), "是否合格?52");
  EXPECT_EQ(mended("版本?1.234"), "版本?1.234");
}

TEST(Typography, the_form_of_a_company_is_one_that_there_is) {
  EXPECT_EQ(mended("沈阳晨砺有限责代公司"), "沈阳晨砺有限责任公司");
  EXPECT_EQ(mended("大连衡屿股分有限公司"), "大连衡屿股份有限公司");
  EXPECT_EQ(mended("沈阳晨砺有限公司"), "沈阳晨砺有限公司");
  EXPECT_EQ(mended("大连股份公司"), "大连股份公司");
}

}  // namespace
}  // namespace jianzhen::ocr
