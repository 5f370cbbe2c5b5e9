#include "ingest/test_video.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/opt.h>
}

#include <cmath>
#include <cstring>
#include <memory>
#include <numbers>

namespace jianzhen::ingest {
namespace {

constexpr int kWidth = 320;
constexpr int kHeight = 180;
constexpr int kFramesPerSecond = 10;
constexpr int kSampleRate = 16'000;
constexpr AVRational kMilliseconds = {1, 1000};

struct CodecCloser {
  void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
};
struct FrameCloser {
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct PacketCloser {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct FileCloser {
  void operator()(AVFormatContext* format) const {
    avio_closep(&format->pb);
    avformat_free_context(format);
  }
};
using Codec = std::unique_ptr<AVCodecContext, CodecCloser>;
using Frame = std::unique_ptr<AVFrame, FrameCloser>;
using Packet = std::unique_ptr<AVPacket, PacketCloser>;
using File = std::unique_ptr<AVFormatContext, FileCloser>;

void draw(const TestScene& scene, int step, AVFrame* frame) {
  av_frame_make_writable(frame);
  for (int y = 0; y < kHeight; ++y) {
    std::uint8_t* row = frame->data[0] + static_cast<std::ptrdiff_t>(y) * frame->linesize[0];
    std::memset(row, scene.grey, kWidth);
    const bool on_bar = y / 10 % 2 == 1 && y / 20 < scene.bars;
    if (on_bar) std::memset(row + 40, 30, 160);
    if (scene.moves && y >= 150 && y < 170) std::memset(row + step * 8 % (kWidth - 20), 30, 20);
  }
  for (const int plane : {1, 2}) {
    std::memset(frame->data[plane], 128,
                static_cast<std::size_t>(frame->linesize[plane]) * (kHeight / 2));
  }
}

// One file being written.
class Film {
 public:
  explicit Film(const std::filesystem::path& file) {
    av_log_set_level(AV_LOG_QUIET);
    AVFormatContext* format = nullptr;
    avformat_alloc_output_context2(&format, nullptr, nullptr, file.c_str());
    file_.reset(format);
    if (format != nullptr) avio_open(&format->pb, file.c_str(), AVIO_FLAG_WRITE);
  }

  bool is_open() const { return file_ && file_->pb != nullptr; }

  // A track made by an encoder; `prepare` says of what kind.
  template <typename Prepare>
  AVStream* add_encoded(AVCodecID id, Codec& codec, Prepare prepare) {
    const AVCodec* encoder = avcodec_find_encoder(id);
    codec.reset(encoder != nullptr ? avcodec_alloc_context3(encoder) : nullptr);
    AVStream* stream = avformat_new_stream(file_.get(), nullptr);
    if (!codec) return nullptr;
    codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    prepare(*codec);
    av_opt_set(codec->priv_data, "deadline", "realtime", 0);  // of VP9
    av_opt_set(codec->priv_data, "cpu-used", "8", 0);
    av_opt_set(codec->priv_data, "preset", "veryfast", 0);  // of H.264
    if (avcodec_open2(codec.get(), encoder, nullptr) < 0) return nullptr;
    avcodec_parameters_from_context(stream->codecpar, codec.get());
    stream->time_base = codec->time_base;
    return stream;
  }

  AVStream* add_words(AVCodecID id) {
    AVStream* stream = avformat_new_stream(file_.get(), nullptr);
    stream->codecpar->codec_type = AVMEDIA_TYPE_SUBTITLE;
    stream->codecpar->codec_id = id;
    stream->time_base = kMilliseconds;
    return stream;
  }

  bool begin() const { return avformat_write_header(file_.get(), nullptr) >= 0; }

  // frame: nullptr at the end.
  void encode(const Codec& codec, const AVStream& stream, const AVFrame* frame) const {
    avcodec_send_frame(codec.get(), frame);
    const Packet packet(av_packet_alloc());
    while (avcodec_receive_packet(codec.get(), packet.get()) >= 0) {
      write(packet.get(), stream, codec->time_base);
    }
  }

  void write(AVPacket* packet, const AVStream& stream, AVRational time_base) const {
    av_packet_rescale_ts(packet, time_base, stream.time_base);
    packet->stream_index = stream.index;
    av_interleaved_write_frame(file_.get(), packet);
  }

  bool end() const { return av_write_trailer(file_.get()) >= 0; }

  const AVOutputFormat& format() const { return *file_->oformat; }

 private:
  File file_;
};

void prepare_picture(AVCodecContext& codec) {
  codec.width = kWidth;
  codec.height = kHeight;
  codec.time_base = {1, kFramesPerSecond};
  codec.framerate = {kFramesPerSecond, 1};
  codec.pix_fmt = AV_PIX_FMT_YUV420P;
  codec.bit_rate = 2'000'000;
}

void prepare_sound(AVCodecContext& codec) {
  codec.sample_rate = kSampleRate;
  codec.sample_fmt = AV_SAMPLE_FMT_FLTP;
  codec.time_base = {1, kSampleRate};
  const AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO;
  av_channel_layout_copy(&codec.ch_layout, &mono);
}

void turn(AVStream& stream, int quarter_turns) {
  if (quarter_turns == 0) return;
  auto* matrix = reinterpret_cast<std::int32_t*>(
      av_stream_new_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(std::int32_t)));
  av_display_rotation_set(matrix, -90.0 * quarter_turns);
}

void write_scenes(const Film& film, const Codec& codec, const AVStream& stream,
                  const std::vector<TestScene>& scenes) {
  const Frame frame(av_frame_alloc());
  frame->format = AV_PIX_FMT_YUV420P;
  frame->width = kWidth;
  frame->height = kHeight;
  av_frame_get_buffer(frame.get(), 0);
  std::int64_t time = 0;
  for (const TestScene& scene : scenes) {
    for (int i = 0; i < scene.frames; ++i) {
      draw(scene, i, frame.get());
      frame->pts = time++;
      film.encode(codec, stream, frame.get());
    }
  }
  film.encode(codec, stream, nullptr);
}

void write_tone(const Film& film, const Codec& codec, const AVStream& stream,
                const std::vector<double>& volume) {
  const Frame frame(av_frame_alloc());
  frame->format = codec->sample_fmt;
  frame->nb_samples = codec->frame_size;
  av_channel_layout_copy(&frame->ch_layout, &codec->ch_layout);
  frame->sample_rate = kSampleRate;
  av_frame_get_buffer(frame.get(), 0);
  const auto samples = static_cast<std::int64_t>(volume.size()) * kSampleRate;
  for (std::int64_t at = 0; at + frame->nb_samples <= samples; at += frame->nb_samples) {
    av_frame_make_writable(frame.get());
    auto* out = reinterpret_cast<float*>(frame->data[0]);
    for (int i = 0; i < frame->nb_samples; ++i) {
      const auto second = static_cast<std::size_t>((at + i) / kSampleRate);
      const double phase = 2 * std::numbers::pi * 440 * static_cast<double>(at + i) / kSampleRate;
      out[i] = static_cast<float>(volume[second] * std::sin(phase));
    }
    frame->pts = at;
    film.encode(codec, stream, frame.get());
  }
  film.encode(codec, stream, nullptr);
}

void write_cues(const Film& film, const AVStream& stream, const std::vector<TestCue>& cues) {
  constexpr double kMilli = 1000;
  for (const TestCue& cue : cues) {
    std::string bytes = cue.text;
    if (stream.codecpar->codec_id == AV_CODEC_ID_MOV_TEXT) {  // its length first, 3GPP 26.245
      bytes = {static_cast<char>(cue.text.size() >> 8), static_cast<char>(cue.text.size())};
      bytes += cue.text;
    }
    const Packet packet(av_packet_alloc());
    av_new_packet(packet.get(), static_cast<int>(bytes.size()));
    std::memcpy(packet->data, bytes.data(), bytes.size());
    packet->pts = packet->dts = std::llround(cue.from * kMilli);
    packet->duration = std::llround((cue.until - cue.from) * kMilli);
    film.write(packet.get(), stream, kMilliseconds);
  }
}

AVCodecID words_of(const std::string& ending) {
  if (ending == ".mkv") return AV_CODEC_ID_SUBRIP;
  return ending == ".webm" ? AV_CODEC_ID_WEBVTT : AV_CODEC_ID_MOV_TEXT;
}

}  // namespace

bool write_video(const std::filesystem::path& file, const std::vector<TestScene>& scenes,
                 const TestTracks& tracks) {
  Film film(file);
  if (!film.is_open()) return false;
  Codec picture_codec;
  Codec sound_codec;
  AVStream* picture = film.add_encoded(film.format().video_codec, picture_codec, prepare_picture);
  if (picture == nullptr) return false;
  turn(*picture, tracks.quarter_turns);
  AVStream* sound = nullptr;
  if (!tracks.volume.empty()) {
    sound = film.add_encoded(AV_CODEC_ID_AAC, sound_codec, prepare_sound);
    if (sound == nullptr) return false;
  }
  AVStream* words = tracks.cues.empty() ? nullptr : film.add_words(words_of(file.extension()));
  if (!film.begin()) return false;
  write_scenes(film, picture_codec, *picture, scenes);
  if (sound != nullptr) write_tone(film, sound_codec, *sound, tracks.volume);
  if (words != nullptr) write_cues(film, *words, tracks.cues);
  return film.end();
}

}  // namespace jianzhen::ingest
