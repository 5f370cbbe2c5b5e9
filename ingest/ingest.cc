#include "ingest/ingest.h"

#include <algorithm>
#include <array>

#include "ingest/failures.h"
#include "ingest/formats.h"

namespace jianzhen::ingest {
namespace {

using core::Result;

Result<void> read_empty(const Reading&) { return empty_file("0 bytes"); }

Result<void> read_unsupported(const Reading& reading) {
  return unsupported(reading.type.media_type);
}

Result<core::Picture> render_unsupported(const Rendering& rendering) {
  return unsupported(rendering.type.media_type);
}

// An office file is converted and an archive unpacked before anybody comes here.
struct Format {
  FileClass file_class;
  Result<void> (*read)(const Reading&);
  Result<core::Picture> (*render)(const Rendering&);
};
constexpr std::array kFormats = {
    Format{FileClass::pdf, read_pdf, render_pdf},
    Format{FileClass::ofd, read_ofd, render_ofd},
    Format{FileClass::picture, read_picture, render_picture},
    Format{FileClass::video, read_video, render_video},
    Format{FileClass::text, read_text, render_unsupported},
    Format{FileClass::mail, read_mail, render_unsupported},
    Format{FileClass::empty, read_empty, render_unsupported},
};

const Format& format_of(const FileType& type) {
  static constexpr Format kUnsupported{FileClass::unsupported, read_unsupported,
                                       render_unsupported};
  const auto* found = std::ranges::find(kFormats, type.file_class, &Format::file_class);
  return found != kFormats.end() ? *found : kUnsupported;
}

}  // namespace

bool Reading::skips(int page) const { return std::ranges::find(skip, page) != skip.end(); }

bool Reading::begins(int page) const {
  if (skips(page)) return false;
  sink.begins(page);
  return true;
}

tl::unexpected<core::Error> no_such_page(int page) {
  return core::fail(core::ErrorCode::not_found, {"没有第 " + std::to_string(page) + " 页。",
                                                 "There is no page " + std::to_string(page) + "."});
}

Result<void> read_pages(const std::filesystem::path& file, const FileType& type,
                        const Limits& limits, const std::vector<int>& skip, PageSink& sink) {
  const Reading reading{file, type, limits, skip, sink};
  try {
    return format_of(type).read(reading);
  } catch (const std::exception& exception) {
    return caught(exception, type.media_type);
  }
}

Result<core::Picture> render(const std::filesystem::path& file, const FileType& type, int page,
                             std::optional<double> time, int width, const Limits& limits) {
  const Rendering rendering{file, type, page, time, width, limits};
  try {
    return format_of(type).render(rendering);
  } catch (const std::exception& exception) {
    return caught(exception, type.media_type);
  }
}

}  // namespace jianzhen::ingest
