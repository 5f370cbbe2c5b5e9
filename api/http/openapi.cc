#include "api/http/openapi.h"

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <nlohmann/json.hpp>

namespace jianzhen::embedded {
extern const std::string_view openapi;
}

namespace jianzhen::http {
namespace {

using nlohmann::ordered_json;

ordered_json scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return text;  // it stood in quotes
  if (text.empty() || text == "null" || text == "~") return nullptr;
  if (text == "true") return true;
  if (text == "false") return false;
  const char* end = text.data() + text.size();
  long long whole = 0;
  if (const auto [at, error] = std::from_chars(text.data(), end, whole);
      error == std::errc() && at == end) {
    return whole;
  }
  double number = 0;
  if (const auto [at, error] = std::from_chars(text.data(), end, number);
      error == std::errc() && at == end) {
    return number;
  }
  return text;
}

ordered_json converted(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Map: {
      ordered_json object = ordered_json::object();
      for (const auto& pair : node) object[pair.first.Scalar()] = converted(pair.second);
      return object;
    }
    case YAML::NodeType::Sequence: {
      ordered_json array = ordered_json::array();
      for (const auto& item : node) array.push_back(converted(item));
      return array;
    }
    case YAML::NodeType::Scalar:
      return scalar(node);
    case YAML::NodeType::Null:
    case YAML::NodeType::Undefined:
      break;
  }
  return nullptr;
}

}  // namespace

core::Result<std::string> json_of_yaml(std::string_view yaml) {
  try {
    return converted(YAML::Load(std::string(yaml))).dump();
  } catch (const YAML::Exception& wrong) {
    return core::fail(core::ErrorCode::corrupt,
                      {"接口说明文件格式有误。", "The description of the API is malformed."},
                      wrong.what(), "openapi.yaml");
  }
}

const std::string& api_description() {
  static const std::string kDescription = json_of_yaml(embedded::openapi).value();
  return kDescription;
}

}  // namespace jianzhen::http
