#include "api/http/tus_headers.h"

#include <gtest/gtest.h>

namespace jianzhen::http {
namespace {

TEST(Base64, gives_the_bytes) {
  struct Case {
    const char* text;
    std::optional<std::string> bytes;
  };
  const Case cases[] = {
      {"", ""},
      {"Zg==", "f"},
      {"Zm8=", "fo"},
      {"Zm9v", "foo"},
      {"/+8=", "\xff\xef"},
      {"Zg=", std::nullopt},
      {"Zg", std::nullopt},
      {"Z===", std::nullopt},
      {"Zm9*", std::nullopt},
      {"=m9v", std::nullopt},
  };
  for (const Case& c : cases) EXPECT_EQ(from_base64(c.text), c.bytes) << c.text;
}

TEST(ByteCount, is_a_whole_number) {
  EXPECT_EQ(byte_count("0"), 0U);
  EXPECT_EQ(byte_count("9223372036854775807"), 9223372036854775807U);
  for (const char* text : {"", "-1", "+1", "1.0", "1 ", "0x1", "9223372036854775808"}) {
    EXPECT_EQ(byte_count(text), std::nullopt) << text;
  }
}

TEST(UploadMetadataHeader, gives_keys_with_their_values) {
  const auto metadata = upload_metadata("entry RTE=, path 6K+B5piOLzEucGRm,is_confidential");
  ASSERT_TRUE(metadata);
  EXPECT_EQ(*metadata,
            (UploadMetadata{{"entry", "E1"}, {"path", "证明/1.pdf"}, {"is_confidential", ""}}));
}

TEST(UploadMetadataHeader, may_be_empty) { EXPECT_EQ(upload_metadata(""), UploadMetadata{}); }

TEST(UploadMetadataHeader, has_each_key_once) {
  EXPECT_EQ(upload_metadata("path Zg==,path Zg=="), std::nullopt);
}

TEST(UploadMetadataHeader, of_another_form_is_refused) {
  for (const char* header : {",", "path Zg==,", "path *", "path Zg== Zg=="}) {
    EXPECT_EQ(upload_metadata(header), std::nullopt) << header;
  }
}

TEST(UploadChecksumHeader, gives_algorithm_and_sum) {
  const auto checksum = upload_checksum("sha1 Zm9v");
  ASSERT_TRUE(checksum);
  EXPECT_EQ(checksum->algorithm, "sha1");
  EXPECT_EQ(checksum->sum, "foo");
  EXPECT_FALSE(upload_checksum("sha1"));
  EXPECT_FALSE(upload_checksum("sha1 *"));
}

TEST(UploadConcatHeader, tells_parts_by_their_ids) {
  const auto concat = upload_concat("final;/api/v1/files/a http://127.0.0.1:8080/api/v1/files/b");
  ASSERT_TRUE(concat);
  EXPECT_FALSE(concat->partial);
  EXPECT_EQ(concat->parts, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(upload_concat("partial")->partial);
  for (const char* header : {"", "final;", "final", "parts", "Partial"}) {
    EXPECT_FALSE(upload_concat(header)) << header;
  }
}

}  // namespace
}  // namespace jianzhen::http
