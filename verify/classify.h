#pragma once

// Which kind of paper each page is, and where one paper ends and the next begins. Pure.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/entry.h"
#include "verify/contest.h"
#include "verify/kinds.h"
#include "verify/page_text.h"

namespace jianzhen::verify {

// Pages [first, last) of the document's reading.
struct PaperRange {
  std::size_t first = 0;
  std::size_t last = 0;
  const KindSpec* kind = nullptr;  // none reached the threshold: "other"
  double confidence = 0;           // 0–1
};

// What is known of a file before its words.
struct FileHints {
  std::string media_type;
  std::string name;      // of the file, without folders
  std::string declared;  // kind by the registration form; tips the scale, decides nothing
};

// In order, covering all pages; one "other" where there is nothing to read.
std::vector<PaperRange> split_papers(std::span<const PageText> pages, const KindTable& table,
                                     const Contest& contest, const FileHints& hints);

// A table of contents, or a list of what is enclosed.
bool is_contents(const PageText& page);

}  // namespace jianzhen::verify
