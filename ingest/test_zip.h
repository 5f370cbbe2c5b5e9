#pragma once

// Zips that tests make for themselves.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace jianzhen::ingest {

enum class Packing { stored, deflated };

// In this order; a name may come twice.
using ZipMembers = std::vector<std::pair<std::string, std::string>>;

void write_zip(const std::filesystem::path& to, const ZipMembers& members,
               Packing packing = Packing::deflated);

}  // namespace jianzhen::ingest
