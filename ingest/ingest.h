#pragma once

// Bytes → pages. What opens a submitter's bytes runs inside the limited child (ingest/sandbox);
// nothing here is called in the parent. Single-threaded; third-party types and exceptions stop
// here.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/error.h"
#include "core/picture.h"

namespace jianzhen::ingest {

// Defaults of the field notes (files.md). Meeting one is never "clean": error or `truncated`.
struct Limits {
  int max_archive_depth = 3;
  int max_archive_entries = 10'000;
  std::uint64_t max_unpacked_bytes = std::uint64_t{2} << 30;
  double max_unpack_ratio = 100;  // on bytes really read
  double max_pixels = 40e6;       // of one picture; lowers the dpi of a rendered page
  int max_pages = 5'000;
  double ocr_dpi = 200;            // at which a page without text is rendered
  int max_frames_per_minute = 20;  // of a video

  bool operator==(const Limits&) const = default;
};

// What a file is, from its bytes (libmagic and our own look inside containers), never its name.
enum class FileClass { pdf, ofd, picture, office, video, text, mail, archive, unsupported, empty };

struct FileType {
  FileClass file_class = FileClass::unsupported;
  std::string media_type;  // "application/pdf"
};

// Errors: unreadable. An empty file is FileClass::empty, not an error.
core::Result<FileType> detect(const std::filesystem::path& file);

// What the beginning of a file tells, before the rest has come.
struct FirstLook {
  std::string media_type;
  int page_count = 0;                  // 0: not told there
  std::optional<core::Error> trouble;  // that the whole will meet: encrypted, unsupported
};

// Errors: unreadable.
core::Result<FirstLook> first_look(const std::filesystem::path& file);

// A page as read so far: with its words where it has a text layer that can be trusted, with its
// picture where somebody must read it (both for text over a scan), and then with the boxes of the
// pictures that are known to stand on it (Page::figures, without hashes).
struct RawPage {
  core::Page page;
  core::Picture picture;  // empty: the words are all there is to know
  // What is noted on the page and no picture shows: it joins the page's lines once they are read.
  std::vector<core::Line> notes;
};

// What is known before the first page.
struct DocumentInfo {
  std::string media_type;
  int page_count = 0;  // 0 where only reading tells (video)
  std::vector<core::Observation> observations;
};

class PageSink {
 public:
  virtual ~PageSink() = default;
  virtual void info(const DocumentInfo& info) = 0;
  // What follows is the work on this page, where a file has several.
  virtual void begins(int /*page*/) {}
  // false: enough, stop reading.
  virtual bool page(RawPage page) = 0;
  // Noticed while reading (after info()).
  virtual void observed(core::Observation seen) = 0;
  // What a video is; known at its end.
  virtual void video(const core::Video& video) = 0;
};

// Pages in order, one at a time, so that memory does not grow with them. `skip` are page numbers
// somebody has already (a second try goes on where the first ended).
// For FileClass pdf, ofd, picture, video, text, mail; an office file is converted first, an archive
// unpacked. Errors: encrypted, corrupt, unsafe, unsupported, empty.
core::Result<void> read_pages(const std::filesystem::path& file, const FileType& type,
                              const Limits& limits, const std::vector<int>& skip, PageSink& sink);

// Office → PDF by a headless LibreOffice with a profile in `scratch`. The caller's process is
// limited; LibreOffice runs as its child, for `patience` at most. Returns the PDF's path inside
// `scratch`. Errors: encrypted, corrupt, timeout.
core::Result<std::filesystem::path> convert_to_pdf(
    const std::filesystem::path& file, const FileType& type, const std::filesystem::path& scratch,
    std::chrono::milliseconds patience = std::chrono::minutes(2));

// A PDF that needs a password, saved without it. Returns its path inside `scratch`; an empty one
// where the file opens without any. Errors: encrypted (another password), corrupt.
core::Result<std::filesystem::path> unlocked_copy(const std::filesystem::path& file,
                                                  const std::string& password,
                                                  const std::filesystem::path& scratch);

// One member of an archive, written to `scratch` under a number, never under its own name.
struct Member {
  std::string name;      // decoded: UTF-8 flag, else UTF-8, else GB18030; '/'-separated
  std::string raw_name;  // the bytes as they stand in the archive
  // Another member before it has the same name, this one: `name` then carries a number.
  std::string same_name_as;
  std::filesystem::path file;  // in scratch; empty where `error` says why not
  std::uint64_t bytes = 0;
  std::optional<core::Error> error;  // this member only: unsafe (a link, a path out), encrypted …
};

// Every member by its index; members of one name are all kept. Directories are left out. `depth`
// is that of this archive (1 = not nested). Errors are of the archive as a whole: encrypted,
// corrupt, unsafe (bomb, nesting); members before it are given, but none of an archive with too
// many.
core::Result<void> unpack(const std::filesystem::path& archive, const FileType& type, int depth,
                          const Limits& limits, const std::filesystem::path& scratch,
                          const std::function<void(Member)>& member);

// The files attached to a PDF or an e-mail, as members, beside its pages. Nothing where the format
// has none. At a `depth` at which an archive would be refused, and beyond other limits, a member's
// error says so. Errors: unreadable.
core::Result<void> attachments(const std::filesystem::path& file, const FileType& type, int depth,
                               const Limits& limits, const std::filesystem::path& scratch,
                               const std::function<void(Member)>& member);

// The picture of one page (or of the frame at `time` seconds) for people: as displayed, `width`
// pixels wide. For pdf, ofd, picture, video. Errors as read_pages, and not_found.
core::Result<core::Picture> render(const std::filesystem::path& file, const FileType& type,
                                   int page, std::optional<double> time, int width,
                                   const Limits& limits);

// `count` moments of a video side by side, each `width` pixels wide or less. Errors as render().
core::Result<core::Picture> poster_strip(const std::filesystem::path& file, int count, int width,
                                         const Limits& limits);

// A video as browsers play it while it is still coming: MP4 with its index in front, the tracks as
// they are. Returns its path inside `scratch`; an empty one where the file is so already. Errors:
// corrupt, unsupported (tracks that MP4 or browsers do not know).
core::Result<std::filesystem::path> playable_copy(const std::filesystem::path& file,
                                                  const std::filesystem::path& scratch);

}  // namespace jianzhen::ingest
