#pragma once

// `jianzhen check`: folders given together are one contest. The run behind the command line; the
// service does the same over its store (service.h).

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "api/folder.h"
#include "api/pipeline.h"
#include "core/error.h"
#include "core/finding.h"
#include "verify/check.h"

namespace jianzhen::api {

struct CheckOptions {
  std::vector<std::filesystem::path> folders;
  std::optional<std::filesystem::path> relations;  // CSV
  std::optional<std::filesystem::path> lists;      // folder
  std::optional<std::filesystem::path> contest;    // YAML; the built-in one else
  std::optional<ApplicantOption> applicant;        // with one folder
  std::optional<std::filesystem::path> keep;       // data folder: store what was read there
};

struct CheckedFolder {
  std::filesystem::path folder;
  core::Result<core::CheckReport> report;
};

struct CheckRun {
  std::vector<CheckedFolder> folders;  // in the order of the options
  std::vector<core::Error> troubles;   // of keeping: what was checked stands all the same
};

struct CheckProgress {
  std::size_t files_done = 0;
  std::size_t files_total = 0;
  int pages_done = 0;
  std::string current;  // path of the file that moved last
};

// What the materials of one entry became: facts for the rules, troubles for the report.
verify::EntryFacts facts_of(const core::Entry& entry, std::vector<ReadMaterial> materials,
                            std::vector<core::Material> refused, const verify::Contest& contest);

// Errors of the whole: not_found or corrupt (an option's file), interrupted.
core::Result<CheckRun> check_folders(const CheckOptions& options, Pipeline& pipeline,
                                     const std::function<void(const CheckProgress&)>& progress,
                                     const std::stop_token& stop);

}  // namespace jianzhen::api
