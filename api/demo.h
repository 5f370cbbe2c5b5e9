#pragma once

// A first look: the samples, and invented people of every role.

#include <filesystem>
#include <string>
#include <vector>

#include "api/access.h"
#include "api/service.h"

namespace jianzhen::api {

struct DemoAccount {
  std::string name;
  std::string title;
  Role role = Role::nobody;
  std::string password;  // kept nowhere else
};

// The contest of the samples with its registration open around `now`: the definition as text.
// Errors: not_found (no samples there).
core::Result<std::string> demo_contest(const std::filesystem::path& samples, store::Seconds now);

// Every submission folder of `samples` becomes an entry with a submitter of its own; all are
// finalists, and the first is submitted. Errors: conflict (the service has entries or accounts),
// not_found (no samples there), and those of taking them.
core::Result<std::vector<DemoAccount>> fill_demo(Service& service,
                                                 const std::filesystem::path& samples);

}  // namespace jianzhen::api
