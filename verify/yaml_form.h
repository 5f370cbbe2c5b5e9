#pragma once

// Reads a YAML file that a person wrote, key by key, and remembers the first thing that is wrong
// with it: where (line), what (key), and what was expected. yaml-cpp stays behind this header.
// Not thread-safe; values read are copies.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace jianzhen::verify {

class YamlForm {
 public:
  // Errors: corrupt (not YAML; names the line).
  static core::Result<YamlForm> parse(std::string_view yaml, std::string_view source);

  // Missing or of another type: remembered as an error, and an empty value returned.
  std::string text(std::string_view key);
  std::string text_or_empty(std::string_view key);
  int number(std::string_view key);
  bool flag_or(std::string_view key, bool otherwise);
  std::string date(std::string_view key);  // 2024-07-21
  std::vector<std::string> texts(std::string_view key);
  std::vector<std::string> texts_or_empty(std::string_view key);
  YamlForm form(std::string_view key);
  std::vector<YamlForm> forms(std::string_view key);  // a list of maps
  bool has(std::string_view key) const;
  std::vector<std::string> keys() const;

  // Refuses keys that nobody asked for: a misspelt key is never silently without effect.
  void close();
  // Remembers a fault of meaning at `key`.
  void refuse(std::string_view key, const core::Bilingual& why);

  // The first fault of the whole file; every form of one file shares it.
  const std::optional<core::Error>& fault() const;

 private:
  struct State;
  struct Node;
  YamlForm(std::shared_ptr<State> state, std::shared_ptr<Node> node, std::string path);

  // All forms of one file report into one state, and copies of a form share what was asked of it.
  std::shared_ptr<State> state_;
  std::shared_ptr<Node> node_;
  std::string path_;  // rules[3]
};

}  // namespace jianzhen::verify
