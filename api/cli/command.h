#pragma once

// What the commands of the command line share: the language, how errors and progress are shown,
// Ctrl-C. Exit statuses are contract.md's: 2 usage, 1 violation, 3 a file failed, 0; 130
// interrupted.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "api/pipeline.h"
#include "api/settings.h"
#include "core/error.h"

namespace jianzhen::api::cli {

inline constexpr int kViolation = 1;
inline constexpr int kUsage = 2;
inline constexpr int kFileFailed = 3;
inline constexpr int kInterrupted = 130;

// A command adds its options to the program and leaves its work in `run`.
struct Program {
  CLI::App& app;
  core::Lang lang = core::Lang::zh;
  Settings settings;           // of the file that --settings names: what options begin with
  std::filesystem::path data;  // --data, or the default folder
  std::stop_token stop;        // Ctrl-C
  std::function<int()> run;    // of the command that was called
  std::filesystem::path settings_file;  // --settings; empty: none

  // A subcommand with --help, --lang, --data and --settings, described in the language of the call.
  CLI::App* command(const std::string& name, const core::Bilingual& about);
  const std::string& say(const core::Bilingual& text) const { return core::in(text, lang); }
  // The connection string of the catalogue.
  std::string catalogue() const;
  // How the stages are set.
  PipelineOptions pipeline() const;
};

void add_check(Program& program);
void add_read(Program& program);
void add_search(Program& program);
void add_relate(Program& program);
void add_serve(Program& program);
void add_rules(Program& program);
void add_report(Program& program);
void add_fsck(Program& program);
void add_account(Program& program);
void add_demo(Program& program);
void add_config(Program& program);
void add_backup(Program& program);
void add_restore(Program& program);
void add_migrate(Program& program);
void add_manual(Program& program);

// "出错：…" with what to do about it, on standard error. Returns the error's exit status.
int show_error(const core::Error& error, core::Lang lang);

// True where colour belongs: a terminal, and no NO_COLOR.
bool use_colour(int fd);

}  // namespace jianzhen::api::cli
