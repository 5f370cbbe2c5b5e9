#pragma once

// A video's pictures, decoded one by one with libav. No type of libav leaves the .cc file.

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/document.h"
#include "core/error.h"
#include "core/picture.h"
#include "ingest/ingest.h"
#include "ingest/shots.h"
#include "ingest/video_tracks.h"

namespace jianzhen::ingest {

// A decoded frame, held until it is needed; cheap to move.
class VideoFrame {
 public:
  VideoFrame(VideoFrame&&) noexcept;
  VideoFrame& operator=(VideoFrame&&) noexcept;
  ~VideoFrame();

  double time() const;  // seconds from the beginning

  // Upright, at most `max_width` pixels wide. Error: memory, corrupt.
  core::Result<core::Picture> picture(int max_width) const;

 private:
  friend class VideoFile;
  struct State;
  explicit VideoFrame(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// What of a file is decoded while its frames are asked for.
enum class Tracks { picture, all };

class VideoFile {
 public:
  // Only local containers of the usual kinds; nothing they refer to is opened.
  // Errors: corrupt, unsafe (too many pixels).
  static core::Result<VideoFile> open(const std::filesystem::path& file, const Limits& limits,
                                      Tracks tracks);

  VideoFile(VideoFile&&) noexcept;
  VideoFile& operator=(VideoFile&&) noexcept;
  ~VideoFile();

  bool has_pictures() const;
  double duration() const;  // seconds; 0 where the file does not say
  bool gives_every_frame() const;

  // What the container says; no stretches.
  core::Video facts() const;

  // The next frame; nothing at the end, or where nothing more can be decoded. Long videos give
  // their key frames only: encoders set one at each cut.
  std::optional<VideoFrame> next();

  // What was heard and shown in words beside the frames so far; all when next() gave nothing.
  std::vector<core::Video::Stretch> silences(double end);
  std::vector<Cue> cues() const;  // of all subtitle tracks, by their times
  bool lacks_subtitles() const;   // some of them could not be read

  // Goes to the last key frame before `time`.
  bool seek(double time);

  Thumbnail thumbnail(const VideoFrame& frame);

 private:
  struct State;
  explicit VideoFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::ingest
