// A reader that misbehaves as the name of the file it is asked for says. For tests only.

#include <unistd.h>

#include <array>
#include <string>
#include <vector>

#include "api/reader/protocol.h"

namespace {

namespace api = jianzhen::api;

constexpr int kControl = 3;

void answer_well() {
  const std::array<std::uint8_t, 1> status = {'K'};
  api::send_with_fd(kControl, status, -1);
}

void flood(int out) {
  const std::vector<std::uint8_t> page(std::size_t{1} << 20);
  while (api::write_frame(out, api::FrameType::observed, page)) {
  }
}

void stop_in_mid_frame(int out) {
  const std::array<std::uint8_t, 7> begun = {'O', 100, 0, 0, 0, 'x', 'y'};
  if (::write(out, begun.data(), begun.size()) < 0) ::_exit(1);
}

void babble(int out) {
  const std::string nonsense = "this is no frame at all";
  if (::write(out, nonsense.data(), nonsense.size()) < 0) ::_exit(1);
}

}  // namespace

int main() {
  while (auto received = api::receive_with_fd(kControl)) {
    const auto request = api::decode_request(received->message);
    if (!request) return 2;
    const int out = received->fd;
    if (request->file == "flood") flood(out);
    if (request->file == "babble") babble(out);
    if (request->file == "stop in mid-frame") stop_in_mid_frame(out);
    if (request->file == "die in mid-frame") {
      stop_in_mid_frame(out);
      return 1;
    }
    ::close(out);
    if (request->file == "die before the status") return 1;
    answer_well();
  }
  return 0;
}
