// The table in docs/architecture.md is the rule; this holds the code against it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

fs::path source_dir() {
  const char* dir = std::getenv("JIANZHEN_SOURCE_DIR");
  return dir != nullptr ? fs::path(dir) : fs::current_path();
}

// folder → folders it may include, besides itself; "everything" is every folder.
std::map<std::string, std::set<std::string>> table() {
  std::ifstream page(source_dir() / "docs/architecture.md");
  const std::regex row(R"(^\| `(\w+)/` \|.*\| ([^|]+) \|$)");
  std::map<std::string, std::set<std::string>> rules;
  std::map<std::string, std::string> cells;
  for (std::string line; std::getline(page, line);) {
    std::smatch found;
    if (std::regex_match(line, found, row)) cells[found[1]] = found[2];
  }
  for (const auto& [folder, cell] : cells) {
    for (const auto& [other, ignored] : cells) {
      const bool everything = cell == "everything";
      if (everything || cell.find("`" + other + "`") != std::string::npos) {
        rules[folder].insert(other);
      }
    }
    rules[folder].insert(folder);
  }
  return rules;
}

bool is_source(const fs::path& file) {
  return file.extension() == ".h" || file.extension() == ".cc";
}

template <typename Check>
void for_each_include(const std::string& folder, Check check) {
  const std::regex include(R"re(^\s*#include\s+(["<])([^">]+)[">].*)re");
  for (const auto& file : fs::recursive_directory_iterator(source_dir() / folder)) {
    if (!file.is_regular_file() || !is_source(file.path()) ||
        file.path().string().find("node_modules") != std::string::npos) {
      continue;
    }
    std::ifstream in(file.path());
    for (std::string line; std::getline(in, line);) {
      std::smatch found;
      if (std::regex_match(line, found, include)) check(file.path(), found[1], found[2]);
    }
  }
}

TEST(IncludeRule, the_table_names_every_folder_of_the_house) {
  const auto rules = table();
  for (const char* folder : {"core", "store", "ingest", "ocr", "verify", "index", "api", "tests"}) {
    EXPECT_TRUE(rules.contains(folder)) << folder;
    EXPECT_TRUE(fs::exists(source_dir() / folder / "CMakeLists.txt")) << folder;
  }
}

TEST(IncludeRule, no_folder_includes_what_the_table_does_not_allow) {
  const auto rules = table();
  for (const auto& [folder, allowed] : rules) {
    if (folder == "samples") continue;
    for_each_include(folder,
                     [&](const fs::path& file, const std::string& mark, const std::string& header) {
                       const std::string first = header.substr(0, header.find('/'));
                       if (mark != "\"" || !rules.contains(first)) return;
                       EXPECT_TRUE(allowed.contains(first)) << file << " includes " << header;
                     });
  }
}

TEST(IncludeRule, third_party_headers_stay_out_of_headers) {
  // The standard library has no '/' and no ".h"; these are the exceptions, each with its reason.
  const std::set<std::string> allowed = {
      "tl/expected.hpp",  // Result<T> is the house's own word for errors
      "CLI/CLI.hpp",      // the command line's commands share its App
      "unistd.h",         // POSIX
      "sys/resource.h",   // POSIX
  };
  const std::set<std::string> below_a_public_face = {
      // included by no other folder
      "account_forms.h", "accounts_state.h", "event_log.h", "migrations.h", "sql.h", "sqlite.h",
      "bounded_pipeline.h", "ofd_document.h", "ofd_font.h", "ofd_package.h",
      // of tests
      "scratch_folder.h", "test_database.h", "service_fixture.h", "routes_fixture.h",
      "schema_check.h", "test_files.h", "pdf_tools.h", "test_page.h"};
  for (const char* folder : {"core", "store", "ingest", "ocr", "verify", "index", "api"}) {
    for_each_include(folder, [&](const fs::path& file, const std::string& mark,
                                 const std::string& header) {
      if (file.extension() != ".h" || mark != "<" ||
          below_a_public_face.contains(file.filename().string())) {
        return;
      }
      const bool standard =
          header.find('/') == std::string::npos && header.find('.') == std::string::npos;
      EXPECT_TRUE(standard || allowed.contains(header)) << file << " includes <" << header << ">";
    });
  }
}

}  // namespace
