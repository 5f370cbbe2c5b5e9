#pragma once

// Resident identity numbers (GB 11643-1999): told from other numbers, and masked in everything that
// is derived from a paper, shown or logged. The originals stay bit for bit. Pure and thread-safe.

#include <string>
#include <string_view>

#include "core/document.h"

namespace jianzhen::core {

// Eighteen characters, a date of birth that exists, and the right check character (mod 11-2).
bool id_number_valid(std::string_view number);

// Of a number: "2101**********1234"; nothing but stars where it is too short to be one.
std::string masked_id_number(std::string_view number);

// Text in which every such number is masked, one that fails its check by a misreading included.
// Code points stay where they are.
std::string with_id_numbers_masked(std::string text);
Page with_id_numbers_masked(Page page);
Document with_id_numbers_masked(Document document);

}  // namespace jianzhen::core
