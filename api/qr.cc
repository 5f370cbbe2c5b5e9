#include "api/qr.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

namespace jianzhen::api {

QrCode qr_code(std::string_view text) {
  constexpr int kEccM = 4;  // of ZXing's 0–8: a seal over a corner may not spoil it
  const ZXing::BitMatrix made = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
                                    .setEncoding(ZXing::CharacterSet::UTF8)
                                    .setEccLevel(kEccM)
                                    .setMargin(0)
                                    .encode(std::string(text), 0, 0);
  QrCode code;
  code.side = made.width();
  for (int row = 0; row < code.side; ++row) {
    for (int column = 0; column < code.side; ++column) code.dark.push_back(made.get(column, row));
  }
  return code;
}

std::string qr_svg(const QrCode& code) {
  const std::string side = std::to_string(code.side + 2 * kQuietModules);
  std::string path;
  for (int row = 0; row < code.side; ++row) {
    for (int column = 0; column < code.side; ++column) {
      if (!code.at(row, column)) continue;
      path += "M" + std::to_string(column + kQuietModules) + " " +
              std::to_string(row + kQuietModules) + "h1v1h-1z";
    }
  }
  return R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )" + side + " " + side +
         R"(" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h)" + side + "v" + side + "h-" +
         side + R"(z"/><path d=")" + path + R"("/></svg>)";
}

}  // namespace jianzhen::api
