#pragma once

#include <filesystem>
#include <string>

namespace jianzhen::api {

// Where a data folder keeps what.
struct DataFolder {
  std::filesystem::path root;

  std::filesystem::path blobs() const { return root / "blobs"; }
  std::filesystem::path uploads() const { return root / "uploads"; }
  std::filesystem::path index() const { return root / "index"; }
  std::filesystem::path catalogue_file() const { return root / "catalogue.sqlite"; }
  // With which what nobody may read in a copy of the catalogue is sealed (store/seal.h).
  std::filesystem::path key() const { return root / "service.key"; }
  std::string catalogue() const { return "sqlite3://" + catalogue_file().string(); }
};

// $XDG_DATA_HOME/jianzhen, where nobody says --data.
std::filesystem::path default_data_folder();

}  // namespace jianzhen::api
