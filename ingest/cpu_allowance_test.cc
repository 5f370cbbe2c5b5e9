#include "ingest/cpu_allowance.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "ingest/sandbox/sandbox.h"

namespace jianzhen::ingest {
namespace {

TEST(CpuAllowance, a_parser_that_never_returns_is_a_timeout) {
  const auto ended = run_limited({}, [] {
    const CpuAllowance allowance(std::chrono::seconds(0));
    while (getppid() > 0) {
    }
    return 0;
  });
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, core::ErrorCode::timeout);
}

TEST(CpuAllowance, what_comes_after_it_has_the_old_limit) {
  rlimit before{};
  getrlimit(RLIMIT_CPU, &before);
  { const CpuAllowance allowance(std::chrono::seconds(1)); }
  rlimit after{};
  getrlimit(RLIMIT_CPU, &after);
  EXPECT_EQ(after.rlim_cur, before.rlim_cur);
}

}  // namespace
}  // namespace jianzhen::ingest
