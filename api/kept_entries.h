#pragma once

// What a data folder holds of its entries, for reports made outside the service: dossiers and the
// pictures of their pages.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "api/pipeline.h"
#include "api/report/dossier.h"
#include "core/error.h"

namespace jianzhen::api {

class KeptEntries {
 public:
  // The pipeline must outlive it. Errors: not_found (no such folder), those of blobs and catalogue.
  static core::Result<std::unique_ptr<KeptEntries>> open(const std::filesystem::path& data,
                                                         Pipeline& pipeline);
  ~KeptEntries();

  core::Result<std::vector<std::string>> ids();
  // With what people said of it. Errors: not_found, conflict (it was never checked).
  core::Result<Dossier> dossier(const std::string& entry, core::Lang lang);
  // Of that entry's materials, by path.
  core::Result<PagePicture> pictures(const std::string& entry);

 private:
  struct State;
  explicit KeptEntries(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::api
