#pragma once

// The protections of the child, one function each, so that each can be tested alone and a new one
// is one more row of the table. All run in the child, between fork and work.

#include <atomic>
#include <span>
#include <string>
#include <string_view>

#include "ingest/sandbox/sandbox.h"

namespace jianzhen::ingest::layers {

// What the child says by its exit status.
inline constexpr int kOutOfMemory = kFirstReservedStatus;
inline constexpr int kException = kFirstReservedStatus + 1;
inline constexpr int kLayerFailed = kFirstReservedStatus + 2;
inline constexpr int kRefusedCall = kFirstReservedStatus + 3;

// What the child says by memory that it shares with its parent, who believes none of it.
struct Notes {
  std::atomic<int> pages{0};
  std::atomic<int> refused_call{-1};  // a number of a system call
  std::atomic<int> failed_layer{-1};  // an index of all()
};

struct Context {
  const SandboxPolicy& policy;
  int parent;  // process id
  Notes& notes;
};

struct Row {
  Layer layer;
  std::string_view name;
  bool (*apply)(const Context&);  // false: it does not stand; errno says why
  // Why this machine or build has no use for it ("": it has). Such a layer is not applied.
  std::string_view (*unused)();
};

std::span<const Row> all();

// The parts that are files of their own. As `apply` above.
bool few_places(const Context& context);         // landlock.cc
int landlock_version();                          // 0: the kernel has none
bool few_calls(const Context& context);          // calls.cc
std::string name_of_call(int number);            // calls.cc
bool unprivileged_user(const Context& context);  // user.cc

}  // namespace jianzhen::ingest::layers
