#include "api/http/service_manager.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>

namespace jianzhen::http {
namespace {

constexpr int kFirst = 3;  // SD_LISTEN_FDS_START

bool listens_on_tcp(int socket) {
  int listening = 0;
  socklen_t size = sizeof listening;
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  return ::getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 &&
         listening != 0 &&
         ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) == 0 &&
         (address.ss_family == AF_INET || address.ss_family == AF_INET6);
}

}  // namespace

core::Result<std::optional<int>> inherited_socket() {
  const char* pid = std::getenv("LISTEN_PID");
  const char* count = std::getenv("LISTEN_FDS");
  // They may be meant for a parent that forgot to take them out.
  const bool ours = pid != nullptr && count != nullptr && std::to_string(::getpid()) == pid;
  const std::string given = ours ? count : "0";
  for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) ::unsetenv(name);
  if (given == "0") return std::nullopt;
  if (given != "1" || !listens_on_tcp(kFirst) || ::fcntl(kFirst, F_SETFD, FD_CLOEXEC) != 0) {
    return core::fail(core::ErrorCode::usage,
                      {"systemd 应交来一个监听 TCP 的套接字（一个 ListenStream=HOST:PORT）。",
                       "systemd should hand over one socket that listens on TCP: one "
                       "ListenStream=HOST:PORT."},
                      "LISTEN_FDS=" + given);
  }
  return kFirst;
}

void tell_service_manager(std::string_view state) {
  const char* to = std::getenv("NOTIFY_SOCKET");
  sockaddr_un address{};
  if (to == nullptr || std::strlen(to) >= sizeof address.sun_path) return;
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path, to);
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // an abstract name
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return;
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(to));
  ::sendto(socket, state.data(), state.size(), MSG_NOSIGNAL,
           reinterpret_cast<const sockaddr*>(&address), length);
  ::close(socket);
}

}  // namespace jianzhen::http
