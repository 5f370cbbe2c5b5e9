#pragma once

// Which frames of a video show something new. Works on small grey thumbnails; knows no decoder.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace jianzhen::ingest {

struct Thumbnail {
  static constexpr int kWidth = 64;
  static constexpr int kHeight = 36;
  std::array<std::uint8_t, std::size_t{kWidth} * kHeight> grey{};

  // True for black, white and other frames of one tone.
  bool is_blank() const;
};

// Share of the thumbnail's cells that differ visibly, 0–1.
double changed_share(const Thumbnail& a, const Thumbnail& b);

// Half the sum of the differences of their histograms of 16 grey levels, 0–1.
double histogram_distance(const Thumbnail& a, const Thumbnail& b);

// Fed with every frame in order; says where shots end. A shot is one scene, or one state of a slide
// on which words appear step by step.
class ShotDetector {
 public:
  enum class Step {
    same,     // the shot goes on
    settled,  // it goes on, and this frame shows it better than its first (a fade is over)
    begins,   // a new shot begins with this frame
  };

  Step next(const Thumbnail& frame, double time);

  // When the shot that is on began. New words are certain only once they are at rest; the shot
  // began when they came.
  double begun() const { return begun_; }

 private:
  Thumbnail shown_{};     // what stands for the shot
  Thumbnail previous_{};  // the frame before
  double begun_ = 0;
  double noticed_ = 0;    // when it was certain that it had begun
  double disturbed_ = 0;  // when the last frames at rest ended
  bool was_at_rest_ = true;
  bool any_ = false;
};

// Which shots are worth a page: no blank frame, none that was there lately, and no more per minute
// than allowed.
class ShotChooser {
 public:
  explicit ShotChooser(int per_minute) : per_minute_(per_minute) {}

  bool takes(const Thumbnail& shot, double time);

  // The ceiling kept a new shot out.
  bool has_left_out() const { return left_out_; }

 private:
  int per_minute_;
  bool left_out_ = false;
  std::deque<double> times_;      // of the last minute
  std::deque<Thumbnail> lately_;  // what was taken
};

}  // namespace jianzhen::ingest
