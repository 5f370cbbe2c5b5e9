#pragma once

// The settings, a TOML file (docs/settings.md). Every key has a default; one that is not known, or
// whose value is out of range, is a mistake with its line: a limit that was misspelt must not be
// the default in silence. What is said on the command line wins over the file.

#include <filesystem>
#include <string>
#include <vector>

#include "api/rules.h"
#include "api/smtp.h"
#include "core/error.h"
#include "ingest/ingest.h"

namespace jianzhen::api {

struct Settings {
  struct Data {
    std::filesystem::path folder;  // empty: default_data_folder()
    std::filesystem::path cache;   // empty: the user's
    std::string database;          // of the catalogue; empty: SQLite in the data folder
  };
  struct Serve {
    std::string listen = "127.0.0.1:8080";  // HOST:PORT
    std::string origin;                     // "https://HOST" of a proxy in front; empty: none is
  };
  // Log-in by a provider of identities (OpenID Connect); without an issuer there is none.
  struct Oidc {
    std::string issuer;
    std::string client_id;
    std::filesystem::path client_secret_file;  // empty: a public client
    std::string name;                          // as its button says; empty: the host of the issuer
  };
  struct Work {
    unsigned readers = 0;        // children that read; 0: one per core
    unsigned files_at_once = 4;  // on their way through the service
  };

  Data data;              // [data]
  Serve serve;            // [serve]
  Oidc oidc;              // [oidc]
  Work work;              // [work]
  MailServer mail;        // [mail]
  RuleFiles rules;        // [rules]
  ingest::Limits limits;  // [limits]
};

struct ReadSettings {
  Settings settings;  // what is right of it; defaults else
  // In the order of the lines, each with file, line and key. Of what is no TOML the first one only:
  // what comes after it cannot be told.
  std::vector<core::Bilingual> mistakes;
};

// Errors: unreadable.
core::Result<ReadSettings> read_settings(const std::filesystem::path& file);

// Errors: unreadable, usage (says all mistakes).
core::Result<Settings> load_settings(const std::filesystem::path& file);

// As such a file, defaults included.
std::string settings_toml(const Settings& settings);
std::string limits_toml(const ingest::Limits& limits);  // that section alone

}  // namespace jianzhen::api
