#include "ingest/video_file.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libswscale/swscale.h>
}

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/core.hpp>
#include <string>

#include "ingest/failures.h"
#include "ingest/picture_limits.h"
#include "ingest/pixels.h"

namespace jianzhen::ingest {
namespace {

// Some ten seconds of decoding on one core; beyond, key frames only.
constexpr double kPixelsDecoded = 3e9;

struct PacketCloser {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct ScalerCloser {
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};
using Scaler = std::unique_ptr<SwsContext, ScalerCloser>;

// Quarter turns clockwise that the picture needs to stand upright.
int quarter_turns_of(const AVStream& stream) {
  const auto* matrix = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
  if (matrix == nullptr) return 0;
  const double degrees = av_display_rotation_get(reinterpret_cast<const std::int32_t*>(matrix));
  if (!std::isfinite(degrees)) return 0;
  return static_cast<int>(std::lround(-degrees / 90) % 4 + 4) % 4;
}

core::Result<cv::Mat> scaled(const AVFrame& frame, int width, int height, AVPixelFormat format) {
  const bool grey = format == AV_PIX_FMT_GRAY8;
  const Scaler scaler(sws_getContext(
      frame.width, frame.height, static_cast<AVPixelFormat>(frame.format), width, height, format,
      grey ? SWS_FAST_BILINEAR : SWS_AREA, nullptr, nullptr, nullptr));
  if (!scaler) return corrupt("pixels of an unknown form");
  cv::Mat out(height, width, grey ? CV_8UC1 : CV_8UC3);
  std::array<std::uint8_t*, 4> planes = {out.data, nullptr, nullptr, nullptr};
  std::array<int, 4> strides = {static_cast<int>(out.step), 0, 0, 0};
  sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, planes.data(),
            strides.data());
  return out;
}

bool is_drawable(const AVFrame& frame) {
  return frame.width > 0 && frame.height > 0 && frame.data[0] != nullptr;
}

}  // namespace

struct VideoFrame::State {
  Frame frame;
  double time = 0;
  int quarter_turns = 0;
};

VideoFrame::VideoFrame(std::unique_ptr<State> state) : state_(std::move(state)) {}
VideoFrame::VideoFrame(VideoFrame&&) noexcept = default;
VideoFrame& VideoFrame::operator=(VideoFrame&&) noexcept = default;
VideoFrame::~VideoFrame() = default;

double VideoFrame::time() const { return state_->time; }

core::Result<core::Picture> VideoFrame::picture(int max_width) const {
  const AVFrame& frame = *state_->frame;
  const bool turned = state_->quarter_turns % 2 != 0;
  const int shown_width = turned ? frame.height : frame.width;
  const double scale = std::min(1.0, 1.0 * max_width / shown_width);
  const auto side = [&](int pixels) {
    return std::max(1, static_cast<int>(std::lround(pixels * scale)));
  };
  auto image = scaled(frame, side(frame.width), side(frame.height), AV_PIX_FMT_BGR24);
  if (!image) return core::fail(image.error());
  return turned_picture(picture_of(*image, 0), state_->quarter_turns);
}

struct VideoFile::State {
  Container format;
  Codec codec;
  std::unique_ptr<AVPacket, PacketCloser> packet{av_packet_alloc()};
  Scaler thumbnailer;
  std::optional<SoundTrack> sound;
  std::map<int, SubtitleTrack> subtitles;  // by the stream's number
  int stream = -1;                         // of the picture; -1: there is none
  int sound_stream = -1;
  int quarter_turns = 0;
  bool drained = false;
  double last_time = 0;

