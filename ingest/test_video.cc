#include "ingest/test_video.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
}

#include <cstring>

namespace jianzhen::ingest {
namespace {

constexpr int kWidth = 320;
constexpr int kHeight = 180;
constexpr AVRational kFrameTime = {1, 10};

void draw(const TestScene& scene, AVFrame* frame) {
  av_frame_make_writable(frame);
  for (int y = 0; y < kHeight; ++y) {
    std::uint8_t* row = frame->data[0] + static_cast<std::ptrdiff_t>(y) * frame->linesize[0];
    std::memset(row, scene.grey, kWidth);
    const bool on_bar = y / 10 % 2 == 1 && y / 20 < scene.bars;
    if (on_bar) std::memset(row + 40, 30, 160);
  }
  for (const int plane : {1, 2}) {
    std::memset(frame->data[plane], 128,
                static_cast<std::size_t>(frame->linesize[plane]) * (kHeight / 2));
  }
}

void write_packets(AVCodecContext* codec, AVFormatContext* format, AVPacket* packet) {
  while (avcodec_receive_packet(codec, packet) >= 0) {
    av_packet_rescale_ts(packet, kFrameTime, format->streams[0]->time_base);
    packet->stream_index = 0;
    av_interleaved_write_frame(format, packet);
  }
}

AVCodecContext* open_codec() {
  const AVCodec* encoder = avcodec_find_encoder(AV_CODEC_ID_MPEG4);
  AVCodecContext* codec = avcodec_alloc_context3(encoder);
  codec->width = kWidth;
  codec->height = kHeight;
  codec->time_base = kFrameTime;
  codec->pix_fmt = AV_PIX_FMT_YUV420P;
  codec->bit_rate = 2'000'000;
  codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  avcodec_open2(codec, encoder, nullptr);
  return codec;
}

}  // namespace

void write_video(const std::filesystem::path& file, const std::vector<TestScene>& scenes,
                 int quarter_turns) {
  av_log_set_level(AV_LOG_QUIET);
  AVCodecContext* codec = open_codec();
  AVFormatContext* format = nullptr;
  avformat_alloc_output_context2(&format, nullptr, "mp4", file.c_str());
  AVStream* stream = avformat_new_stream(format, nullptr);
  avcodec_parameters_from_context(stream->codecpar, codec);
  stream->time_base = kFrameTime;
  if (quarter_turns != 0) {
    auto* matrix = reinterpret_cast<std::int32_t*>(
        av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(std::int32_t)));
    av_display_rotation_set(matrix, -90.0 * quarter_turns);
  }
  avio_open(&format->pb, file.c_str(), AVIO_FLAG_WRITE);
  if (avformat_write_header(format, nullptr) < 0) return;  // a test will miss the file
  AVFrame* frame = av_frame_alloc();
  frame->format = AV_PIX_FMT_YUV420P;
  frame->width = kWidth;
  frame->height = kHeight;
  av_frame_get_buffer(frame, 0);
  AVPacket* packet = av_packet_alloc();
  std::int64_t time = 0;
  for (const TestScene& scene : scenes) {
    for (int i = 0; i < scene.frames; ++i) {
      draw(scene, frame);
      frame->pts = time++;
      avcodec_send_frame(codec, frame);
      write_packets(codec, format, packet);
    }
  }
  avcodec_send_frame(codec, nullptr);
  write_packets(codec, format, packet);
  av_write_trailer(format);
  avio_closep(&format->pb);
  av_packet_free(&packet);
  av_frame_free(&frame);
  avcodec_free_context(&codec);
  avformat_free_context(format);
}

}  // namespace jianzhen::ingest
