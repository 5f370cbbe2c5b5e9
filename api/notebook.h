#pragma once

// What a judge writes down for themselves: on an entry, a material, a page, under names of their
// own. Nobody else reads it, whatever their role; it is in no report. Of an entry that its writer
// may not see any more, their notes are not shown. Thread-safe.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "api/access.h"
#include "core/error.h"
#include "store/catalogue.h"
#include "store/notes.h"

namespace jianzhen::api {

// What is written where.
struct NewNote {
  std::string entry;
  std::int64_t material = 0;  // its number; 0: of the entry as a whole
  int page = 0;               // 0: of the material as a whole
  std::string words;
  std::string collection;
};

struct OwnNote {
  store::Note note;
  std::string project;
  std::string applicant;
  std::string track;
  std::int64_t material = 0;  // number of the file that is at the note's path now; 0: none
  bool replaced = false;      // it is another file than it was written on
};

class Notebook {
 public:
  // The catalogue outlives the notebook.
  Notebook(store::Catalogue& catalogue, std::unique_ptr<store::Notes> notes)
      : catalogue_(catalogue), notes_(std::move(notes)) {}

  // In the order in which they were written.
  core::Result<std::vector<OwnNote>> notes(const Principal& who);

  // That they may read the entry is the caller's to check. Errors: not_found (the material), usage
  // (too long, a page of nothing, and as store::Notes).
  core::Result<OwnNote> add(const Principal& who, const NewNote& given);
  // As store::Notes. Errors besides: usage (too long).
  core::Result<OwnNote> change(const Principal& who, std::int64_t id, int version,
                               const std::string& words, const std::string& collection);
  core::Result<void> remove(const Principal& who, std::int64_t id);
  core::Result<void> rename(const Principal& who, const std::string& collection,
                            const std::string& name);

 private:
  core::Result<OwnNote> shown(const store::Note& note);

  store::Catalogue& catalogue_;
  std::unique_ptr<store::Notes> notes_;
};

// As a workbook. Errors: no_space, unreadable.
core::Result<std::string> notes_xlsx(const std::vector<OwnNote>& notes, core::Lang lang);

}  // namespace jianzhen::api
