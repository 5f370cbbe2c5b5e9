#pragma once

// QR codes (ISO/IEC 18004), made. Pure.

#include <string>
#include <string_view>
#include <vector>

namespace jianzhen::api {

struct QrCode {
  int side = 0;            // modules, without the quiet zone
  std::vector<bool> dark;  // row by row

  bool at(int row, int column) const {
    return dark[static_cast<std::size_t>(row) * static_cast<std::size_t>(side) +
                static_cast<std::size_t>(column)];
  }
};

// Modules that must stay light around a code.
inline constexpr int kQuietModules = 4;

// UTF-8 of at most about 1 KiB; more is a bug (throws std::invalid_argument).
QrCode qr_code(std::string_view text);

// The code with its quiet zone as an SVG document, one unit a module.
std::string qr_svg(const QrCode& code);

}  // namespace jianzhen::api
