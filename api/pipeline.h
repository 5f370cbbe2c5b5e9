#pragma once

// The stages in a row: a file's bytes → its pages (or, of an archive, its members' pages), read in
// warm limited children over all cores, kept under (hash, reader version). Thread-safe.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "api/reader/reader_process.h"
#include "core/digest.h"
#include "core/document.h"
#include "core/error.h"
#include "store/readings.h"

namespace jianzhen::api {

struct PipelineOptions {
  std::filesystem::path cache;  // readings, converted documents and scratch live below
  ReaderProgram reader;
  unsigned readers = 2;  // warm children: one per core
  // One more, for short files and page pictures alone: who waits for a page of a certificate does
  // not stand behind a film.
  bool spare_reader = false;
  ingest::Limits limits;
};

// The program and models of this executable, installed or in its build folder, the user's cache
// folder
// ($XDG_CACHE_HOME/jianzhen), one reader per core. JIANZHEN_MODELS names another folder of models.
PipelineOptions default_pipeline_options();

// A file of a submission.
struct Source {
  std::string path;            // as the entrant names it: "证明材料/1.pdf"
  std::filesystem::path file;  // where the bytes are
  std::string password;        // of a locked PDF; is kept nowhere, what it opens is
};

// One file read, or one member of an archive, or an archive that could not be opened.
struct ReadMaterial {
  std::string path;  // "资料.zip/证明/1.pdf"
  core::Digest sha256;
  std::uint64_t bytes = 0;
  core::Document document;  // the pages got, also where an error ended the reading
  std::optional<core::Error> error;
  bool is_archive = false;  // not a material itself; here for its error
};

// Whether another member of the archive that was read from `path` has this one's name.
bool shares_its_name(const core::Document& archive, const std::string& path,
                     const std::string& member);

struct ReadHooks {
  // Pages of one file so far; called from reader threads.
  std::function<void(const std::string& path, int pages_done, int pages_total)> progress;
  // The bytes of an archive's member, before they are gone; called from reader threads. Where it is
  // set, archives are unpacked even if every member was read before.
  std::function<core::Result<void>(const std::string& path, const std::filesystem::path& file)>
      member_bytes;
};

class Pipeline {
 public:
  // Errors: unreadable, no_space (the cache folder).
  static core::Result<std::unique_ptr<Pipeline>> open(PipelineOptions options);
  ~Pipeline();

  // Reads the source to its end; blocks. Its materials in the order of the archive; one for a plain
  // file. What fails is said in the material; only interrupted comes as an error of the whole.
  core::Result<std::vector<ReadMaterial>> read(const Source& source, const ReadHooks& hooks,
                                               std::stop_token stop);

  // The same for many, side by side; results in the order of the sources.
  core::Result<std::vector<std::vector<ReadMaterial>>> read_all(std::span<const Source> sources,
                                                                const ReadHooks& hooks,
                                                                std::stop_token stop);

  // What the beginning of a file that is still coming tells. Waits for no reading. Errors:
  // not_found, and those of a reader that ended.
  core::Result<ingest::FirstLook> first_look(const std::filesystem::path& file,
                                             const std::stop_token& stop);

  // Is a reading of these bytes kept that came to its end? Cheaper than asking for it.
  bool has(const core::Digest& sha256) const;
  // What is kept of these bytes, without waiting for a reader: the reading that came to its end …
  std::optional<store::KeptReading> kept(const core::Digest& sha256) const;
  // … and the pages of one that is on its way.
  std::vector<core::Page> kept_pages(const core::Digest& sha256) const;

  // The picture of a page, or of a video's frame at `time` seconds, as a JPEG `width` pixels wide.
  // Errors: as ingest::render.
  core::Result<std::vector<std::uint8_t>> page_image(const std::filesystem::path& file,
                                                     const core::Digest& sha256, int page,
                                                     std::optional<double> time, int width,
                                                     const std::stop_token& stop);

  // The same at the size the page was read in (a text layer: at 200 dpi); of a JPEG that is shown
  // as it is stored, the file's own bytes. Errors: as page_image.
  core::Result<std::vector<std::uint8_t>> page_picture(const std::filesystem::path& file,
                                                       const core::Digest& sha256,
                                                       const core::Page& page,
                                                       const std::stop_token& stop);

  // `moments` of a video side by side, as a JPEG. Errors: as ingest::poster_strip.
  core::Result<std::vector<std::uint8_t>> poster_strip(const std::filesystem::path& file,
                                                       const core::Digest& sha256, int moments,
                                                       int width, const std::stop_token& stop);

  // A copy of the video that a browser plays while it comes; nullopt: the file itself is one, or
  // is played as it is or not at all. The copy may be taken away when there are too many. Errors:
  // of the reader.
  core::Result<std::optional<std::filesystem::path>> film(const std::filesystem::path& file,
                                                          const core::Digest& sha256,
                                                          const std::stop_token& stop);

  // The cells of a workbook's first sheet, as CSV. Errors: as ingest::sheet_csv, and of the reader.
  core::Result<std::string> table(const std::filesystem::path& file, const std::stop_token& stop);

  // The first time the cache could not be written: what was read is right, but not kept.
  std::optional<core::Error> cache_trouble() const;

 private:
  class Impl;
  explicit Pipeline(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace jianzhen::api
