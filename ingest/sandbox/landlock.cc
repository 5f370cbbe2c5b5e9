#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "ingest/sandbox/layers.h"

namespace jianzhen::ingest::layers {
namespace {

// The kernel may know more than the headers we are built with (landlock(7)).
struct Ruleset {
  std::uint64_t files = 0;
  std::uint64_t network = 0;  // from version 4
  std::uint64_t scopes = 0;   // from version 6
};
constexpr std::uint64_t kTruncate = 1U << 14;     // from version 3
constexpr std::uint64_t kDeviceIoctl = 1U << 15;  // from version 5
constexpr std::uint64_t kBindAndConnect = 3;      // TCP
constexpr std::uint64_t kSocketsAndSignals = 3;   // of processes outside
constexpr std::uint64_t kAllOfVersion1 = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;

constexpr std::uint64_t kReadFile = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t kRead = kReadFile | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kExecute = kRead | LANDLOCK_ACCESS_FS_EXECUTE;
constexpr std::uint64_t kWrite = kRead | LANDLOCK_ACCESS_FS_WRITE_FILE |
                                 LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                 LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                 LANDLOCK_ACCESS_FS_REFER | kTruncate;
// What can be allowed of a file that is no folder.
constexpr std::uint64_t kOfFiles =
    kReadFile | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE | kTruncate;

Ruleset handled_by(int version) {
  Ruleset all{.files = kAllOfVersion1};
  if (version >= 2) all.files |= LANDLOCK_ACCESS_FS_REFER;
  if (version >= 3) all.files |= kTruncate;
  if (version >= 4) all.network = kBindAndConnect;
  if (version >= 5) all.files |= kDeviceIoctl;
  if (version >= 6) all.scopes = kSocketsAndSignals;
  return all;
}

std::size_t size_known_to(int version) {
  return version >= 6 ? sizeof(Ruleset) : version >= 4 ? 16 : 8;
}

bool allow(int rules, const std::filesystem::path& path, std::uint64_t access) {
  const int fd = open(path.c_str(), O_PATH | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT;  // what is not there cannot be opened either
  struct stat status {};
  if (fstat(fd, &status) == 0 && !S_ISDIR(status.st_mode)) access &= kOfFiles;
  const landlock_path_beneath_attr beneath{.allowed_access = access, .parent_fd = fd};
  const bool added =
      syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
  close(fd);
  return added;
}

}  // namespace

int landlock_version() {
  const long version =
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version > 0 ? static_cast<int>(version) : 0;
}

bool few_places(const Context& context) {
  const int version = landlock_version();
  const Ruleset handled = handled_by(version);
  const auto rules =
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, size_known_to(version), 0));
  if (rules < 0) return false;
  const Places& places = context.policy.places;
  bool good = true;
  const auto add = [&](const std::vector<std::filesystem::path>& paths, std::uint64_t access) {
    for (const auto& path : paths) good = good && allow(rules, path, access & handled.files);
  };
  add(places.readable, kRead);
  add(places.executable, kExecute);
  const bool office = context.policy.calls == Calls::office;
  add(places.writable, office ? kWrite | LANDLOCK_ACCESS_FS_MAKE_SOCK : kWrite);
  add({"/dev/null"}, kReadFile | LANDLOCK_ACCESS_FS_WRITE_FILE);
  good = good && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return good;
}

}  // namespace jianzhen::ingest::layers
