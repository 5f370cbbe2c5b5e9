#include "ingest/video_tracks.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string_view>

#include "core/text.h"
#include "ingest/failures.h"

namespace jianzhen::ingest {
namespace {

// Containers that entrants send. Play lists and the like, which open other files, are not here.
constexpr const char* kContainers =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,asf,mpeg,mpegts,ogg,gif";

// A film of three hours has some 3,000.
constexpr std::size_t kMaxCues = 20'000;

double seconds(std::int64_t time, const AVStream& stream, double start) {
  const double at = static_cast<double>(time) * av_q2d(stream.time_base) - start;
  return std::isfinite(at) ? std::max(at, 0.0) : 0;
}

// 0–1 of full scale.
template <typename Sample>
double loudest(const AVFrame& frame, double zero, double full) {
  const bool planar = av_sample_fmt_is_planar(static_cast<AVSampleFormat>(frame.format)) != 0;
  const int channels = frame.ch_layout.nb_channels;
  const int planes = planar ? channels : 1;
  const std::ptrdiff_t count = std::ptrdiff_t{frame.nb_samples} * (planar ? 1 : channels);
  double most = 0;
  for (int plane = 0; plane < planes; ++plane) {
    const auto* samples = reinterpret_cast<const Sample*>(frame.extended_data[plane]);
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      most = std::max(most, std::abs(static_cast<double>(samples[i]) - zero));
    }
  }
  return most / full;
}

double level_of(const AVFrame& frame) {
  switch (av_get_packed_sample_fmt(static_cast<AVSampleFormat>(frame.format))) {
    case AV_SAMPLE_FMT_U8:
      return loudest<std::uint8_t>(frame, 128, 128);
    case AV_SAMPLE_FMT_S16:
      return loudest<std::int16_t>(frame, 0, 32768);
    case AV_SAMPLE_FMT_S32:
      return loudest<std::int32_t>(frame, 0, 2147483648.0);
    case AV_SAMPLE_FMT_FLT:
      return loudest<float>(frame, 0, 1);
    case AV_SAMPLE_FMT_DBL:
      return loudest<double>(frame, 0, 1);
    default:
      return 1;  // what cannot be measured is not called silent
  }
}

// The text of an event of Advanced SubStation, the form to which libav brings all subtitles: after
// eight commas, marks of style in braces, \N and \n for new rows.
std::vector<std::string> rows_of(std::string_view event) {
  constexpr int kFieldsBefore = 8;
  for (int field = 0; field < kFieldsBefore && !event.empty(); ++field) {
    const std::size_t comma = event.find(',');
    event.remove_prefix(comma == std::string_view::npos ? event.size() : comma + 1);
  }
  std::string text;
  for (std::size_t i = 0; i < event.size(); ++i) {
    const std::string_view rest = event.substr(i);
    const std::size_t close = rest.find('}');
    if (rest.starts_with("{\\") && close != std::string_view::npos) {
      i += close;
    } else if (rest.starts_with("\\N") || rest.starts_with("\\n")) {
      text += '\n';
      ++i;
    } else if (rest.starts_with("\\h")) {
      text += ' ';
      ++i;
    } else if (rest.front() != '\r') {
      text += rest.front();
    }
  }
  std::vector<std::string> rows;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string row = text.substr(at, end - at);
    if (row.find_first_not_of(' ') != std::string::npos && core::is_utf8(row)) {
      rows.push_back(std::move(row));
    }
    at = end + 1;
  }
  return rows;
}

std::vector<std::string> rows_of(const AVSubtitleRect& shown) {
  if (shown.ass != nullptr) return rows_of(std::string_view(shown.ass));
  return shown.text != nullptr ? std::vector<std::string>{shown.text} : std::vector<std::string>{};
}

}  // namespace

void ContainerCloser::operator()(AVFormatContext* format) const { avformat_close_input(&format); }

