#include "api/facts_cache.h"

#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

FileFacts of_file(const std::string& path) {
  FileFacts facts;
  facts.materials.emplace_back();
  facts.materials.back().material.path = path;
  return facts;
}

TEST(FactsCache, gives_back_what_was_put) {
  FactsCache cache(2);
  cache.put("a", of_file("a.pdf"));
  ASSERT_NE(cache.find("a"), nullptr);
  EXPECT_EQ(cache.find("a")->materials[0].material.path, "a.pdf");
  EXPECT_EQ(cache.find("b"), nullptr);
}

TEST(FactsCache, lets_go_what_was_used_longest_ago) {
  FactsCache cache(2);
  cache.put("a", of_file("a.pdf"));
  cache.put("b", of_file("b.pdf"));
  cache.find("a");
  cache.put("c", of_file("c.pdf"));
  EXPECT_NE(cache.find("a"), nullptr);
  EXPECT_EQ(cache.find("b"), nullptr);
}

TEST(FactsCache, puts_the_new_in_the_place_of_the_old) {
  FactsCache cache(2);
  cache.put("a", of_file("old.pdf"));
  cache.put("a", of_file("new.pdf"));
  EXPECT_EQ(cache.find("a")->materials[0].material.path, "new.pdf");
}

}  // namespace
}  // namespace jianzhen::api
