#pragma once

// The manual page and the shells' completion, written from the one table of commands: the tree of
// CLI::App that also parses them. Pure functions.

#include <CLI/CLI.hpp>
#include <string>

#include "core/error.h"

namespace jianzhen::api::cli {

// jianzhen(1), in roff. Its descriptions speak the language that the commands were made in.
std::string manual_page(const CLI::App& app, core::Lang lang);

std::string bash_completion(const CLI::App& app);
std::string zsh_completion(const CLI::App& app);

}  // namespace jianzhen::api::cli
