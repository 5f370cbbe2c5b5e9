#pragma once

// What writer and reader of the index agree on (docs/search.md). Private to this folder.

#include <string>
#include <string_view>

namespace jianzhen::index {

// In the metadata of every index of ours; another value is refused, never guessed at.
inline constexpr std::string_view kFormatKey = "jianzhen.format";
inline constexpr std::string_view kFormat = "1";

// Terms of words are folded, so that no word begins with a capital X.
inline constexpr std::string_view kMaterialPrefix = "XM";
std::string entry_term(std::string_view entry);
std::string material_term(std::string_view entry, std::string_view material);

}  // namespace jianzhen::index
