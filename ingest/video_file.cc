#include "ingest/video_file.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libswscale/swscale.h>
}

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <string>

#include "ingest/failures.h"
#include "ingest/picture_limits.h"
#include "ingest/pixels.h"

namespace jianzhen::ingest {
namespace {

// Containers that entrants send. Play lists and the like, which open other files, are not here.
constexpr const char* kContainers =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,asf,mpeg,mpegts,ogg,gif";

// Some ten seconds of decoding on one core; beyond, key frames only.
constexpr double kPixelsDecoded = 3e9;

struct FormatCloser {
  void operator()(AVFormatContext* format) const { avformat_close_input(&format); }
};
struct CodecCloser {
  void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
};
struct PacketCloser {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct FrameCloser {
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct ScalerCloser {
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};
using Frame = std::unique_ptr<AVFrame, FrameCloser>;
using Scaler = std::unique_ptr<SwsContext, ScalerCloser>;

std::string said(int error) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(error, text.data(), text.size());
  return text.data();
}

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
  cv::Mat upright = *image;
  if (state_->quarter_turns > 0) {
    constexpr std::array kTurns = {cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180,
                                   cv::ROTATE_90_COUNTERCLOCKWISE};
    cv::rotate(*image, upright, kTurns[static_cast<std::size_t>(state_->quarter_turns) - 1]);
  }
  return picture_of(upright, 0);
}

struct VideoFile::State {
  std::unique_ptr<AVFormatContext, FormatCloser> format;
  std::unique_ptr<AVCodecContext, CodecCloser> codec;
  std::unique_ptr<AVPacket, PacketCloser> packet{av_packet_alloc()};
  Scaler thumbnailer;
  int stream = -1;
  int quarter_turns = 0;
  bool drained = false;
  double last_time = 0;

  const AVStream& video() const { return *format->streams[stream]; }
  core::Result<void> open_codec(const Limits& limits);
  bool feed();
};

VideoFile::VideoFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
VideoFile::VideoFile(VideoFile&&) noexcept = default;
VideoFile& VideoFile::operator=(VideoFile&&) noexcept = default;
VideoFile::~VideoFile() = default;

core::Result<VideoFile> VideoFile::open(const std::filesystem::path& file, const Limits& limits) {
  av_log_set_level(AV_LOG_QUIET);
  auto state = std::make_unique<State>();
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", "file", 0);
  av_dict_set(&options, "format_whitelist", kContainers, 0);
  AVFormatContext* format = nullptr;
  const int opened =
      avformat_open_input(&format, ("file:" + file.string()).c_str(), nullptr, &options);
  av_dict_free(&options);
  if (opened < 0) return corrupt(said(opened));
  state->format.reset(format);
  const int understood = avformat_find_stream_info(format, nullptr);
  if (understood < 0) return corrupt(said(understood));
  const int best = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  // The cover picture of a piece of music is no video.
  const bool cover =
      best >= 0 && (format->streams[best]->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
  if (best >= 0 && !cover) {
    state->stream = best;
    if (auto ready = state->open_codec(limits); !ready) return core::fail(ready.error());
  }
  return VideoFile(std::move(state));
}

core::Result<void> VideoFile::State::open_codec(const Limits& limits) {
  const AVCodecParameters& parameters = *video().codecpar;
  if (1.0 * parameters.width * parameters.height > decodable_pixels(limits)) {
    return too_many_pixels(parameters.width, parameters.height);
  }
  for (unsigned i = 0; i < format->nb_streams; ++i) {
    if (static_cast<int>(i) != stream) format->streams[i]->discard = AVDISCARD_ALL;
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

// Gives the decoder one more packet of the video, or the end. False: it has had the end already.
bool VideoFile::State::feed() {
  while (!drained) {
    const int status = av_read_frame(format.get(), packet.get());
    if (status < 0) {
      drained = true;
      return avcodec_send_packet(codec.get(), nullptr) >= 0;
    }
    const bool ours = packet->stream_index == stream;
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
