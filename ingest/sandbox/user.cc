#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "ingest/sandbox/layers.h"

namespace jianzhen::ingest::layers {
namespace {

constexpr unsigned kNobody = 65534;

struct Capabilities {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  std::array<__user_cap_data_struct, 2> sets{};

  bool load() { return syscall(SYS_capget, &header, sets.data()) == 0; }
  bool store() { return syscall(SYS_capset, &header, sets.data()) == 0; }
  bool may(int capability) const { return (sets[0].permitted & 1U << capability) != 0; }
};

// What nobody still needs to open the submitter's file, which may be the administrator's alone, as
// may a folder above it. Reading is enough; a container may have just the right to all files, which
// is given only where few_places keeps it to the few that matter. -1: neither.
int right_to_open(const Capabilities& now, const Context& context) {
  if (now.may(CAP_DAC_READ_SEARCH)) return CAP_DAC_READ_SEARCH;
  const auto& without = context.policy.without;
  const bool fenced = landlock_version() > 0 &&
                      std::find(without.begin(), without.end(), Layer::few_places) == without.end();
  return fenced && now.may(CAP_DAC_OVERRIDE) ? CAP_DAC_OVERRIDE : -1;
}

}  // namespace

// Root becomes nobody, with one right left of all of root's. LibreOffice inherits it.
bool unprivileged_user(const Context& context) {
  Capabilities now;
  if (!now.load()) return false;
  const int right = right_to_open(now, context);
  if (right < 0) {
    errno = EPERM;
    return false;
  }
  for (const auto& folder : context.policy.places.writable) {
    if (lchown(folder.c_str(), kNobody, kNobody) != 0 && errno != ENOENT) return false;
  }
  // Else access() answers without the right, and LibreOffice, which asks before it opens, waits for
  // ever below a home of root's alone. A container may refuse it: there only such a home suffers.
  static_cast<void>(prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0));
  if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0 || setgroups(0, nullptr) != 0 ||
      setresgid(kNobody, kNobody, kNobody) != 0 || setresuid(kNobody, kNobody, kNobody) != 0) {
    return false;
  }
  Capabilities few;
  const unsigned only = 1U << right;
  few.sets[0] = {.effective = only, .permitted = only, .inheritable = only};
  return few.store() && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, right, 0, 0) == 0;
}

}  // namespace jianzhen::ingest::layers