core::Result<Container> open_container(const std::filesystem::path& file) {
  av_log_set_level(AV_LOG_QUIET);
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", "file", 0);
  av_dict_set(&options, "format_whitelist", kContainers, 0);
  AVFormatContext* format = nullptr;
  const int opened =
      avformat_open_input(&format, ("file:" + file.string()).c_str(), nullptr, &options);
  av_dict_free(&options);
  if (opened < 0) return corrupt(said(opened));
  Container container(format);
  const int understood = avformat_find_stream_info(format, nullptr);
  if (understood < 0) return corrupt(said(understood));
  return container;
}

std::string said(int error) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(error, text.data(), text.size());
  return text.data();
}

void CodecCloser::operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
void FrameCloser::operator()(AVFrame* frame) const { av_frame_free(&frame); }

Codec open_decoder(const AVStream& stream) {
  const AVCodec* decoder = avcodec_find_decoder(stream.codecpar->codec_id);
  Codec codec(decoder != nullptr ? avcodec_alloc_context3(decoder) : nullptr);
  if (!codec || avcodec_parameters_to_context(codec.get(), stream.codecpar) < 0) return nullptr;
  codec->thread_count = 1;
  codec->pkt_timebase = stream.time_base;
  return avcodec_open2(codec.get(), decoder, nullptr) < 0 ? nullptr : std::move(codec);
}

SoundTrack::SoundTrack(const AVStream& stream, double start)
    : stream_(&stream), start_(start), codec_(open_decoder(stream)), frame_(av_frame_alloc()) {}

void SoundTrack::take(const AVPacket& packet) {
  if (!codec_ || !frame_ || avcodec_send_packet(codec_.get(), &packet) < 0) return;
  listen();
}

void SoundTrack::listen() {
  while (avcodec_receive_frame(codec_.get(), frame_.get()) >= 0) {
    const bool timed = frame_->best_effort_timestamp != AV_NOPTS_VALUE;
    const double time = timed ? seconds(frame_->best_effort_timestamp, *stream_, start_) : end_;
    silence_.at(time, level_of(*frame_) < kSilence);
    heard_ = true;
    end_ = time;
    if (frame_->sample_rate > 0) end_ += 1.0 * frame_->nb_samples / frame_->sample_rate;
  }
}

std::vector<core::Video::Stretch> SoundTrack::silences(double end) {
  // A track without a single sample that can be heard is silent from end to end.
  if (!heard_) silence_.at(0, codec_ != nullptr);
  return silence_.ended(heard_ ? end_ : end);
}

SubtitleTrack::SubtitleTrack(const AVStream& stream, double start)
    : stream_(&stream), start_(start), codec_(open_decoder(stream)) {}

void SubtitleTrack::take(const AVPacket& packet) {
  AVSubtitle subtitle{};
  int got = 0;
  AVPacket& mutable_packet = const_cast<AVPacket&>(packet);  // libav 5 reads it only
  if (!codec_ || avcodec_decode_subtitle2(codec_.get(), &subtitle, &got, &mutable_packet) < 0) {
    incomplete_ = true;
    return;
  }
  if (got == 0 || packet.pts == AV_NOPTS_VALUE) return;
  constexpr double kMilli = 0.001;
  constexpr std::uint32_t kUnknown = 0xFFFFFFFF;
  const double time = seconds(packet.pts, *stream_, start_);
  Cue cue{time + subtitle.start_display_time * kMilli, time, {}};
  cue.until = subtitle.end_display_time > 0 && subtitle.end_display_time != kUnknown
                  ? time + subtitle.end_display_time * kMilli
                  : time + static_cast<double>(packet.duration) * av_q2d(stream_->time_base);
  for (unsigned i = 0; i < subtitle.num_rects; ++i) {
    if (subtitle.rects[i]->type == SUBTITLE_BITMAP) incomplete_ = true;
    std::ranges::move(rows_of(*subtitle.rects[i]), std::back_inserter(cue.rows));
  }
  avsubtitle_free(&subtitle);
  if (cues_.size() >= kMaxCues) incomplete_ = true;
  if (!cue.rows.empty() && cues_.size() < kMaxCues) cues_.push_back(std::move(cue));
}

}  // namespace jianzhen::ingest
