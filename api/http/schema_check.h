#pragma once

// Does a JSON value follow a schema of the API's description? As much of JSON Schema 2020-12 as
// that description uses. For tests only.

#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

namespace jianzhen::http {

class SchemaCheck {
 public:
  // `description`: the whole OpenAPI document, in which references are looked up.
  explicit SchemaCheck(const nlohmann::json& description) : description_(description) {}

  // What does not follow, with the pointer to it; empty where all does.
  std::vector<std::string> faults(const nlohmann::json& schema, const nlohmann::json& value) {
    faults_.clear();
    check(schema, value, "");
    return faults_;
  }

 private:
  using json = nlohmann::json;

  const json& resolved(const json& schema) const {
    if (!schema.contains("$ref")) return schema;
    const auto reference = schema["$ref"].get<std::string>().substr(1);  // without '#'
    return resolved(description_.at(json::json_pointer(reference)));
  }

  void fault(const std::string& where, const std::string& what) {
    faults_.push_back((where.empty() ? "/" : where) + ": " + what);
  }

  static bool is_a(const std::string& type, const json& value) {
    if (type == "null") return value.is_null();
    if (type == "boolean") return value.is_boolean();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "string") return value.is_string();
    if (type == "array") return value.is_array();
    return value.is_object();
  }

  void check(const json& given, const json& value, const std::string& where) {
    const json& schema = resolved(given);
    check_type(schema, value, where);
    check_alternatives(schema, value, where);
    if (value.is_object()) check_object(schema, value, where);
    if (value.is_array()) check_array(schema, value, where);
    if (value.is_number()) {
      if (schema.contains("minimum") && value < schema["minimum"]) fault(where, "too small");
      if (schema.contains("maximum") && value > schema["maximum"]) fault(where, "too large");
    }
    if (value.is_string() && schema.contains("pattern") &&
        !std::regex_search(value.get<std::string>(),
                           std::regex(schema["pattern"].get<std::string>()))) {
      fault(where, "does not match " + schema["pattern"].get<std::string>());
    }
  }

  void check_type(const json& schema, const json& value, const std::string& where) {
    if (!schema.contains("type")) return;
    const json types = schema["type"].is_array() ? schema["type"] : json::array({schema["type"]});
    for (const json& type : types) {
      if (is_a(type.get<std::string>(), value)) return;
    }
    fault(where, "is no " + types.dump());
  }

  void check_alternatives(const json& schema, const json& value, const std::string& where) {
    if (schema.contains("enum")) {
      const json& words = schema["enum"];
      if (std::find(words.begin(), words.end(), value) == words.end()) {
        fault(where, value.dump() + " is none of " + words.dump());
      }
    }
    if (!schema.contains("anyOf")) return;
    for (const json& one : schema["anyOf"]) {
      if (SchemaCheck(description_).faults(one, value).empty()) return;
    }
    fault(where, "is none of the alternatives: " + value.dump());
  }

  void check_object(const json& schema, const json& value, const std::string& where) {
    for (const json& name : schema.value("required", json::array())) {
      if (!value.contains(name.get<std::string>())) fault(where, "lacks " + name.dump());
    }
    const json properties = schema.value("properties", json::object());
    for (const auto& [name, member] : value.items()) {
      std::string below = where;
      below.append("/").append(name);
      if (properties.contains(name)) check(properties[name], member, below);
    }
  }

  void check_array(const json& schema, const json& value, const std::string& where) {
    if (!schema.contains("items")) return;
    for (std::size_t i = 0; i < value.size(); ++i) {
      check(schema["items"], value[i], where + "/" + std::to_string(i));
    }
  }

  const json& description_;
  std::vector<std::string> faults_;
};

}  // namespace jianzhen::http
