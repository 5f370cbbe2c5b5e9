#pragma once

// What judges write down for themselves, in the catalogue's database. Nothing is read without the
// account that wrote it. What changes something writes its event in the same transaction, in the
// service's story: that there was a note, and never its words. Thread-safe.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/error.h"

namespace jianzhen::store {

struct Note {
  std::int64_t id = 0;
  std::string entry;
  std::string material;  // path; empty: of the entry as a whole
  std::string sha256;    // of the file as it was then, hexadecimal; empty without one
  int page = 0;          // 0: of the material as a whole
  std::string words;
  std::string collection;  // the name under which they keep it; empty: under none
  int version = 0;
  std::string at;  // when it was last changed; RFC 3339, UTC

  bool operator==(const Note&) const = default;
};

class Notes {
 public:
  // As Reviews::open.
  static core::Result<std::unique_ptr<Notes>> open(const std::string& connection);
  ~Notes();

  // In the order in which they were written.
  core::Result<std::vector<Note>> of(std::int64_t account);

  // Gives it its number, version and time. Errors: usage (neither words nor a collection).
  core::Result<Note> add(std::int64_t account, Note note);
  // Its words and its collection; `note.version` is the one that was changed. Errors: not_found,
  // conflict (it was changed meanwhile), usage.
  core::Result<Note> change(std::int64_t account, const Note& note);
  core::Result<void> remove(std::int64_t account, std::int64_t id);  // not_found

  // Every note under the one name comes under the other; under none where that is empty. A note
  // that holds nothing but its place goes with the name. Errors: not_found (no such collection).
  core::Result<void> rename(std::int64_t account, const std::string& collection,
                            const std::string& name);

 private:
  struct State;
  explicit Notes(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::store
