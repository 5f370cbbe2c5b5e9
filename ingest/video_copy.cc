extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <string_view>

#include "ingest/failures.h"
#include "ingest/ingest.h"
#include "ingest/video_tracks.h"

namespace jianzhen::ingest {
namespace {

using core::Result;

// What browsers play in an MP4.
constexpr std::array kPictures = {AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_VP9,
                                  AV_CODEC_ID_AV1};
constexpr std::array kSounds = {AV_CODEC_ID_AAC, AV_CODEC_ID_MP3, AV_CODEC_ID_OPUS,
                                AV_CODEC_ID_FLAC};

// An output file, its parts let go in the order libav wants.
class Output {
 public:
  explicit Output(const std::filesystem::path& file) {
    avformat_alloc_output_context2(&format_, nullptr, "mp4", ("file:" + file.string()).c_str());
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() {
    if (format_ == nullptr) return;
    avio_closep(&format_->pb);
    avformat_free_context(format_);
  }

  int begin() {
    if (const int opened = avio_open(&format_->pb, format_->url, AVIO_FLAG_WRITE); opened < 0) {
      return opened;
    }
    AVDictionary* options = nullptr;
    av_dict_set(&options, "movflags", "faststart", 0);
    const int begun = avformat_write_header(format_, &options);
    av_dict_free(&options);
    return begun;
  }

  AVFormatContext* get() const { return format_; }

 private:
  AVFormatContext* format_ = nullptr;
};

struct PacketCloser {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};

template <std::size_t N>
bool is_among(const std::array<AVCodecID, N>& known, const AVStream& stream) {
  return std::ranges::find(known, stream.codecpar->codec_id) != known.end();
}

// The index (moov) stands before the pictures (mdat). ISO/IEC 14496-12, 4.2: a length, a name.
bool has_index_in_front(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  constexpr int kBoxes = 100;  // before either of the two
  std::uint64_t at = 0;
  for (int i = 0; i < kBoxes; ++i) {
    std::array<unsigned char, 16> head{};
    if (!in.seekg(static_cast<std::streamoff>(at)) ||
        !in.read(reinterpret_cast<char*>(head.data()), head.size())) {
      return false;
    }
    const std::string_view name(reinterpret_cast<const char*>(head.data()) + 4, 4);
    if (name == "moov") return true;
    std::uint64_t length = 0;
    for (int b = 0; b < 4; ++b) length = length << 8 | head[b];
    if (length == 1) {  // the longer form: it follows the name
      length = 0;
      for (int b = 8; b < 16; ++b) length = length << 8 | head[b];
    }
    constexpr std::uint64_t kShortest = 8;
    if (name == "mdat" || length < kShortest || at + length < at) return false;
    at += length;
  }
  return false;
}

bool is_mp4(const AVFormatContext& format) {
  return std::string_view(format.iformat->name).find("mp4") != std::string_view::npos;
}

class Remuxer {
 public:
  Remuxer(AVFormatContext& from, Output& to) : from_(from), to_(to) {}

  // Errors: unsupported.
  Result<void> choose_tracks() {
    const int picture = av_find_best_stream(&from_, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    const int sound = av_find_best_stream(&from_, AVMEDIA_TYPE_AUDIO, -1, picture, nullptr, 0);
    if (picture < 0 || !is_among(kPictures, *from_.streams[picture]) ||
        (sound >= 0 && !is_among(kSounds, *from_.streams[sound]))) {
      return unsupported("tracks that browsers do not play in an MP4");
    }
    add(picture);
    if (sound >= 0) add(sound);
    for (unsigned i = 0; i < from_.nb_streams; ++i) {
      if (!targets_.contains(static_cast<int>(i))) from_.streams[i]->discard = AVDISCARD_ALL;
    }
    return {};
  }

  Result<void> run() {
    if (const int begun = to_.begin(); begun < 0) return corrupt(said(begun));
    const std::unique_ptr<AVPacket, PacketCloser> packet(av_packet_alloc());
    while (packet && av_read_frame(&from_, packet.get()) >= 0) {
      const auto target = targets_.find(packet->stream_index);
      if (target != targets_.end()) {
        const AVRational before = from_.streams[packet->stream_index]->time_base;
        packet->stream_index = target->second->index;
        packet->pos = -1;
        av_packet_rescale_ts(packet.get(), before, target->second->time_base);
        const int written = av_interleaved_write_frame(to_.get(), packet.get());
        if (written < 0) return corrupt(said(written));
      }
      av_packet_unref(packet.get());
    }
    const int ended = av_write_trailer(to_.get());
    return ended < 0 ? corrupt(said(ended)) : Result<void>{};
  }

 private:
  void add(int source) {
    const AVStream& from = *from_.streams[source];
    AVStream* to = avformat_new_stream(to_.get(), nullptr);
    avcodec_parameters_copy(to->codecpar, from.codecpar);
    to->codecpar->codec_tag = 0;  // the other container's name for the codec
    to->time_base = from.time_base;
    std::size_t bytes = 0;
    if (const auto* turn = av_stream_get_side_data(&from, AV_PKT_DATA_DISPLAYMATRIX, &bytes)) {
      auto* copy = av_stream_new_side_data(to, AV_PKT_DATA_DISPLAYMATRIX, bytes);
      if (copy != nullptr) std::copy_n(turn, bytes, copy);
    }
    targets_[source] = to;
  }

  AVFormatContext& from_;
  Output& to_;
  std::map<int, AVStream*> targets_;
};

}  // namespace

Result<std::filesystem::path> playable_copy(const std::filesystem::path& file,
                                            const std::filesystem::path& scratch) {
  const auto container = open_container(file);
  if (!container) return core::fail(container.error());
  std::filesystem::path copy = scratch / "film.mp4";
  Output output(copy);
  if (output.get() == nullptr) throw std::bad_alloc();
  Remuxer remuxer(**container, output);
  if (auto tracks = remuxer.choose_tracks(); !tracks) return core::fail(tracks.error());
  if (is_mp4(**container) && has_index_in_front(file)) return std::filesystem::path{};
  if (auto done = remuxer.run(); !done) return core::fail(done.error());
  return copy;
}

}  // namespace jianzhen::ingest
