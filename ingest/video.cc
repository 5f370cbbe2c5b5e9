#include <algorithm>
#include <optional>
#include <utility>

#include "ingest/failures.h"
#include "ingest/formats.h"
#include "ingest/shots.h"
#include "ingest/video_file.h"

namespace jianzhen::ingest {
namespace {

using core::ObservationKind;
using core::Result;

// Wide enough for words on a slide; full HD would cost twice the time and read no better.
constexpr int kFrameWidth = 1280;

// The shot that is on: its best frame so far, and where it began.
struct Shot {
  VideoFrame frame;
  Thumbnail thumbnail;
  double begun = 0;
};

class VideoReader {
 public:
  VideoReader(const Reading& reading, VideoFile video)
      : reading_(reading),
        video_(std::move(video)),
        chooser_(reading.limits.max_frames_per_minute) {}

  Result<void> run() {
    reading_.sink.info({reading_.type.media_type, 0, {}});
    bool wanted = true;
    double end = 0;
    for (auto frame = video_.next(); frame && wanted; frame = video_.next()) {
      decoded_ = true;
      end = frame->time();
      wanted = follow(std::move(*frame));
    }
    end = std::max(end, video_.duration());
    if (wanted) give(end);
    // A video of one tone still shows something: what is said about it must not be nothing.
    if (pages_ == 0 && shot_) give_page(end);
    if (!decoded_) reading_.sink.observed({ObservationKind::unplayable, 0, "no decodable picture"});
    if (chooser_.has_left_out() || over_) {
      reading_.sink.observed({ObservationKind::truncated, 0, "frame limit"});
    }
    return {};
  }

 private:
  // False: nobody wants more.
  bool follow(VideoFrame frame) {
    const Thumbnail thumbnail = video_.thumbnail(frame);
    const double time = frame.time();
    const auto step = detector_.next(thumbnail, time);
    if (step == ShotDetector::Step::same) return true;
    if (step == ShotDetector::Step::settled && shot_) {
      shot_->frame = std::move(frame);
      shot_->thumbnail = thumbnail;
      return true;
    }
    const double begun = detector_.begun();
    const bool wanted = give(begun);
    shot_.emplace(Shot{std::move(frame), thumbnail, begun});
    return wanted;
  }

  // The shot that ends at `until`, as a page.
  bool give(double until) {
    if (!shot_ || !chooser_.takes(shot_->thumbnail, shot_->begun)) return true;
    return give_page(until);
  }

  bool give_page(double until) {
    if (pages_ >= reading_.limits.max_pages) {
      over_ = true;
      return false;
    }
    const int number = ++pages_;
    if (reading_.skips(number)) return true;
    auto picture = shot_->frame.picture(kFrameWidth);
    if (!picture) return true;
    RawPage raw;
    raw.page.number = number;
    raw.page.width = picture->width;
    raw.page.height = picture->height;
    raw.page.time = shot_->begun;
    raw.page.until = std::max(until, shot_->begun);
    raw.picture = std::move(*picture);
    return reading_.sink.page(std::move(raw));
  }

  const Reading& reading_;
  VideoFile video_;
  ShotDetector detector_;
  ShotChooser chooser_;
  std::optional<Shot> shot_;
  int pages_ = 0;
  bool decoded_ = false;
  bool over_ = false;
};

}  // namespace

Result<void> read_video(const Reading& reading) {
  auto video = VideoFile::open(reading.file, reading.limits);
  if (!video) return core::fail(video.error());
  return VideoReader(reading, std::move(*video)).run();
}

Result<core::Picture> render_video(const Rendering& rendering) {
  auto video = VideoFile::open(rendering.file, rendering.limits);
  if (!video) return core::fail(video.error());
  const double time = rendering.time.value_or(0);
  if (time > 0) video->seek(time);
  // The frame on show at that moment: the last one not after it.
  constexpr double kSameFrame = 0.001;
  std::optional<VideoFrame> shown;
  for (auto frame = video->next(); frame; frame = video->next()) {
    if (shown && frame->time() > time + kSameFrame) break;
    shown = std::move(frame);
  }
  if (!shown) return no_such_page(rendering.page);
  return shown->picture(rendering.width);
}

}  // namespace jianzhen::ingest
