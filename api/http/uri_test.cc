#include "api/http/uri.h"

#include <gtest/gtest.h>

namespace jianzhen::http {
namespace {

TEST(PercentDecoded, reads_utf8_names) {
  EXPECT_EQ(percent_decoded("%E8%AF%81%E6%98%8E.pdf"), "证明.pdf");
}

TEST(PercentDecoded, refuses_what_nobody_may_mean) {
  for (const char* broken : {"%", "%4", "%zz", "%00", "%0A", "%FF", "a%7F"}) {
    EXPECT_EQ(percent_decoded(broken), std::nullopt) << broken;
  }
}

TEST(PercentEncoded, comes_back_as_it_was) {
  const std::string name = "证明 材料/1%.pdf";
  EXPECT_EQ(percent_decoded(percent_encoded(name)), name);
}

TEST(PathSegments, keep_an_encoded_slash_within_its_segment) {
  EXPECT_EQ(path_segments("/entries/a%2Fb/"), (std::vector<std::string>{"entries", "a/b", ""}));
}

TEST(PathSegments, do_not_follow_dots) {
  EXPECT_EQ(path_segments("/a/../b"), (std::vector<std::string>{"a", "..", "b"}));
}

TEST(PathSegments, of_a_path_without_a_leading_slash_are_none) {
  EXPECT_EQ(path_segments("http://elsewhere/"), std::nullopt);
  EXPECT_EQ(path_segments(""), std::nullopt);
}

TEST(ParsedQuery, takes_the_first_of_each_name) {
  const auto query = parsed_query("q=%E6%B2%88+%E9%98%B3&limit=5&q=x&flag");
  ASSERT_TRUE(query);
  EXPECT_EQ(query->at("q"), "沈 阳");
  EXPECT_EQ(query->at("limit"), "5");
  EXPECT_EQ(query->at("flag"), "");
}

TEST(AttachmentDisposition, gives_the_name_in_both_forms) {
  EXPECT_EQ(attachment_disposition("证明材料/a\"1.pdf"),
            "attachment; filename=\"a_1.pdf\"; filename*=UTF-8''a%221.pdf");
}

struct ParameterCase {
  const char* header;
  std::optional<std::string> expected;
};

TEST(HeaderParameter, understands_the_forms_that_clients_send) {
  const ParameterCase cases[] = {
      {"form-data; name=\"file\"; filename=\"证明.pdf\"", "证明.pdf"},
      {"form-data; filename=plain.pdf; name=file", "plain.pdf"},
      {"form-data; FileName=\"a;b.pdf\"", "a;b.pdf"},
      {R"(form-data; filename="a\"b\\c.pdf")", R"(a"b\c.pdf)"},
      {R"(form-data; filename="C:\dir\a.pdf")", R"(C:\dir\a.pdf)"},
      {"form-data; filename=\"x\"; filename*=UTF-8''%E4%B8%AD.pdf", "中.pdf"},
      {"form-data; filename=\"x\"; filename*=UTF-8''%FF", "x"},
      {"form-data; name=\"filename\"", std::nullopt},
      {"form-data", std::nullopt},
      {"form-data; filename=\"never closed", "never closed"},
  };
  for (const ParameterCase& c : cases) {
    EXPECT_EQ(header_parameter(c.header, "filename"), c.expected) << c.header;
  }
}

}  // namespace
}  // namespace jianzhen::http
