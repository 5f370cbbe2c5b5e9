#pragma once

// Numbers with check characters. Pure and thread-safe. All take a number as it is printed: any
// width and case of the characters, with or without spaces.

#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"

namespace jianzhen::verify {

// Unified social credit code: GB 32100-2015 (position 18, mod 31) and GB 11714 (position 17, mod
// 11), of a registering authority and kind of unit that exist. A failed check is a question, not
// proof of forgery: some real codes of the first years fail it.
bool uscc_valid(std::string_view code);

// True for 18 characters of the alphabet plus what people and OCR put in their place; whether it is
// valid is another question.
bool looks_like_uscc(std::string_view code);

// The only valid code within what OCR confuses (0/O/D/Q, 1/I/L, 2/Z, 5/S, 8/B …); nullopt where
// there is none or more than one. Never for a code from a text layer (contract.md, owner.uscc).
std::optional<std::string> repair_uscc(std::string_view code);

enum class UsccState {
  valid,
  repairable,    // one wrong character, and only one valid code it can be
  check_failed,  // of the right form, but a check character is wrong
  spreadsheet,   // ends in 000: its last digits were lost when it was stored as a number
  id_number,     // a person's identity number, not a unit's code
  malformed,     // wrong length, or characters that no code has
};

struct UsccReading {
  UsccState state = UsccState::malformed;
  std::string code;         // normalised; of a repairable one the repaired code
  core::Bilingual message;  // what is wrong, and the way out; empty for a valid one
};
UsccReading read_uscc(std::string_view code);

// Could `read`, taken from a picture, be `expected`? Same length, and every difference one that OCR
// makes, at most three.
bool uscc_confusable(std::string_view expected, std::string_view read);

// Upper case, narrow, no spaces: how codes are compared.
std::string normalized_code(std::string_view code);

// The organisation code (GB 11714), nine characters without a hyphen, that a USCC (positions 9–17),
// an old tax number (6 digits of area before it) or the organisation code itself carries: what
// joins them all. nullopt where its check character is wrong or the code is of another kind.
std::optional<std::string> organisation_code(std::string_view code);

// 15-digit registration number of the years before the USCC (GS 15-2006, ISO 7064 mod 11,10).
bool registration_number_valid(std::string_view number);

// Patent number with check digit after the point (ZC 0006-2003): "ZL 2020 1 0751970.0"; also the
// eight digits of applications before October 2003.
bool patent_number_valid(std::string_view number);

// 计算机软件著作权登记号: "2022SR1215365". Seven digits since 2019; six or seven from 2010 on;
// before that shorter, and with letters for the office that took it (2009SRBJ1234).
bool software_copyright_number_valid(std::string_view number);

// 商标注册证号: three to eight digits, a letter after them where the mark was divided; "G" before
// them for an international registration.
bool trademark_number_valid(std::string_view number);

}  // namespace jianzhen::verify
