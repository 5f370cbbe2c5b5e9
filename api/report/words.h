#pragma once

// The words that people are shown for the contract's kinds, relations and states.

#include <string>
#include <string_view>

#include "core/error.h"

namespace jianzhen::api {

const std::string& kind_shown(std::string_view kind, core::Lang lang);          // 营业执照
const std::string& relation_shown(std::string_view relation, core::Lang lang);  // 子公司
const std::string& local_shown(core::Lang lang);  // whoever sits at a service without accounts
const std::string& error_shown(core::ErrorCode code, core::Lang lang);  // 已加密

}  // namespace jianzhen::api
