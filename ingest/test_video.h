#pragma once

// Small videos that tests make for themselves.

#include <filesystem>
#include <string>
#include <vector>

namespace jianzhen::ingest {

// One scene: paper of this grey with so many dark bars on it, still or with a mark that runs.
struct TestScene {
  int grey = 230;
  int bars = 1;
  int frames = 20;
  bool moves = false;
};

struct TestCue {
  double from = 0;  // seconds
  double until = 0;
  std::string text;
};

struct TestTracks {
  int quarter_turns = 0;       // what the container says the player must turn it by, clockwise
  std::vector<double> volume;  // 0–1 of a tone, one second each; none: no sound track
  std::vector<TestCue> cues;   // none: no subtitle track
};

// 320×180, ten frames a second. The name's ending says the container; what such files commonly
// hold is the codec of the picture. False where libav cannot make it.
bool write_video(const std::filesystem::path& file, const std::vector<TestScene>& scenes,
                 const TestTracks& tracks = {});

}  // namespace jianzhen::ingest
