#include "ingest/test_files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>

namespace jianzhen::ingest {

TestFiles::TestFiles() {
  std::string pattern = testing::TempDir() + "/ingest-XXXXXX";
  folder_ = mkdtemp(pattern.data());
}

TestFiles::~TestFiles() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::filesystem::path TestFiles::folder(const std::string& name) const {
  std::filesystem::remove_all(folder_ / name);
  std::filesystem::create_directories(folder_ / name);
  return folder_ / name;
}

std::filesystem::path TestFiles::write(const std::string& name, std::string_view bytes) const {
  std::ofstream(folder_ / name, std::ios::binary) << bytes;
  return folder_ / name;
}

std::string contents_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string random_bytes(std::size_t count) {
  std::mt19937 generator(1);
  std::string bytes(count, '\0');
  for (char& byte : bytes) byte = static_cast<char>(generator());
  return bytes;
}

}  // namespace jianzhen::ingest
