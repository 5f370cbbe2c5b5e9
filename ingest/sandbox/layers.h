#pragma once

// The protections of the child, one function each, so that each can be tested alone and a new one
// is one more row of kLayers. All run in the child, between fork and work.

#include <span>

#include "ingest/sandbox/sandbox.h"

namespace jianzhen::ingest::layers {

// What the child says by its exit status.
inline constexpr int kOutOfMemory = kFirstReservedStatus;
inline constexpr int kException = kFirstReservedStatus + 1;
inline constexpr int kLayerFailed = kFirstReservedStatus + 2;

struct Context {
  const SandboxLimits& limits;
  int parent;  // process id
};

struct Layer {
  const char* name;
  bool (*apply)(const Context&);  // false: the child must not go on
};

// In the order of their application.
std::span<const Layer> all();

}  // namespace jianzhen::ingest::layers
