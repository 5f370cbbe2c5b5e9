#include "api/http/web.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jianzhen::http {
namespace {

using testing::HasSubstr;

constexpr Asset kAssets[] = {
    {"index.html", "<html>page</html>", {}},
    {"assets/app-1.js", "code code code", "gz"},
};

std::string_view body_of(const Response& response) {
  if (const auto* bytes = std::get_if<StaticBytes>(&response.body)) return bytes->bytes;
  return std::get<std::string>(response.body);
}

Request asking(Headers headers = {}) {
  Request request;
  request.headers = std::move(headers);
  return request;
}

TEST(Web, sends_the_page_for_every_view_of_it) {
  const Web web(kAssets);
  for (const char* path : {"", "index.html", "entries/LN2024-0001"}) {
    const Response response = web.get(asking(), path);
    EXPECT_EQ(body_of(response), "<html>page</html>") << path;
    EXPECT_EQ(*find(response.headers, "cache-control"), "no-cache");
  }
}

TEST(Web, sends_no_page_where_a_file_or_an_answer_is_meant) {
  const Web web(kAssets);
  EXPECT_EQ(web.get(asking(), "assets/gone.js").status, 404);
  EXPECT_EQ(web.get(asking(), "api/v1/nothing").status, 404);
}

TEST(Web, files_with_a_hash_in_their_name_are_kept_for_good) {
  const Response response = Web(kAssets).get(asking(), "assets/app-1.js");
  EXPECT_THAT(*find(response.headers, "cache-control"), HasSubstr("immutable"));
  EXPECT_EQ(*find(response.headers, "content-type"), "text/javascript; charset=utf-8");
}

TEST(Web, sends_compressed_what_the_browser_takes_so) {
  const Web web(kAssets);
  const Response small = web.get(asking({{"accept-encoding", "br, gzip"}}), "assets/app-1.js");
  EXPECT_EQ(body_of(small), "gz");
  EXPECT_EQ(*find(small.headers, "content-encoding"), "gzip");
  EXPECT_EQ(body_of(web.get(asking(), "assets/app-1.js")), "code code code");
}

TEST(Web, sends_nothing_that_the_browser_has) {
  const Web web(kAssets);
  const std::string etag = *find(web.get(asking(), "").headers, "etag");
  EXPECT_EQ(web.get(asking({{"if-none-match", etag}}), "").status, 304);
}

TEST(Web, says_how_to_build_the_page_where_there_is_none) {
  EXPECT_THAT(body_of(Web({}).get(asking(), "")), HasSubstr("./setup.sh"));
}

}  // namespace
}  // namespace jianzhen::http
