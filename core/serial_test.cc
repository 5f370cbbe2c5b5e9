#include "core/serial.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace jianzhen::core {
namespace {

Page licence_page() {
  Page page;
  page.turn = 90;
  page.number = 1;
  page.width = 1240;
  page.height = 1754;
  page.source = PageSource::ocr;
  page.confidence = 0.97;
  page.lines = {{.text = "营业执照",
                 .box = {0.3, 0.1, 0.7, 0.15},
                 .confidence = 0.99,
                 .edges = {0.3F, 0.4F, 0.5F, 0.6F, 0.7F},
                 .unsure = {1, 3}}};
  page.seals = {{"某某市场监督管理局", {0.6, 0.7, 0.8, 0.85}, 0.9, "2101020013579"}};
  page.codes = {{"QRCode", "https://example.invalid", {0.8, 0.1, 0.9, 0.2}}};
  page.figures = {{{0.1, 0.5, 0.9, 0.8}, {1, 2, 3, 0xFFFFFFFFFFFFFFFF}}};
  page.quality = Page::Quality{28, 0.8, 120, 0.1, true};
  return page;
}

TEST(Serial, a_document_goes_there_and_back) {
  Document document{"application/pdf", 1, {licence_page()}, {}};
  document.observations = {{ObservationKind::active_content, 0, "JavaScript"}};
  EXPECT_EQ(decode_document(encode(document)), document);
}

TEST(Serial, what_a_video_is_goes_there_and_back) {
  Document document{"video/mp4", 2, {}, {}};
  document.video = Video{.duration = 61.5, .width = 1280, .height = 720, .picture_codec = "h264"};
  document.video->stretches = {{Video::Stretch::Kind::frozen, 3, 9.5}};
  EXPECT_EQ(decode_document(encode(document)), document);
}

TEST(Serial, an_error_goes_there_and_back) {
  const Error error{ErrorCode::encrypted, {"有密码", "locked"}, "poppler", "a.pdf"};
  EXPECT_EQ(decode_error(encode(error)), error);
}

TEST(Serial, every_cut_of_the_bytes_is_refused) {
  const auto bytes = encode(licence_page());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decode_page(std::span(bytes).first(length)));
  }
}

TEST(Serial, another_version_is_refused) {
  auto form = nlohmann::json::from_cbor(encode(licence_page()));
  form["version"] = kDocumentVersion + 1;
  EXPECT_FALSE(decode_page(nlohmann::json::to_cbor(form)));
}

TEST(Serial, edges_that_run_to_and_fro_are_refused) {
  auto form = nlohmann::json::from_cbor(encode(licence_page()));
  form["lines"][0]["e"] = {0.5, 0.4, 0.6};
  EXPECT_FALSE(decode_page(nlohmann::json::to_cbor(form)));
}

TEST(Serial, an_unsure_character_behind_the_end_of_its_line_is_refused) {
  auto form = nlohmann::json::from_cbor(encode(licence_page()));
  form["lines"][0]["u"] = {4};
  EXPECT_FALSE(decode_page(nlohmann::json::to_cbor(form)));
}

TEST(Serial, a_picture_s_hash_of_another_length_is_refused) {
  auto form = nlohmann::json::from_cbor(encode(licence_page()));
  form["figures"][0]["h"] = {1, 2, 3};
  EXPECT_FALSE(decode_page(nlohmann::json::to_cbor(form)));
}

TEST(PageJson, speaks_the_contract_s_words) {
  const auto json = nlohmann::json::parse(page_json(licence_page()));
  EXPECT_EQ(json["source"], "ocr");
  EXPECT_EQ(json["lines"][0]["text"], "营业执照");
  EXPECT_EQ(json["lines"][0]["doubtful"], false);
  EXPECT_EQ(json["seals"][0]["box"].size(), 4U);
}

}  // namespace
}  // namespace jianzhen::core
