#pragma once

// The sentences that a person reads where a file cannot be read, each said once. The caller knows
// the file's name and adds it.

#include <exception>
#include <string>

#include "core/error.h"

namespace jianzhen::ingest {

tl::unexpected<core::Error> corrupt(std::string detail);
tl::unexpected<core::Error> encrypted(std::string detail);
tl::unexpected<core::Error> empty_file(std::string detail);
tl::unexpected<core::Error> unsupported(const std::string& media_type);
tl::unexpected<core::Error> too_many_pixels(double width, double height);

// errno of a failed system call: no_space, else unreadable.
tl::unexpected<core::Error> system_failure(int error, const std::string& what);

// What a third party threw, as an error: bad_alloc is memory, the rest says the file is damaged.
// Call it in a catch block at the library's edge.
tl::unexpected<core::Error> caught(const std::exception& exception, const std::string& where);

}  // namespace jianzhen::ingest
