#include "api/reader/work.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "api/reader/jpeg.h"
#include "core/serial.h"
#include "ingest/ingest.h"
#include "ingest/sandbox/sandbox.h"
#include "ingest/sheet.h"

namespace jianzhen::api {
namespace {

using core::Error;
using core::Result;
using ingest::FileClass;

// Where convert_to_pdf() and unlocked_copy() put it.
std::filesystem::path converted_file(const ReaderRequest& request) {
  return std::filesystem::path(request.scratch) / "document.pdf";
}

Result<void> send_made(const std::filesystem::path& made, int out) {
  const std::string name = made.filename().string();
  return write_frame(out, FrameType::converted,
                     std::span(reinterpret_cast<const std::uint8_t*>(name.data()), name.size()));
}

class FrameSink : public ingest::PageSink {
 public:
  FrameSink(const Readers& readers, int other_engine_for, std::string media_type, int out)
      : readers_(readers),
        other_engine_for_(other_engine_for),
        media_type_(std::move(media_type)),
        out_(out) {}

  void info(const ingest::DocumentInfo& info) override {
    core::Document header{info.media_type, info.page_count, {}, info.observations};
    if (!media_type_.empty()) header.media_type = media_type_;
    ingest::announce_pages(info.page_count);
    send(FrameType::info, core::encode(header));
  }

  void begins(int page) override {
    const std::string digits = std::to_string(page);
    send(FrameType::begun, std::vector<std::uint8_t>(digits.begin(), digits.end()));
  }

  bool page(ingest::RawPage raw) override {
    core::Page read = std::move(raw.page);
    if (!raw.picture.empty()) {
      if (readers_.usual == nullptr) return without_engine();
      begins(read.number);
      const bool usual = read.number != other_engine_for_ || readers_.other == nullptr;
      auto words = (usual ? readers_.usual : readers_.other)->read(std::move(read), raw.picture);
      if (!words) return stop(words.error());
      read = std::move(*words);
    }
    std::ranges::move(raw.notes, std::back_inserter(read.lines));
    return send(FrameType::page, core::encode(read));
  }

  void observed(core::Observation seen) override {
    core::Document header;
    header.observations.push_back(std::move(seen));
    send(FrameType::observed, core::encode(header));
  }

  void video(const core::Video& video) override {
    core::Document header;
    header.video = video;
    send(FrameType::observed, core::encode(header));
  }

  const Result<void>& state() const { return state_; }
  bool wants_engine() const { return wants_engine_; }

 private:
  bool without_engine() {
    if (!readers_.state) return stop(readers_.state.error());
    wants_engine_ = true;
    return false;
  }

  bool stop(Error error) {
    state_ = core::fail(std::move(error));
    return false;
  }

  bool send(FrameType type, const std::vector<std::uint8_t>& payload) {
    if (const auto sent = write_frame(out_, type, payload); !sent) return stop(sent.error());
    return true;
  }

