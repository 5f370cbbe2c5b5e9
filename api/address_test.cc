#include "api/address.h"

#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

TEST(Address, host_and_port_are_told_apart) {
  const auto address = listen_address("localhost:8080");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->host, "localhost");
  EXPECT_EQ(address->port, 8080);
}

TEST(Address, the_brackets_of_an_ipv6_address_are_no_part_of_it) {
  EXPECT_EQ(listen_address("[::1]:0").value().host, "::1");
}

TEST(Address, what_is_no_address_is_refused) {
  for (const char* text : {"", "8080", ":8080", "localhost", "localhost:", "localhost:http",
                           "localhost:65536", "localhost:80 "}) {
    EXPECT_FALSE(listen_address(text)) << text;
  }
}

TEST(Address, the_public_address_is_an_https_host_and_no_more) {
  EXPECT_EQ(public_host("https://contest.example.cn:8443").value(), "contest.example.cn:8443");
  EXPECT_EQ(public_host("").value(), "");
  for (const char* text : {"contest.example.cn", "http://contest.example.cn", "https://",
                           "https://contest.example.cn/", "https://me@contest.example.cn"}) {
    EXPECT_FALSE(public_host(text)) << text;
  }
}

}  // namespace
}  // namespace jianzhen::api
