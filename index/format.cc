#include "index/format.h"

#include <cstdint>

#include "index/index.h"

namespace jianzhen::index {

namespace {

constexpr std::size_t kLongestTerm = 200;  // Xapian holds 245 bytes, a zero byte counting twice

// FNV-1a: the same on every machine, unlike std::hash. Only names longer than a term need it.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

std::string term(std::string_view prefix, const std::string& name) {
  std::string whole = std::string(prefix) + name;
  if (whole.size() <= kLongestTerm) return whole;
  return whole.substr(0, kLongestTerm) + std::to_string(hash_of(name));
}

}  // namespace

std::string entry_term(std::string_view entry) { return term("XE", std::string(entry)); }

std::string material_term(std::string_view entry, std::string_view material) {
  return term(kMaterialPrefix, std::string(entry) + '\x1f' + std::string(material));
}

std::string material_key(const std::string& entry, const std::string& material) {
  return material_term(entry, material);
}

}  // namespace jianzhen::index
