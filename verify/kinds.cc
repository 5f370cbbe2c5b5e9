#include "verify/kinds.h"

#include <algorithm>
#include <stdexcept>

#include "verify/page_text.h"
#include "verify/yaml_form.h"

namespace jianzhen::embedded {
extern const std::string_view kinds;
}  // namespace jianzhen::embedded

namespace jianzhen::verify {
namespace {

const core::Bilingual kBadPattern = {"不是有效的正则表达式。", "is not a valid expression."};
const core::Bilingual kBadWord = {"没有这个取值。", "is not one of the known words."};

Words words(const std::vector<std::string>& texts) {
  Words result;
  for (const std::string& text : texts) result.push_back(folded_units(text));
  return result;
}

std::optional<Pattern> pattern(YamlForm& form, std::string_view key, const std::string& source) {
  try {
    return Pattern(source);
  } catch (const std::invalid_argument&) {
    form.refuse(key, kBadPattern);
    return std::nullopt;
  }
}

std::optional<Pattern> pattern_or_none(YamlForm& form, std::string_view key) {
  const std::string source = form.text_or_empty(key);
  return source.empty() ? std::nullopt : pattern(form, key, source);
}

std::optional<UnitPattern> unit_pattern(YamlForm& form, std::string_view key) {
  try {
    return UnitPattern(form.text(key));
  } catch (const std::invalid_argument&) {
    form.refuse(key, kBadPattern);
    return std::nullopt;
  }
}

std::vector<Anchor> anchors(YamlForm form) {
  std::vector<Anchor> result;
  for (const std::string& key : form.keys()) {
    Anchor anchor;
    anchor.points = form.number(key) / 100.0;
    if (key.starts_with('/')) {
      anchor.pattern = pattern(form, key, key.substr(1));
    } else {
      anchor.word = folded_units(key);
    }
    result.push_back(std::move(anchor));
  }
  return result;
}

HolderSource holder(YamlForm& form) {
  using Way = HolderSource::Way;
  HolderSource source;
  source.weight = form.number("weight") / 100.0;
  if (form.has("label")) {
    source.labels = words(form.texts("label"));
  } else if (form.has("pattern")) {
    source.way = Way::pattern;
    source.phrase = unit_pattern(form, "pattern");
  } else if (form.has("line")) {
    source.way = Way::line;
    source.line = pattern_or_none(form, "line");
    source.before = folded_units(form.text_or_empty("before"));
  } else if (form.has("unit_line")) {
    source.way = form.text("unit_line") == "first" ? Way::first_unit_line : Way::signature;
  } else if (form.has("side")) {
    source.way = Way::supplier;
    if (form.text("side") != "supplies") form.refuse("side", kBadWord);
  } else if (form.flag_or("seal", false)) {
    source.way = Way::seal;
  } else {
    form.refuse("weight", kBadWord);
  }
  source.with = pattern_or_none(form, "with");
  source.skip = pattern_or_none(form, "skip");
  form.close();
  return source;
}

FieldForm field_form(YamlForm& form) {
  static const std::map<std::string, FieldForm> kForms = {
      {"text", FieldForm::text}, {"number", FieldForm::number}, {"date", FieldForm::date},
      {"end", FieldForm::end},   {"term", FieldForm::term},     {"unit", FieldForm::unit}};
  const auto known = kForms.find(form.text("form"));
  if (known != kForms.end()) return known->second;
  form.refuse("form", kBadWord);
  return FieldForm::text;
}

std::map<std::string, Words> choices(YamlForm form) {
  std::map<std::string, Words> result;
  for (const std::string& key : form.keys()) result[key] = words(form.texts(key));
  return result;
}

FieldSource field(YamlForm& form) {
  using Way = FieldSource::Way;
  FieldSource source;
  source.id = form.text("id");
  if (form.has("label")) {
    source.labels = words(form.texts("label"));
  } else if (form.has("pattern")) {
    source.way = Way::pattern;
    source.pattern = pattern_or_none(form, "pattern");
  } else if (form.has("anywhere")) {
    source.way = Way::anywhere;
    source.anywhere = choices(form.form("anywhere"));
  } else if (form.has("date_line")) {
    source.way = Way::date_line;
    source.last = form.text("date_line") == "last";
    source.except = form.text_or_empty("except");
  } else if (form.flag_or("under_seal", false)) {
    source.way = Way::under_seal;
  } else if (form.has("people")) {
    source.way = Way::people;
    source.labels = words(form.texts("people"));
  } else if (form.has("unit_like")) {
    source.way = Way::unit_like;
    source.pattern = pattern_or_none(form, "unit_like");
  } else if (form.has("side")) {
    source.way = Way::buyer;
    if (form.text("side") != "buys") form.refuse("side", kBadWord);
  } else if (form.flag_or("signature", false)) {
    source.way = Way::signature;
  } else {
    form.refuse("id", kBadWord);
  }
  source.cover_only = form.text_or_empty("within") == "cover";
  if (source.way != Way::anywhere) source.form = field_form(form);
  form.close();
  return source;
}

std::vector<FieldSource> fields(YamlForm& form, std::string_view key) {
  std::vector<FieldSource> result;
  if (!form.has(key)) return result;
  for (YamlForm& each : form.forms(key)) result.push_back(field(each));
  return result;
}

Sides sides(YamlForm form) {
  Sides result;
  result.supplies = words(form.texts("supplies"));
  result.buys = words(form.texts("buys"));
  result.reversed = pattern_or_none(form, "reversed");
  result.straight = pattern_or_none(form, "straight");
  form.close();
  return result;
}

KindSpec kind(YamlForm& form) {
  KindSpec spec;
  spec.id = form.text("id");
  spec.is_long = form.flag_or("long", false);
  spec.binds = form.flag_or("binds", false);
  spec.copies = form.flag_or("copies", false);
  spec.persons = form.flag_or("persons", false);
  spec.lists = form.flag_or("lists", false);
  spec.sectioned = form.flag_or("sectioned", false);
  spec.slides = form.flag_or("slides", false);
  if (form.has("media")) {
    YamlForm media = form.form("media");
    for (const std::string& key : media.keys()) {
      spec.media.emplace_back(key, media.number(key) / 100.0);
    }
  }
  spec.titles = words(form.texts_or_empty("titles"));
  spec.title_ends = words(form.texts_or_empty("title_ends"));
  if (form.has("anchors")) spec.anchors = anchors(form.form("anchors"));
  if (form.has("holders")) {
    for (YamlForm& each : form.forms("holders")) spec.holders.push_back(holder(each));
  }
  for (const std::string& source : form.texts_or_empty("never")) {
    if (auto never = pattern(form, "never", source)) spec.never.push_back(std::move(*never));
  }
  spec.roles = fields(form, "roles");
  spec.fields = fields(form, "fields");
  if (form.has("sides")) spec.sides = sides(form.form("sides"));
  form.close();
  return spec;
}

}  // namespace

const KindTable& KindTable::built_in() {
  static const KindTable table = [] {
    auto parsed = parse(embedded::kinds, "kinds.yaml");
    if (!parsed) throw std::logic_error(parsed.error().message.en);
    return std::move(*parsed);
  }();
  return table;
}

core::Result<KindTable> KindTable::parse(std::string_view yaml, std::string_view source) {
  auto file = YamlForm::parse(yaml, source);
  if (!file) return core::fail(file.error());
  KindTable table;
  const Words stop_labels = words(file->texts("stop_labels"));
  for (YamlForm& form : file->forms("heading_synonyms")) {
    table.synonyms_.push_back(words(form.texts("same")));
    form.close();
  }
  for (YamlForm& form : file->forms("kinds")) table.kinds_.push_back(kind(form));
  file->close();
  if (file->fault()) return core::fail(*file->fault());
  table.gather_labels(stop_labels);
  return table;
}

const KindSpec* KindTable::find(std::string_view id) const {
  const auto it = std::ranges::find(kinds_, id, &KindSpec::id);
  return it == kinds_.end() ? nullptr : &*it;
}

void KindTable::gather_labels(const Words& stop_labels) {
  const auto add = [&](const Words& labels) {
    for (const std::u16string& label : labels) {
      if (!label.empty()) labels_[label.front()].push_back(label);
    }
  };
  add(stop_labels);
  for (const KindSpec& spec : kinds_) {
    for (const HolderSource& source : spec.holders) add(source.labels);
    for (const FieldSource& source : spec.roles) add(source.labels);
    for (const FieldSource& source : spec.fields) add(source.labels);
    add(spec.sides.supplies);
    add(spec.sides.buys);
  }
  for (auto& [first, labels] : labels_) {
    std::ranges::sort(labels, [](const std::u16string& a, const std::u16string& b) {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  }
}

std::size_t KindTable::label_at(std::u16string_view text, std::size_t at) const {
  if (at >= text.size()) return 0;
  const auto it = labels_.find(text[at]);
  if (it == labels_.end()) return 0;
  for (const std::u16string& label : it->second) {
    if (text.substr(at).starts_with(label)) return label.size();
  }
  return 0;
}

}  // namespace jianzhen::verify
