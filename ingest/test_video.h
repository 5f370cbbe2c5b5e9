#pragma once

// Small videos that tests make for themselves.

#include <filesystem>
#include <vector>

namespace jianzhen::ingest {

// One still scene: paper of this grey with so many dark bars on it.
struct TestScene {
  int grey = 230;
  int bars = 1;
  int frames = 20;
};

// 320×180 MPEG-4 in mp4, ten frames a second. `quarter_turns`: what the container says the player
// must turn it by, clockwise.
void write_video(const std::filesystem::path& file, const std::vector<TestScene>& scenes,
                 int quarter_turns = 0);

}  // namespace jianzhen::ingest
