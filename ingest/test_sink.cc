#include "ingest/test_sink.h"

#include <algorithm>

namespace jianzhen::ingest {

bool TestSink::has(core::ObservationKind kind, int page) const {
  return std::ranges::any_of(seen, [&](const core::Observation& observation) {
    return observation.kind == kind && observation.page == page;
  });
}

std::string TestSink::detail_of(core::ObservationKind kind) const {
  const auto found = std::ranges::find(seen, kind, &core::Observation::kind);
  return found == seen.end() ? std::string("not seen") : found->detail;
}

std::string TestSink::text(std::size_t page) const {
  std::string all;
  for (const core::Line& line : pages.at(page).page.lines) {
    if (!all.empty()) all += '\n';
    all += line.text;
  }
  return all;
}

TestReading read_file(const std::filesystem::path& file, const Limits& limits,
                      const std::vector<int>& skip) {
  TestReading reading;
  const auto type = detect(file);
  if (!type) {
    reading.result = core::fail(type.error());
    return reading;
  }
  reading.result = read_pages(file, *type, limits, skip, reading.sink);
  return reading;
}

}  // namespace jianzhen::ingest