  const AVStream& video() const { return *format->streams[stream]; }
  core::Result<void> open_codec(const Limits& limits);
  void open_other_tracks(Tracks tracks);
  bool feed();
};

VideoFile::VideoFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
VideoFile::VideoFile(VideoFile&&) noexcept = default;
VideoFile& VideoFile::operator=(VideoFile&&) noexcept = default;
VideoFile::~VideoFile() = default;

core::Result<VideoFile> VideoFile::open(const std::filesystem::path& file, const Limits& limits,
                                        Tracks tracks) {
  auto container = open_container(file);
  if (!container) return core::fail(container.error());
  auto state = std::make_unique<State>();
  state->format = std::move(*container);
  AVFormatContext* format = state->format.get();
  const int best = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  // The cover picture of a piece of music is no video.
  const bool cover =
      best >= 0 && (format->streams[best]->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
  if (best >= 0 && !cover) {
    state->stream = best;
    if (auto ready = state->open_codec(limits); !ready) return core::fail(ready.error());
  }
  state->open_other_tracks(tracks);
  return VideoFile(std::move(state));
}

core::Result<void> VideoFile::State::open_codec(const Limits& limits) {
  const AVCodecParameters& parameters = *video().codecpar;
  if (1.0 * parameters.width * parameters.height > decodable_pixels(limits)) {
    return too_many_pixels(parameters.width, parameters.height);
  }
  const AVCodec* decoder = avcodec_find_decoder(parameters.codec_id);
  if (decoder == nullptr) return {};  // no decodable picture: has_pictures() says so
  codec.reset(avcodec_alloc_context3(decoder));
  if (!codec || avcodec_parameters_to_context(codec.get(), &parameters) < 0) return {};
  codec->thread_count = 1;
  codec->max_pixels = static_cast<std::int64_t>(decodable_pixels(limits));
  const double rate = av_q2d(video().avg_frame_rate);
  const double seconds = static_cast<double>(format->duration) / AV_TIME_BASE;
  const double pixels = 1.0 * parameters.width * parameters.height;
  if (std::isfinite(rate) && rate * seconds * pixels > kPixelsDecoded) {
    codec->skip_frame = AVDISCARD_NONKEY;
  }
  if (avcodec_open2(codec.get(), decoder, nullptr) < 0) codec.reset();
  quarter_turns = quarter_turns_of(video());
  return {};
}

bool VideoFile::has_pictures() const { return state_->codec != nullptr; }

double VideoFile::duration() const {
  const auto duration = state_->format->duration;
  return duration > 0 ? static_cast<double>(duration) / AV_TIME_BASE : 0;
}

void VideoFile::State::open_other_tracks(Tracks tracks) {
  const bool timed = stream >= 0 && video().start_time != AV_NOPTS_VALUE;
  const double start =
      timed ? static_cast<double>(video().start_time) * av_q2d(video().time_base) : 0;
  sound_stream = av_find_best_stream(format.get(), AVMEDIA_TYPE_AUDIO, -1, stream, nullptr, 0);
  for (int i = 0; i < static_cast<int>(format->nb_streams); ++i) {
    AVStream& track = *format->streams[i];
    const bool words = track.codecpar->codec_type == AVMEDIA_TYPE_SUBTITLE;
    const bool wanted = tracks == Tracks::all && (i == sound_stream || words);
    if (i != stream && !wanted) track.discard = AVDISCARD_ALL;
    if (wanted && words) subtitles.try_emplace(i, track, start);
    if (wanted && i == sound_stream) sound.emplace(track, start);
  }
}

bool VideoFile::gives_every_frame() const {
  return has_pictures() && state_->codec->skip_frame != AVDISCARD_NONKEY;
}

core::Video VideoFile::facts() const {
  core::Video facts;
  facts.duration = duration();
  if (state_->stream >= 0) {
    const AVCodecParameters& picture = *state_->video().codecpar;
    const bool turned = quarter_turns_of(state_->video()) % 2 != 0;
    facts.width = turned ? picture.height : picture.width;
    facts.height = turned ? picture.width : picture.height;
    facts.picture_codec = avcodec_get_name(picture.codec_id);
  }
  if (state_->sound_stream >= 0) {
    const AVStream& sound = *state_->format->streams[state_->sound_stream];
    facts.sound_codec = avcodec_get_name(sound.codecpar->codec_id);
  }
  return facts;
}

std::vector<core::Video::Stretch> VideoFile::silences(double end) {
  return state_->sound ? state_->sound->silences(end) : std::vector<core::Video::Stretch>{};
}

std::vector<Cue> VideoFile::cues() const {
  std::vector<Cue> all;
  for (const auto& [stream, track] : state_->subtitles) {
    all.insert(all.end(), track.cues().begin(), track.cues().end());
  }
  std::ranges::stable_sort(all, {}, &Cue::from);
  return all;
}

bool VideoFile::lacks_subtitles() const {
  return std::ranges::any_of(state_->subtitles,
                             [](const auto& track) { return track.second.is_incomplete(); });
}

// Gives the decoder one more packet of the video, or the end. False: it has had the end already.
bool VideoFile::State::feed() {
  while (!drained) {
    const int status = av_read_frame(format.get(), packet.get());
    if (status < 0) {
      drained = true;
      return avcodec_send_packet(codec.get(), nullptr) >= 0;
    }
    const bool ours = packet->stream_index == stream;
    if (sound && packet->stream_index == sound_stream) sound->take(*packet);
    const auto words = subtitles.find(packet->stream_index);
    if (words != subtitles.end()) words->second.take(*packet);
    // A damaged packet is refused; the next key frame starts anew.
    if (ours) avcodec_send_packet(codec.get(), packet.get());
    av_packet_unref(packet.get());
    if (ours) return true;
  }
  return false;
}

std::optional<VideoFrame> VideoFile::next() {
  while (state_->codec) {
    Frame frame(av_frame_alloc());
    const int status = avcodec_receive_frame(state_->codec.get(), frame.get());
    if (status == AVERROR(EAGAIN)) {
      if (!state_->feed()) return std::nullopt;
      continue;
    }
    if (status == AVERROR_EOF) return std::nullopt;
    if (status < 0 || !is_drawable(*frame)) {
      if (!state_->feed()) return std::nullopt;
      continue;
    }
    auto held = std::make_unique<VideoFrame::State>();
    const auto& stream = state_->video();
    const std::int64_t start = stream.start_time == AV_NOPTS_VALUE ? 0 : stream.start_time;
    if (frame->best_effort_timestamp != AV_NOPTS_VALUE) {
      const double time =
          static_cast<double>(frame->best_effort_timestamp - start) * av_q2d(stream.time_base);
      if (std::isfinite(time)) state_->last_time = std::max(time, 0.0);
    }
    held->time = state_->last_time;
    held->quarter_turns = state_->quarter_turns;
    held->frame = std::move(frame);
    return VideoFrame(std::move(held));
  }
  return std::nullopt;
}

bool VideoFile::seek(double time) {
  if (!state_->codec) return false;
  const auto& stream = state_->video();
  const std::int64_t start = stream.start_time == AV_NOPTS_VALUE ? 0 : stream.start_time;
  const auto target = start + static_cast<std::int64_t>(time / av_q2d(stream.time_base));
  state_->drained = false;
  state_->codec->skip_frame = AVDISCARD_DEFAULT;
  avcodec_flush_buffers(state_->codec.get());
  return av_seek_frame(state_->format.get(), state_->stream, target, AVSEEK_FLAG_BACKWARD) >= 0;
}

Thumbnail VideoFile::thumbnail(const VideoFrame& frame) {
  const AVFrame& from = *frame.state_->frame;
  Thumbnail small;
  state_->thumbnailer.reset(sws_getCachedContext(
      state_->thumbnailer.release(), from.width, from.height,
      static_cast<AVPixelFormat>(from.format), Thumbnail::kWidth, Thumbnail::kHeight,
      AV_PIX_FMT_GRAY8, SWS_AREA, nullptr, nullptr, nullptr));
  if (!state_->thumbnailer) return small;
  std::array<std::uint8_t*, 4> planes = {small.grey.data(), nullptr, nullptr, nullptr};
  const std::array<int, 4> strides = {Thumbnail::kWidth, 0, 0, 0};
  sws_scale(state_->thumbnailer.get(), from.data, from.linesize, 0, from.height, planes.data(),
            strides.data());
  return small;
}

}  // namespace jianzhen::ingest
