#pragma once

// One page as it lies in the index: what a hit shows, and where each character stands.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"

namespace jianzhen::index {

struct IndexedPage {
  std::string entry;
  std::string material;
  int number = 0;
  std::optional<double> time;
  std::vector<core::Line> lines;  // text, box, direction, edges; what seals and codes say is last
};

// Places are kept to 1/65535 of the page.
std::string page_form(const IndexedPage& page);

// nullopt where the bytes are not ours.
std::optional<IndexedPage> page_of(std::string_view form);

// The lines of a page that are searched, breaks between the parts as empty lines.
std::vector<core::Line> searched_lines(const core::Page& page);

}  // namespace jianzhen::index