  const Readers& readers_;
  int other_engine_for_;
  std::string media_type_;  // of the office document, whose pages come from a converted PDF
  int out_;
  Result<void> state_;
  bool wants_engine_ = false;
};

Result<Step> finished(const Result<void>& done) {
  if (!done) return core::fail(done.error());
  return Step::done;
}

std::vector<int> pages_left_out(const ReaderRequest& request, const ingest::Limits& limits) {
  std::vector<int> skip = request.skip;
  if (request.stripes > 1) {
    for (int number = 1; number <= limits.max_pages; ++number) {
      if ((number - 1) % request.stripes != request.stripe) skip.push_back(number);
    }
  }
  std::sort(skip.begin(), skip.end());
  return skip;
}

void tell_clash(const std::string& name, int out) {
  core::Document header;
  header.observations.push_back({core::ObservationKind::name_clash, 0, name});
  (void)write_frame(out, FrameType::observed, core::encode(header));
}

std::function<void(ingest::Member)> member_sender(int out) {
  return [out](ingest::Member member) {
    if (!member.same_name_as.empty()) {
      tell_clash(member.same_name_as, out);
      tell_clash(member.name, out);
    }
    MemberFrame frame{std::move(member.name), member.raw_name.substr(0, kMaxRawName),
                      member.file.filename().string(), std::move(member.error)};
    // A parent that is gone ends this process by its death signal.
    (void)write_frame(out, FrameType::member, encode(frame));
  };
}

Result<void> unpack(const ReaderRequest& request, const ingest::FileType& type, int out) {
  if (auto sent = write_frame(out, FrameType::archive, {}); !sent) return sent;
  return ingest::unpack(request.file, type, request.depth, request.limits, request.scratch,
                        member_sender(out));
}

// The file whose pages are to be had: itself, or the PDF made from an office document.
struct PagedFile {
  std::filesystem::path file;
  ingest::FileType type;
  std::string media_type;  // of the submitted bytes
};

Result<PagedFile> with_pages(const ReaderRequest& request, int out) {
  const auto type = ingest::detect(request.file);
  if (!type) return core::fail(type.error());
  core::Document header;  // the type is known even where the reading then fails
  header.media_type = type->media_type;
  if (auto sent = write_frame(out, FrameType::info, core::encode(header)); !sent) {
    return core::fail(sent.error());
  }
  const std::filesystem::path pdf = converted_file(request);
  std::error_code none;
  if (type->file_class == FileClass::office && std::filesystem::exists(pdf, none)) {
    return PagedFile{pdf, {FileClass::pdf, "application/pdf"}, type->media_type};
  }
  if (!request.password.empty() && type->file_class == FileClass::pdf) {
    const auto open = ingest::unlocked_copy(request.file, request.password, request.scratch);
    if (!open) return core::fail(open.error());
    // Its pages are shown from this copy: the password is not there any more when they are.
    const bool first = request.stripe == 0 && !open->empty();
    if (auto sent = first ? send_made(*open, out) : Result<void>{}; !sent) {
      return core::fail(sent.error());
    }
    if (!open->empty()) return PagedFile{*open, *type, type->media_type};
  }
  return PagedFile{request.file, *type, type->media_type};
}

Result<Step> read(const ReaderRequest& request, const Readers& readers, int out) {
  const ingest::Limits& limits = request.limits;
  const auto source = with_pages(request, out);
  if (!source) return core::fail(source.error());
  if (source->type.file_class == FileClass::office) return Step::convert;
  if (source->type.file_class == FileClass::archive) {
    return finished(unpack(request, source->type, out));
  }
  FrameSink sink(readers, request.other_engine_for, source->media_type, out);
  if (auto done = ingest::read_pages(source->file, source->type, limits,
                                     pages_left_out(request, limits), sink);
      !done) {
    return core::fail(done.error());
  }
  if (sink.wants_engine()) return Step::load_engine;
  if (!sink.state() || request.stripe > 0) return finished(sink.state());
  return finished(ingest::attachments(source->file, source->type, request.depth, limits,
                                      request.scratch, member_sender(out)));
}

// The bytes of a JPEG that a viewer which knows nothing of EXIF shows as it is meant; else nothing.
std::vector<std::uint8_t> stored_jpeg(const PagedFile& source) {
  if (source.media_type != "image/jpeg") return {};
  std::ifstream in(source.file, std::ios::binary);
  std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), {}};
  const auto frame = read_jpeg_frame(bytes);
  if (!frame || frame->components == 4 || bytes.size() > kMaxFrame) return {};
  // An eighth of the size tells which way up it is, at little cost.
  constexpr int kSmall = cv::IMREAD_REDUCED_GRAYSCALE_8;
  const cv::Mat shown = cv::imdecode(bytes, kSmall);
  const cv::Mat stored = cv::imdecode(bytes, kSmall | cv::IMREAD_IGNORE_ORIENTATION);
  const bool same = !shown.empty() && shown.size() == stored.size() &&
                    std::equal(shown.begin<std::uint8_t>(), shown.end<std::uint8_t>(),
                               stored.begin<std::uint8_t>());
  return same ? bytes : std::vector<std::uint8_t>{};
}

