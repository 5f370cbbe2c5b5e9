#pragma once

// What poppler-utils make of a PDF. For tests only.

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace jianzhen::api {

// What `command FILE rest` prints.
inline std::string printed(const std::string& command, const std::string& pdf,
                           const std::string& rest) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) /
                                     ("jianzhen_report_" + std::to_string(::getpid()) + ".pdf");
  std::ofstream(file, std::ios::binary) << pdf;
  std::FILE* pipe =
      ::popen((command + " '" + file.string() + "' " + rest + " 2>/dev/null").c_str(), "r");
  std::string text;
  std::array<char, 4096> piece{};
  while (const std::size_t got = std::fread(piece.data(), 1, piece.size(), pipe)) {
    text.append(piece.data(), got);
  }
  EXPECT_EQ(::pclose(pipe), 0);
  std::filesystem::remove(file);
  return text;
}

// White space dropped: where lines end is the paper's matter.
inline std::string words_of(const std::string& pdf) {
  std::string text = printed("pdftotext", pdf, "-");
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\f'; });
  return text;
}

}  // namespace jianzhen::api
