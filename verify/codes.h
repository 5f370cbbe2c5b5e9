#pragma once

// Numbers with check characters. Pure and thread-safe.

#include <optional>
#include <string>
#include <string_view>

namespace jianzhen::verify {

// Unified social credit code: GB 32100-2015 (position 18, mod 31) and GB 11714 (position 17, mod
// 11).
bool uscc_valid(std::string_view code);

// True for 18 characters of the alphabet plus what people and OCR put in their place; whether it is
// valid is another question.
bool looks_like_uscc(std::string_view code);

// The only valid code within what OCR confuses (0/O/D/Q, 1/I/L, 2/Z, 5/S, 8/B …); nullopt where
// there is none or more than one. Never for a code from a text layer (contract.md, owner.uscc).
std::optional<std::string> repair_uscc(std::string_view code);

// Resident identity number, GB 11643-1999 (mod 11-2).
bool id_number_valid(std::string_view number);

// Patent number with check digit after the point (ZC 0006-2003): "ZL 2020 1 0751970.0".
bool patent_number_valid(std::string_view number);

}  // namespace jianzhen::verify
