#pragma once

// A submission folder on disk (contract.md, "Submission folder").

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "api/pipeline.h"
#include "core/entry.h"
#include "core/error.h"
#include "core/finding.h"

namespace jianzhen::api {

struct SubmissionFolder {
  core::Entry entry;
  std::vector<Source> files;            // in the order of their paths; entry.json is none of them
  std::vector<core::Material> refused;  // links and special files: named, never followed
};

// Stands in for what entry.json lacks, or for all of it.
struct ApplicantOption {
  std::string name;
  std::string uscc;
};

// Errors: not_found (no such folder), unreadable, usage (no applicant), corrupt (entry.json).
core::Result<SubmissionFolder> open_folder(const std::filesystem::path& folder,
                                           const std::optional<ApplicantOption>& applicant);

}  // namespace jianzhen::api
