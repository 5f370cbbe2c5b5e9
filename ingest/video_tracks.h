#pragma once

// A video's container, and its tracks beside the picture: sound, of which only silence is asked,
// and subtitles. For the .cc files that know libav, whose types stand here by name only.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "ingest/stretches.h"

struct AVCodecContext;
struct AVFormatContext;
struct AVFrame;
struct AVPacket;
struct AVStream;

namespace jianzhen::ingest {

struct ContainerCloser {
  void operator()(AVFormatContext* format) const;
};
using Container = std::unique_ptr<AVFormatContext, ContainerCloser>;

// Only local containers of the usual kinds; nothing they refer to is opened. Errors: corrupt.
core::Result<Container> open_container(const std::filesystem::path& file);

// What libav calls the error.
std::string said(int error);

struct CodecCloser {
  void operator()(AVCodecContext* codec) const;
};
using Codec = std::unique_ptr<AVCodecContext, CodecCloser>;
struct FrameCloser {
  void operator()(AVFrame* frame) const;
};
using Frame = std::unique_ptr<AVFrame, FrameCloser>;

// A decoder for the stream, opened; nullptr where there is none.
Codec open_decoder(const AVStream& stream);

class SoundTrack {
 public:
  // `start`: when the picture begins, seconds; all times are from there.
  SoundTrack(const AVStream& stream, double start);

  void take(const AVPacket& packet);
  std::vector<core::Video::Stretch> silences(double end);

 private:
  void listen();

  const AVStream* stream_;
  double start_;
  Codec codec_;
  Frame frame_;
  bool heard_ = false;
  double end_ = 0;  // of what was heard
  StretchFinder silence_{core::Video::Stretch::Kind::silent, kSilentSeconds};
};

// Words that the container shows at a time.
struct Cue {
  double from = 0;  // seconds
  double until = 0;
  std::vector<std::string> rows;  // UTF-8, without marks of style
};

class SubtitleTrack {
 public:
  SubtitleTrack(const AVStream& stream, double start);

  void take(const AVPacket& packet);
  const std::vector<Cue>& cues() const { return cues_; }
  // Something was not text, or there was too much.
  bool is_incomplete() const { return incomplete_; }

 private:
  const AVStream* stream_;
  double start_;
  Codec codec_;
  bool incomplete_ = false;
  std::vector<Cue> cues_;
};

}  // namespace jianzhen::ingest
