#pragma once

// 主张: where the application speaks of what a paper is meant to prove. Pure.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/document.h"
#include "core/finding.h"

namespace jianzhen::api {

struct Claim {
  int page = 0;  // of the application
  core::Box box;
  std::string words;
};

// The line that names one of `names` (the paper's number, title, unit), else the one that speaks
// most plainly of papers of that kind; nullopt: none does. A table of contents says nothing.
std::optional<Claim> claim_in(std::span<const core::Page> application, std::string_view kind,
                              std::span<const std::string> names);

}  // namespace jianzhen::api
