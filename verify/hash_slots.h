#pragma once

// Numbers found by a hash: an open-addressed table that holds no keys, so that what it leads to may
// be kept in any form. Values that share a hash are told apart by whoever asks.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace jianzhen::verify {

class HashSlots {
 public:
  void add(std::uint64_t hash, std::uint32_t number) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    place({mixed(hash), number + 1});
    ++used_;
  }

  // Calls `use(number)` for what was added under this hash, and perhaps others, in the order of
  // adding; stops where it returns true.
  template <typename Use>
  void each(std::uint64_t hash, Use&& use) const {
    if (slots_.empty()) return;
    const std::uint32_t wanted = mixed(hash);
    for (std::size_t i = wanted & mask(); slots_[i].number != 0; i = (i + 1) & mask()) {
      if (slots_[i].hash == wanted && use(slots_[i].number - 1)) return;
    }
  }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = 0;  // plus one; 0 marks an empty slot
  };

  static std::uint32_t mixed(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash * 0x9E3779B97F4A7C15ULL >> 32);
  }
  std::size_t mask() const { return slots_.size() - 1; }

  void place(const Slot& slot) {
    std::size_t i = slot.hash & mask();
    while (slots_[i].number != 0) i = (i + 1) & mask();
    slots_[i] = slot;
  }

  // From the first slot behind a gap on, so that what shares a hash keeps its order.
  void grow() {
    constexpr std::size_t kFirst = 16;
    const std::vector<Slot> old =
        std::exchange(slots_, std::vector<Slot>(slots_.empty() ? kFirst : slots_.size() * 2));
    std::size_t gap = 0;
    while (gap < old.size() && old[gap].number != 0) ++gap;
    for (std::size_t i = 0; i < old.size(); ++i) {
      const Slot& slot = old[(gap + i) % old.size()];
      if (slot.number != 0) place(slot);
    }
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace jianzhen::verify
