#include "api/neighbours.h"

#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

using Names = std::set<std::string>;

TEST(Neighbours, share_a_key) {
  Neighbours neighbours;
  neighbours.update("A", {"bytes 1", "bytes 2"});
  neighbours.update("B", {"bytes 2"});
  neighbours.update("C", {"bytes 3"});
  EXPECT_EQ(neighbours.of("A"), Names{"B"});
  EXPECT_EQ(neighbours.of("C"), Names{});
}

TEST(Neighbours, tell_whom_a_change_concerns) {
  Neighbours neighbours;
  neighbours.update("A", {"bytes 1"});
  EXPECT_EQ(neighbours.update("B", {"bytes 1"}), Names{"A"});
  EXPECT_EQ(neighbours.update("B", {"bytes 1"}), Names{});
  EXPECT_EQ(neighbours.update("B", {}), Names{"A"});
  EXPECT_EQ(neighbours.of("A"), Names{});
}

}  // namespace
}  // namespace jianzhen::api
