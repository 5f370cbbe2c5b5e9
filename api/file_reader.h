#pragma once

// What the service needs of the pipeline: a door that tests can stand another reader behind.

#include <memory>

#include "api/pipeline.h"

namespace jianzhen::api {

// Thread-safe. Each call as the one of the same name in Pipeline; but what is kept is given with
// identity numbers masked, for everybody whom the service serves.
class FileReader {
 public:
  virtual ~FileReader() = default;
  virtual core::Result<std::vector<ReadMaterial>> read(const Source& source, const ReadHooks& hooks,
                                                       std::stop_token stop) = 0;
  virtual bool has(const core::Digest& sha256) = 0;
  virtual std::optional<store::KeptReading> kept(const core::Digest& sha256) = 0;
  virtual std::vector<core::Page> kept_pages(const core::Digest& sha256) = 0;
  virtual core::Result<std::vector<std::uint8_t>> page_image(const std::filesystem::path& file,
                                                             const core::Digest& sha256, int page,
                                                             std::optional<double> time,
                                                             int width) = 0;
  virtual core::Result<std::vector<std::uint8_t>> poster_strip(const std::filesystem::path& file,
                                                               const core::Digest& sha256,
                                                               int moments, int width) = 0;
  virtual core::Result<std::optional<std::filesystem::path>> film(const std::filesystem::path& file,
                                                                  const core::Digest& sha256) = 0;
  virtual core::Result<ingest::FirstLook> first_look(const std::filesystem::path& file) = 0;
  virtual core::Result<std::string> table(const std::filesystem::path& file) = 0;
  // Why nothing could be read now; nullopt where all is well.
  virtual std::optional<core::Error> trouble() = 0;
  // What stands between a submitter's file and this machine; where the reader does not say, one
  // layer "unknown" that is off.
  virtual const std::vector<SandboxLayer>& sandbox() = 0;
};

// Errors: as Pipeline::open.
core::Result<std::unique_ptr<FileReader>> open_file_reader(const PipelineOptions& options);

}  // namespace jianzhen::api