Result<void> send_jpeg(const core::Picture& picture, int out) {
  const cv::Mat pixels(picture.height, picture.width, picture.channels == 3 ? CV_8UC3 : CV_8UC1,
                       const_cast<std::uint8_t*>(picture.pixels.data()));
  std::vector<std::uint8_t> jpeg;
  cv::imencode(".jpg", pixels, jpeg, {cv::IMWRITE_JPEG_QUALITY, 85});
  return write_frame(out, FrameType::image, jpeg);
}

Result<Step> image(const ReaderRequest& request, int out) {
  const auto source = with_pages(request, out);
  if (!source) return core::fail(source.error());
  if (source->type.file_class == FileClass::office) return Step::convert;
  if (request.stored) {
    const std::vector<std::uint8_t> bytes = stored_jpeg(*source);
    if (!bytes.empty()) return finished(write_frame(out, FrameType::image, bytes));
  }
  const auto picture = ingest::render(source->file, source->type, request.page, request.time,
                                      request.width, request.limits);
  if (!picture) return core::fail(picture.error());
  return finished(send_jpeg(*picture, out));
}

Result<Step> strip(const ReaderRequest& request, int out) {
  const auto picture =
      ingest::poster_strip(request.file, request.moments, request.width, request.limits);
  if (!picture) return core::fail(picture.error());
  return finished(send_jpeg(*picture, out));
}

Result<Step> film(const ReaderRequest& request, int out) {
  const auto copy = ingest::playable_copy(request.file, request.scratch);
  if (!copy) return core::fail(copy.error());
  return finished(copy->empty() ? Result<void>{} : send_made(*copy, out));
}

Result<Step> table(const ReaderRequest& request, int out) {
  const auto csv = ingest::sheet_csv(request.file);
  if (!csv) return core::fail(csv.error());
  if (csv->size() > kMaxFrame) {
    return core::fail(core::ErrorCode::unsafe, {"表格过大。", "The table is too large."});
  }
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(csv->data());
  return finished(write_frame(out, FrameType::table, std::span(bytes, csv->size())));
}

Result<Step> look(const ReaderRequest& request, int out) {
  const auto seen = ingest::first_look(request.file);
  if (!seen) return core::fail(seen.error());
  const core::Document header{seen->media_type, seen->page_count, {}, {}};
  if (auto sent = write_frame(out, FrameType::info, core::encode(header)); !sent) {
    return core::fail(sent.error());
  }
  if (seen->trouble) return core::fail(*seen->trouble);
  return Step::done;
}

Result<Step> convert(const ReaderRequest& request, int out) {
  const auto type = ingest::detect(request.file);
  if (!type) return core::fail(type.error());
  const auto pdf = ingest::convert_to_pdf(request.file, *type, request.scratch);
  if (!pdf) return core::fail(pdf.error());
  if (auto sent = send_made(*pdf, out); !sent) return core::fail(sent.error());
  return Step::read_again;
}

int status_of(const Result<Step>& step, int out) {
  if (step) return static_cast<int>(*step);
  (void)write_frame(out, FrameType::error, core::encode(step.error()));
  return static_cast<int>(Step::done);
}

}  // namespace

int do_reader_work(const ReaderRequest& request, const Readers& readers, int out) {
  const auto work = [&] {
    switch (request.task) {
      case ReaderTask::image:
        return image(request, out);
      case ReaderTask::strip:
        return strip(request, out);
      case ReaderTask::film:
        return film(request, out);
      case ReaderTask::table:
        return table(request, out);
      case ReaderTask::look:
        return look(request, out);
      default:
        return read(request, readers, out);
    }
  };
  return status_of(work(), out);
}

int convert_office(const ReaderRequest& request, int out) {
  return status_of(convert(request, out), out);
}

}  // namespace jianzhen::api
