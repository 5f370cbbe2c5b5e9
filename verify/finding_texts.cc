#include "verify/finding_texts.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <stdexcept>

#include "verify/yaml_form.h"

namespace jianzhen::embedded {
extern const std::string_view findings;
}

namespace jianzhen::verify {
namespace {

using core::Bilingual;
using core::Lang;

struct Text {
  Bilingual found;
  Bilingual todo;
};

struct Table {
  std::map<std::string, Bilingual, std::less<>> words;
  std::map<std::string, Text, std::less<>> texts;
};

Bilingual both(YamlForm form) {
  Bilingual text{form.text("zh"), form.text("en")};
  form.close();
  return text;
}

Table read_table() {
  auto file = YamlForm::parse(embedded::findings, "findings.yaml");
  if (!file) throw std::logic_error(file.error().message.en);
  Table table;
  file->number("format");
  YamlForm words = file->form("words");
  for (const std::string& word : words.keys()) table.words[word] = both(words.form(word));
  YamlForm texts = file->form("texts");
  for (const std::string& id : texts.keys()) {
    YamlForm text = texts.form(id);
    table.texts[id] = {both(text.form("found")), both(text.form("todo"))};
    text.close();
  }
  file->close();
  if (file->fault()) throw std::logic_error(file->fault()->message.en);
  return table;
}

const Table& table() {
  static const Table read = read_table();
  return read;
}

// Reads a pattern up to its end, or to the bracket that closes this piece. nullopt: a value is
// empty or missing, so the piece is left out.
std::optional<std::string> piece(std::string_view& rest, const Values& values, Lang lang) {
  std::string result;
  bool complete = true;
  while (!rest.empty() && rest.front() != ']') {
    const char first = rest.front();
    if (first == '[') {
      rest.remove_prefix(1);
      result += piece(rest, values, lang).value_or("");
      if (!rest.empty()) rest.remove_prefix(1);
    } else if (first == '{') {
      const std::size_t end = rest.find('}');
      if (end == std::string_view::npos) throw std::logic_error("a { without }");
      const auto value = values.find(rest.substr(1, end - 1));
      const bool there = value != values.end() && !core::in(value->second, lang).empty();
      if (there) result += core::in(value->second, lang);
      complete = complete && there;
      rest.remove_prefix(end + 1);
    } else {
      result += first;
      rest.remove_prefix(1);
    }
  }
  if (!complete) return std::nullopt;
  return result;
}

Bilingual where(const core::Place& place) {
  if (place.time) {
    const int seconds = static_cast<int>(std::floor(*place.time));
    std::array<char, 32> clock{};
    std::snprintf(clock.data(), clock.size(), "%02d:%02d", seconds / 60, seconds % 60);
    return {std::string("见 ") + clock.data() + " 处。", std::string("See ") + clock.data() + "."};
  }
  if (place.page <= 0) return {};
  const std::string page = std::to_string(place.page);
  return {"见第 " + page + " 页。", "See page " + page + "."};
}

std::string sentence(const Text& text, const Said& said, Lang lang) {
  const bool zh = lang == Lang::zh;
  const bool question = said.severity > core::Severity::notice;
  std::string result =
      zh ? (question ? "发现疑点：" : "提示：") : (question ? "Open question: " : "Note: ");
  const std::string space = zh ? "" : " ";
  result += filled(core::in(text.found, lang), said.values, lang);
  if (const std::string& basis = core::in(said.basis, lang); !basis.empty()) {
    result += space + (zh ? "依据：" : "Basis: ") + basis + (zh ? "。" : ".");
  }
  const Bilingual place = where(said.place);
  if (!core::in(place, lang).empty()) result += space + core::in(place, lang);
  return result + space + filled(core::in(text.todo, lang), said.values, lang);
}

}  // namespace

Bilingual shown_word(std::string_view word) {
  const auto row = table().words.find(word);
  return row == table().words.end() ? same(std::string(word)) : row->second;
}

bool has_text(std::string_view code) {
  if (code.find('/') != std::string_view::npos) return false;
  return table().texts.contains(code);
}

std::vector<std::string> text_ids() {
  std::vector<std::string> ids;
  for (const auto& [id, text] : table().texts) ids.push_back(id);
  return ids;
}

Bilingual message(const Said& said) {
  const auto row = table().texts.find(said.id);
  if (row == table().texts.end()) throw std::logic_error("no text for " + std::string(said.id));
  return {sentence(row->second, said, Lang::zh), sentence(row->second, said, Lang::en)};
}

std::string filled(std::string_view pattern, const Values& values, Lang lang) {
  const std::string whole(pattern);
  const auto result = piece(pattern, values, lang);
  if (!result) throw std::logic_error("a value is missing for: " + whole);
  return *result;
}

}  // namespace jianzhen::verify
