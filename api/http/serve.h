#pragma once

// `jianzhen serve`: the whole service in one process.

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "api/identity_provider.h"
#include "api/pipeline.h"
#include "api/rules.h"
#include "api/smtp.h"
#include "core/error.h"

namespace jianzhen::http {

struct ServeOptions {
  std::filesystem::path data;
  std::string listen = "127.0.0.1:8080";  // HOST:PORT; port 0: any that is free
  std::string db;                         // connection string; empty: SQLite in the data folder
  std::string origin;                // "https://HOST" of a proxy in front of it; empty: none is
  api::MailServer mail;              // for notices
  core::Lang lang = core::Lang::zh;  // of what is printed
  api::RuleFiles rules;
  api::PipelineOptions pipeline;
  std::optional<api::ProviderOptions> provider;  // of identities, by which people may log in
  unsigned files_at_once = 4;                    // on their way through the service
};

// Prints the address on standard output once it answers, logs JSON lines on standard error, and
// serves until `stop`. Errors: usage (the address), conflict (the port, or another service on the
// data folder), and whatever keeps a part of the service from starting.
core::Result<void> serve(const ServeOptions& options, const std::stop_token& stop);

}  // namespace jianzhen::http
