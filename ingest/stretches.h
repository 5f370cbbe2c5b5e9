#pragma once

// Stretches of a video in which nothing is to be seen or heard. Pure; knows no decoder.

#include <optional>
#include <vector>

#include "core/document.h"
#include "ingest/shots.h"

namespace jianzhen::ingest {

// Fed with moments in order: from `time` on it holds, or it does not. Keeps what lasts.
class StretchFinder {
 public:
  StretchFinder(core::Video::Stretch::Kind kind, double at_least)
      : kind_(kind), at_least_(at_least) {}

  void at(double time, bool holds);

  // What was found when the video ends; call it once.
  std::vector<core::Video::Stretch> ended(double end);

 private:
  void close(double until);

  core::Video::Stretch::Kind kind_;
  double at_least_;  // seconds
  std::optional<double> since_;
  std::vector<core::Video::Stretch> found_;
};

inline constexpr double kFrozenSeconds = 5;

// Black and frozen, from the thumbnails of all frames. A black picture that stands still is black.
class PictureStretches {
 public:
  // `every_frame`: none is left out, so that one stands until the next comes.
  explicit PictureStretches(bool every_frame) : every_frame_(every_frame) {}

  void next(const Thumbnail& frame, double time);
  std::vector<core::Video::Stretch> ended(double end);

 private:
  StretchFinder black_{core::Video::Stretch::Kind::black, 2};
  StretchFinder frozen_{core::Video::Stretch::Kind::frozen, kFrozenSeconds};
  bool every_frame_;
  std::optional<Thumbnail> previous_;
  double previous_time_ = 0;
};

// Silence: the loudest sample of a block stays below -60 dB of full scale.
inline constexpr double kSilence = 0.001;
inline constexpr double kSilentSeconds = 2;

}  // namespace jianzhen::ingest
