#pragma once

// Small files that tests make for themselves: a folder of their own, gone at the end.

#include <filesystem>
#include <string>
#include <string_view>

namespace jianzhen::ingest {

class TestFiles {
 public:
  TestFiles();
  TestFiles(const TestFiles&) = delete;
  TestFiles& operator=(const TestFiles&) = delete;
  ~TestFiles();

  std::filesystem::path path(const std::string& name) const { return folder_ / name; }

  // Made anew, empty.
  std::filesystem::path folder(const std::string& name) const;

  std::filesystem::path write(const std::string& name, std::string_view bytes) const;

 private:
  std::filesystem::path folder_;
};

std::string contents_of(const std::filesystem::path& file);

// The same on every run; no compressor makes it smaller.
std::string random_bytes(std::size_t count);

}  // namespace jianzhen::ingest
