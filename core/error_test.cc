#include "core/error.h"

#include <gtest/gtest.h>

namespace jianzhen::core {
namespace {

TEST(ErrorKinds, every_code_has_its_own_row_with_advice_in_both_languages) {
  for (int i = 0; i <= static_cast<int>(ErrorCode::internal); ++i) {
    const auto code = static_cast<ErrorCode>(i);
    const ErrorKind& kind = kind_of(code);
    EXPECT_EQ(kind.code, code);
    EXPECT_EQ(error_code_of(kind.word), code);
    EXPECT_FALSE(kind.advice.zh.empty());
    EXPECT_FALSE(kind.advice.en.empty());
  }
}

TEST(ErrorKinds, a_word_nobody_knows_is_internal) {
  EXPECT_EQ(error_code_of("surprise"), ErrorCode::internal);
}

}  // namespace
}  // namespace jianzhen::core
