#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "ingest/failures.h"
#include "ingest/formats.h"
#include "ingest/shots.h"
#include "ingest/stretches.h"
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
        stretches_(video_.gives_every_frame()),
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
    if (wanted) wanted = give_subtitles();
    tell_facts(end);
    if (!decoded_) reading_.sink.observed({ObservationKind::unplayable, 0, "no decodable picture"});
    if (chooser_.has_left_out() || over_) {
      reading_.sink.observed({ObservationKind::truncated, 0, "frame limit"});
    }
    if (video_.lacks_subtitles()) {
      reading_.sink.observed({ObservationKind::truncated, 0, "subtitles that are no text"});
    }
    return {};
  }

 private:
  // False: nobody wants more.
  bool follow(VideoFrame frame) {
    const Thumbnail thumbnail = video_.thumbnail(frame);
    const double time = frame.time();
    stretches_.next(thumbnail, time);
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

  // The words that the container shows: after the frames, a page for each time, without a picture.
  bool give_subtitles() {
    for (const Cue& cue : video_.cues()) {
      if (pages_ >= reading_.limits.max_pages) {
        over_ = true;
        return true;
      }
      const int number = ++pages_;
      if (reading_.skips(number)) continue;
      if (!reading_.sink.page({subtitle_page(cue, number), {}})) return false;
    }
    return true;
  }

  core::Page subtitle_page(const Cue& cue, int number) const {
    const core::Video facts = video_.facts();
    core::Page page;
    page.number = number;
    page.width = facts.width;
    page.height = facts.height;
    page.source = core::PageSource::text_layer;
    page.confidence = 1;
    page.time = cue.from;
    page.until = std::max(cue.until, cue.from);
    // Where players put them: rows upwards from the foot of the picture.
    constexpr double kFoot = 0.95;
    constexpr double kRow = 0.06;
    constexpr double kMargin = 0.05;
    double top = std::max(0.0, kFoot - kRow * static_cast<double>(cue.rows.size()));
    for (const std::string& row : cue.rows) {
      core::Line line;
      line.text = row;
      line.box = core::clamped({kMargin, top, 1 - kMargin, top + kRow});
      page.lines.push_back(std::move(line));
      top += kRow;
    }
    return page;
  }

  void tell_facts(double end) {
    core::Video facts = video_.facts();
    facts.duration = end;
    facts.stretches = stretches_.ended(end);
    std::ranges::move(video_.silences(end), std::back_inserter(facts.stretches));
    std::ranges::stable_sort(facts.stretches, {}, &core::Video::Stretch::from);
    reading_.sink.video(facts);
  }

  const Reading& reading_;
  VideoFile video_;
  PictureStretches stretches_;
  ShotDetector detector_;
  ShotChooser chooser_;
  std::optional<Shot> shot_;
  int pages_ = 0;
  bool decoded_ = false;
  bool over_ = false;
};

// The frame on show at that moment: the last one not after it.
std::optional<VideoFrame> frame_at(VideoFile& video, double time) {
  if (time > 0) video.seek(time);
  constexpr double kSameFrame = 0.001;
  std::optional<VideoFrame> shown;
  for (auto frame = video.next(); frame; frame = video.next()) {
    if (shown && frame->time() > time + kSameFrame) break;
    shown = std::move(frame);
  }
  return shown;
}

// Into the strip's place `index` of `count`; the first makes the strip, black.
void put_into(core::Picture& strip, const core::Picture& picture, int count, int index) {
  const std::size_t row = static_cast<std::size_t>(picture.width) * picture.channels;
  const std::size_t strip_row = row * static_cast<std::size_t>(count);
  if (strip.empty()) {
    strip = {.width = picture.width * count,
             .height = picture.height,
             .channels = picture.channels,
             .dpi = 0,
             .pixels = {}};
    strip.pixels.resize(strip_row * static_cast<std::size_t>(picture.height));
  }
  // A stream may change its size half-way; such frames have no place.
  if (picture.width * count != strip.width || picture.height != strip.height) return;
  for (int y = 0; y < picture.height; ++y) {
    const auto from = picture.pixels.begin() + static_cast<std::ptrdiff_t>(row * y);
    std::copy_n(from, row,
                strip.pixels.begin() + static_cast<std::ptrdiff_t>(strip_row * y + row * index));
  }
}

}  // namespace

Result<void> read_video(const Reading& reading) {
  auto video = VideoFile::open(reading.file, reading.limits, Tracks::all);
  if (!video) return core::fail(video.error());
  return VideoReader(reading, std::move(*video)).run();
}

Result<core::Picture> render_video(const Rendering& rendering) {
  auto video = VideoFile::open(rendering.file, rendering.limits, Tracks::picture);
  if (!video) return core::fail(video.error());
  const auto shown = frame_at(*video, rendering.time.value_or(0));
  if (!shown) return no_such_page(rendering.page);
  return shown->picture(rendering.width);
}

Result<core::Picture> poster_strip(const std::filesystem::path& file, int count, int width,
                                   const Limits& limits) {
  auto video = VideoFile::open(file, limits, Tracks::picture);
  if (!video) return core::fail(video.error());
  core::Picture strip;
  for (int i = 0; i < count; ++i) {
    // The middle of each part: the first moment is often black.
    const auto frame = frame_at(*video, video->duration() * (i + 0.5) / count);
    if (!frame) break;
    const auto picture = frame->picture(width);
    if (!picture) return core::fail(picture.error());
    put_into(strip, *picture, count, i);
  }
  if (strip.empty()) return no_such_page(1);
  return strip;
}

}  // namespace jianzhen::ingest
