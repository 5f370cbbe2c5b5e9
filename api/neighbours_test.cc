#include "api/neighbours.h"

#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

using Names = std::set<std::string>;

core::Entry entry(std::string id, std::vector<core::Representative> people = {}) {
  core::Entry made;
  made.id = std::move(id);
  made.representatives = std::move(people);
  return made;
}

core::Digest digest(std::uint8_t byte) {
  std::array<std::uint8_t, core::Digest::kBytes> bytes{};
  bytes[0] = byte;
  return core::Digest(bytes);
}

TEST(Neighbours, share_the_same_bytes) {
  Neighbours neighbours;
  neighbours.update(entry("A"), {digest(1), digest(2)});
  neighbours.update(entry("B"), {digest(2)});
  neighbours.update(entry("C"), {digest(3)});
  EXPECT_EQ(neighbours.of("A"), Names{"B"});
  EXPECT_EQ(neighbours.of("C"), Names{});
}

TEST(Neighbours, share_a_representative_however_the_name_is_spaced) {
  Neighbours neighbours;
  neighbours.update(entry("A", {{"张 三", ""}}), {});
  neighbours.update(entry("B", {{"张三", "1"}}), {});
  EXPECT_EQ(neighbours.of("A"), Names{"B"});
}

TEST(Neighbours, share_an_id_number_under_two_names) {
  Neighbours neighbours;
  neighbours.update(entry("A", {{"张三", "21010119800101001X"}}), {});
  neighbours.update(entry("B", {{"张叁", "21010119800101001x"}}), {});
  EXPECT_EQ(neighbours.of("B"), Names{"A"});
}

TEST(Neighbours, tell_whom_a_change_concerns) {
  Neighbours neighbours;
  neighbours.update(entry("A"), {digest(1)});
  EXPECT_EQ(neighbours.update(entry("B"), {digest(1)}), Names{"A"});
  EXPECT_EQ(neighbours.update(entry("B"), {digest(1)}), Names{});
  EXPECT_EQ(neighbours.update(entry("B"), {}), Names{"A"});
  EXPECT_EQ(neighbours.of("A"), Names{});
}

}  // namespace
}  // namespace jianzhen::api
