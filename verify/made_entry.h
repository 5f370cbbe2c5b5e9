#pragma once

// Entries made of facts, for the tests of the rules: one that is whole and honest, of invented
// units with valid codes, of which each test changes one thing.

#include <string>
#include <string_view>
#include <vector>

#include "verify/check.h"

namespace jianzhen::verify::made {

inline constexpr const char* kApplicant = "沈阳青禾数据科技有限公司";
inline constexpr const char* kApplicantCode = "91210102MA0UQH3K5Q";
inline constexpr const char* kOther = "青岛远帆软件有限公司";
inline constexpr const char* kOtherCode = "91210102MA0P7R2X46";

// The name stands on page 1, read from a text layer.
Party party(std::string_view name, std::string_view uscc = {});
Value value(std::string_view text, int page = 1);

// One paper of `kind` in a file of its own, whose bytes are its path's; `owner` empty: none.
MaterialFacts paper(std::string_view path, std::string_view kind, std::string_view owner = {});

// The whole entry: every kind of the contest, all the applicant's own.
EntryFacts honest_entry(std::string_view id = "T-1");

// The only material of that kind of an honest entry, to be changed.
MaterialFacts& of_kind(EntryFacts& entry, std::string_view kind);
PaperFacts& paper_of_kind(EntryFacts& entry, std::string_view kind);
void remove_kind(EntryFacts& entry, std::string_view kind);

std::vector<core::CheckReport> check_all(const std::vector<EntryFacts>& entries,
                                         const std::vector<ListedUnit>& lists = {},
                                         const RelationGraph& relations = {});
// The findings of one entry alone; with a code, only those.
std::vector<core::Finding> findings(const EntryFacts& entry, std::string_view code = {});
std::vector<core::Finding> with_code(const core::CheckReport& report, std::string_view code);

}  // namespace jianzhen::verify::made
