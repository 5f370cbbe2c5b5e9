#include "api/file_reader.h"

#include <unistd.h>

#include "core/id_number.h"

namespace jianzhen::api {
namespace {

class PipelineReader : public FileReader {
 public:
  PipelineReader(std::unique_ptr<Pipeline> pipeline, ReaderProgram program,
                 std::vector<SandboxLayer> sandbox)
      : pipeline_(std::move(pipeline)),
        program_(std::move(program)),
        sandbox_(std::move(sandbox)) {}

  core::Result<std::vector<ReadMaterial>> read(const Source& source, const ReadHooks& hooks,
                                               std::stop_token stop) override {
    return pipeline_->read(source, hooks, std::move(stop));
  }
  bool has(const core::Digest& sha256) override { return pipeline_->has(sha256); }
  std::optional<store::KeptReading> kept(const core::Digest& sha256) override {
    auto reading = pipeline_->kept(sha256);
    if (reading) reading->document = core::with_id_numbers_masked(std::move(reading->document));
    return reading;
  }
  std::vector<core::Page> kept_pages(const core::Digest& sha256) override {
    std::vector<core::Page> pages = pipeline_->kept_pages(sha256);
    for (core::Page& page : pages) page = core::with_id_numbers_masked(std::move(page));
    return pages;
  }
  core::Result<std::vector<std::uint8_t>> page_image(const std::filesystem::path& file,
                                                     const core::Digest& sha256, int page,
                                                     std::optional<double> time,
                                                     int width) override {
    return pipeline_->page_image(file, sha256, page, time, width, {});
  }

  core::Result<std::vector<std::uint8_t>> poster_strip(const std::filesystem::path& file,
                                                       const core::Digest& sha256, int moments,
                                                       int width) override {
    return pipeline_->poster_strip(file, sha256, moments, width, {});
  }
  core::Result<std::optional<std::filesystem::path>> film(const std::filesystem::path& file,
                                                          const core::Digest& sha256) override {
    return pipeline_->film(file, sha256, {});
  }

  core::Result<ingest::FirstLook> first_look(const std::filesystem::path& file) override {
    return pipeline_->first_look(file, {});
  }

  core::Result<std::string> table(const std::filesystem::path& file) override {
    return pipeline_->table(file, {});
  }

  std::optional<core::Error> trouble() override {
    if (::access(program_.executable.c_str(), X_OK) != 0) {
      return core::Error{core::ErrorCode::not_found,
                         {"找不到读取程序 jianzhen-reader，请重新安装。",
                          "The program jianzhen-reader is not there; install again."},
                         program_.executable.string(),
                         "reader"};
    }
    return pipeline_->cache_trouble();
  }

  const std::vector<SandboxLayer>& sandbox() override { return sandbox_; }

 private:
  std::unique_ptr<Pipeline> pipeline_;
  ReaderProgram program_;
  std::vector<SandboxLayer> sandbox_;
};

}  // namespace

core::Result<std::unique_ptr<FileReader>> open_file_reader(const PipelineOptions& options) {
  auto pipeline = Pipeline::open(options);
  if (!pipeline) return core::fail(pipeline.error());
  auto layers = sandbox_layers(options.reader);
  // What cannot be asked is not taken to stand.
  if (!layers) layers = {{"unknown", false, "jianzhen-reader --layers: " + layers.error().detail}};
  return std::make_unique<PipelineReader>(std::move(*pipeline), options.reader, std::move(*layers));
}

}  // namespace jianzhen::api
