#include "api/data_folder.h"

#include <cstdlib>

namespace jianzhen::api {

std::filesystem::path default_data_folder() {
  if (const char* data = std::getenv("XDG_DATA_HOME"))
    return std::filesystem::path(data) / "jianzhen";
  if (const char* home = std::getenv("HOME")) {
    return std::filesystem::path(home) / ".local/share/jianzhen";
  }
  return std::filesystem::current_path() / "jianzhen-data";
}

}  // namespace jianzhen::api
