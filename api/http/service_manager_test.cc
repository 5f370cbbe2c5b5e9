#include "api/http/service_manager.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace jianzhen::http {
namespace {

// Stands where systemd puts the first socket, for as long as a test runs.
class ServiceManager : public testing::Test {
 protected:
  ~ServiceManager() override {
    if (before_ >= 0) ::dup2(before_, 3);
    if (before_ < 0) ::close(3);
    ::close(before_);
    for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "NOTIFY_SOCKET"}) ::unsetenv(name);
  }

  static void hand_over(bool listening, const std::string& count = "1", pid_t to = ::getpid()) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    if (listening) ::listen(socket, 8);  // on any free port
    if (socket != 3) {
      ::dup2(socket, 3);
      ::close(socket);
    }
    ::setenv("LISTEN_PID", std::to_string(to).c_str(), 1);
    ::setenv("LISTEN_FDS", count.c_str(), 1);
  }

 private:
  int before_ = ::fcntl(3, F_DUPFD_CLOEXEC, 10);
};

TEST_F(ServiceManager, the_socket_handed_over_is_taken_once_and_kept_from_children) {
  hand_over(true);
  EXPECT_EQ(inherited_socket().value(), 3);
  EXPECT_EQ(::fcntl(3, F_GETFD), FD_CLOEXEC);
  EXPECT_EQ(::getenv("LISTEN_FDS"), nullptr);
  EXPECT_EQ(inherited_socket().value(), std::nullopt);
}

TEST_F(ServiceManager, without_one_the_service_listens_by_itself) {
  EXPECT_EQ(inherited_socket().value(), std::nullopt);
}

TEST_F(ServiceManager, a_socket_meant_for_another_process_is_left_alone) {
  hand_over(true, "1", ::getppid());
  EXPECT_EQ(inherited_socket().value(), std::nullopt);
}

TEST_F(ServiceManager, two_sockets_or_one_that_does_not_listen_are_refused) {
  hand_over(true, "2");
  EXPECT_EQ(inherited_socket().error().code, core::ErrorCode::usage);
  hand_over(false);
  EXPECT_EQ(inherited_socket().error().code, core::ErrorCode::usage);
}

TEST_F(ServiceManager, it_hears_when_the_service_is_ready) {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("notify-" + std::to_string(::getpid()))).string();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int manager = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(::bind(manager, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  tell_service_manager("READY=1");
  std::array<char, 64> heard{};
  EXPECT_EQ(::recv(manager, heard.data(), heard.size(), MSG_DONTWAIT), 7);
  EXPECT_STREQ(heard.data(), "READY=1");
  ::close(manager);
  std::filesystem::remove(path);
}

TEST_F(ServiceManager, without_one_nobody_is_told) { tell_service_manager("READY=1"); }

}  // namespace
}  // namespace jianzhen::http
