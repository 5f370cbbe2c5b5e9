#pragma once

// Keeps everything that a reader gives, for tests.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ingest/ingest.h"

namespace jianzhen::ingest {

class TestSink : public PageSink {
 public:
  explicit TestSink(std::size_t enough = 1000) : enough_(enough) {}

  void info(const DocumentInfo& about) override {
    known = about;
    seen.insert(seen.end(), about.observations.begin(), about.observations.end());
  }
  void begins(int page) override { begun.push_back(page); }
  bool page(RawPage page) override {
    pages.push_back(std::move(page));
    return pages.size() < enough_;
  }
  void observed(core::Observation observation) override { seen.push_back(std::move(observation)); }
  void video(const core::Video& about) override { film = about; }

  bool has(core::ObservationKind kind, int page = 0) const;
  std::string detail_of(core::ObservationKind kind) const;
  // The lines of one page, joined by '\n'.
  std::string text(std::size_t page) const;

  DocumentInfo known;
  std::vector<int> begun;
  std::vector<RawPage> pages;
  std::vector<core::Observation> seen;
  std::optional<core::Video> film;

 private:
  std::size_t enough_;
};

struct TestReading {
  core::Result<void> result;
  TestSink sink;
};

// detect() and read_pages().
TestReading read_file(const std::filesystem::path& file, const Limits& limits = {},
                      const std::vector<int>& skip = {});

}  // namespace jianzhen::ingest
