#include "verify/yaml_form.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <regex>
#include <set>
#include <utility>

namespace jianzhen::verify {

struct YamlForm::State {
  std::string source;
  std::optional<core::Error> fault;

  void refuse(const YAML::Mark& mark, const std::string& key, const core::Bilingual& why) {
    if (fault) return;
    const std::string line = std::to_string(std::max(mark.line, 0) + 1);
    fault = core::Error{core::ErrorCode::corrupt,
                        {source + " 第 " + line + " 行，" + key + "：" + why.zh,
                         source + ", line " + line + ", " + key + ": " + why.en},
                        {},
                        source};
  }
};

struct YamlForm::Node {
  YAML::Node yaml;
  std::set<std::string, std::less<>> asked;

  // An undefined node where there is none. The key may be any text, so no operator[] by type.
  YAML::Node at(std::string_view key) {
    asked.insert(std::string(key));
    return std::as_const(yaml)[std::string(key)];
  }
};

namespace {

const core::Bilingual kMissing = {"缺少这一项。", "this key is missing."};
const core::Bilingual kNotText = {"应为一段文字。", "expected text."};
const core::Bilingual kNotNumber = {"应为整数。", "expected a whole number."};
const core::Bilingual kNotFlag = {"应为 true 或 false。", "expected true or false."};
const core::Bilingual kNotDate = {"应为 2024-07-21 这样的日期。",
                                  "expected a date such as 2024-07-21."};
const core::Bilingual kNotList = {"应为列表。", "expected a list."};
const core::Bilingual kNotMap = {"应为“键: 值”的形式。", "expected keys with values."};
const core::Bilingual kUnknown = {"没有这个键，请检查拼写。", "no such key; check its spelling."};

std::string joined(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

}  // namespace

YamlForm::YamlForm(std::shared_ptr<State> state, std::shared_ptr<Node> node, std::string path)
    : state_(std::move(state)), node_(std::move(node)), path_(std::move(path)) {}

core::Result<YamlForm> YamlForm::parse(std::string_view yaml, std::string_view source) {
  auto state = std::make_shared<State>();
  state->source = source;
  try {
    auto node = std::make_shared<Node>(Node{YAML::Load(std::string(yaml)), {}});
    if (!node->yaml.IsMap()) {
      state->refuse(YAML::Mark(), std::string(source), kNotMap);
      return core::fail(*state->fault);
    }
    return YamlForm(std::move(state), std::move(node), {});
  } catch (const YAML::Exception& e) {
    state->refuse(e.mark, "YAML", {"格式不对：" + e.msg, "not well formed: " + e.msg});
    return core::fail(*state->fault);
  }
}

std::string YamlForm::text(std::string_view key) {
  const YAML::Node value = node_->at(key);
  if (!value.IsDefined()) {
    refuse(key, kMissing);
  } else if (!value.IsScalar() || value.Scalar().empty()) {
    refuse(key, kNotText);
  } else {
    return value.Scalar();
  }
  return {};
}

std::string YamlForm::text_or_empty(std::string_view key) { return has(key) ? text(key) : ""; }

int YamlForm::number(std::string_view key) {
  const std::string digits = text(key);
  if (digits.empty()) return 0;
  if (digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos) {
    refuse(key, kNotNumber);
    return 0;
  }
  return std::stoi(digits);
}

bool YamlForm::flag_or(std::string_view key, bool otherwise) {
  if (!has(key)) {
    node_->at(key);
    return otherwise;
  }
  const std::string word = text(key);
  if (word != "true" && word != "false") refuse(key, kNotFlag);
  return word == "true";
}

std::string YamlForm::date(std::string_view key) {
  static const std::regex kDate("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");
  std::string day = text(key);
  if (!day.empty() && !std::regex_match(day, kDate)) refuse(key, kNotDate);
  return day;
}

std::vector<std::string> YamlForm::texts(std::string_view key) {
  const YAML::Node value = node_->at(key);
  std::vector<std::string> result;
  if (!value.IsDefined()) {
    refuse(key, kMissing);
  } else if (!value.IsSequence()) {
    refuse(key, kNotList);
  } else {
    for (const YAML::Node& item : value) {
      if (!item.IsScalar()) {
        refuse(key, kNotText);
        return {};
      }
      result.push_back(item.Scalar());
    }
  }
  return result;
}

std::vector<std::string> YamlForm::texts_or_empty(std::string_view key) {
  return has(key) ? texts(key) : std::vector<std::string>{};
}

YamlForm YamlForm::form(std::string_view key) {
  const YAML::Node value = node_->at(key);
  const bool map = value.IsDefined() && value.IsMap();
  if (!map) refuse(key, value.IsDefined() ? kNotMap : kMissing);
  auto node = std::make_shared<Node>(Node{map ? value : YAML::Node(YAML::NodeType::Map), {}});
  return YamlForm(state_, std::move(node), joined(path_, key));
}

std::vector<YamlForm> YamlForm::forms(std::string_view key) {
  const YAML::Node value = node_->at(key);
  std::vector<YamlForm> result;
  if (!value.IsDefined() || !value.IsSequence()) {
    refuse(key, value.IsDefined() ? kNotList : kMissing);
    return result;
  }
  for (const YAML::Node& item : value) {
    std::string path = joined(path_, key) + "[" + std::to_string(result.size()) + "]";
    if (!item.IsMap()) {
      state_->refuse(item.Mark(), path, kNotMap);
      return result;
    }
    result.push_back(YamlForm(state_, std::make_shared<Node>(Node{item, {}}), std::move(path)));
  }
  return result;
}

bool YamlForm::has(std::string_view key) const {
  return std::as_const(node_->yaml)[std::string(key)].IsDefined();
}

std::vector<std::string> YamlForm::keys() const {
  std::vector<std::string> result;
  for (const auto& pair : node_->yaml) {
    if (pair.first.IsScalar()) result.push_back(pair.first.Scalar());
  }
  return result;
}

void YamlForm::close() {
  for (const auto& pair : node_->yaml) {
    if (pair.first.IsScalar() && node_->asked.contains(pair.first.Scalar())) continue;
    const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : "?";
    state_->refuse(pair.first.Mark(), joined(path_, key), kUnknown);
  }
}

void YamlForm::refuse(std::string_view key, const core::Bilingual& why) {
  const YAML::Node value = std::as_const(node_->yaml)[std::string(key)];
  state_->refuse(value.IsDefined() ? value.Mark() : node_->yaml.Mark(), joined(path_, key), why);
}

const std::optional<core::Error>& YamlForm::fault() const { return state_->fault; }

}  // namespace jianzhen::verify
