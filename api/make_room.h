#pragma once

#include <cstdint>
#include <filesystem>

namespace jianzhen::api {

// What a folder's files amount to; where that is more than `max_bytes`, those that were not looked
// at for longest go first, down to nine tenths of it, so that not every file after this one begins
// to tidy up again. Returns what is left, bytes.
std::uint64_t make_room(const std::filesystem::path& folder, std::uint64_t max_bytes);

}  // namespace jianzhen::api
