#include "core/entry.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace jianzhen::core {
namespace {

using nlohmann::json;

// A form that people fill in: a missing or null field is empty; a field of another type is an error
// that names it, because silently dropping a partner would change who may own the papers.
struct FieldError {
  std::string field;
};

const json& member(const json& object, const char* key) {
  static const json kNull;
  if (object.is_null()) return kNull;
  if (!object.is_object()) throw FieldError{key};
  const auto it = object.find(key);
  return it == object.end() ? kNull : *it;
}

std::string text(const json& object, const char* key) {
  const json& value = member(object, key);
  if (value.is_null()) return {};
  if (!value.is_string()) throw FieldError{key};
  return value.get<std::string>();
}

const json& list(const json& object, const char* key) {
  static const json kEmpty = json::array();
  const json& value = member(object, key);
  if (value.is_null()) return kEmpty;
  if (!value.is_array()) throw FieldError{key};
  return value;
}

std::optional<int> topic_number(const json& project) {
  const json& value = member(project, "topic");
  if (value.is_null()) return std::nullopt;
  if (!value.is_number_integer()) throw FieldError{"project.topic"};
  const auto number = value.get<long long>();
  // Out of any contest's range, but a form all the same: the rule on topics will say so.
  return static_cast<int>(std::clamp<long long>(number, -1, 1'000'000));
}

Unit unit(const json& object) { return {text(object, "name"), text(object, "uscc")}; }

Entry entry_of(const json& form) {
  Entry entry;
  entry.id = text(form, "entry");
  const json& project = member(form, "project");
  entry.project = {text(project, "name"), text(project, "track"), topic_number(project)};
  const json& applicant = member(form, "applicant");
  static_cast<Unit&>(entry.applicant) = unit(applicant);
  for (const json& name : list(applicant, "former_names")) {
    if (!name.is_string()) throw FieldError{"applicant.former_names"};
    entry.applicant.former_names.push_back(name.get<std::string>());
  }
  for (const json& partner : list(form, "partners")) entry.partners.push_back(unit(partner));
  const json& team = member(form, "team");
  entry.team_name = text(team, "name");
  for (const json& person : list(team, "representatives")) {
    entry.representatives.push_back({text(person, "name"), text(person, "id_number")});
  }
  for (const json& other : list(form, "related")) {
    RelatedUnit related;
    static_cast<Unit&>(related) = unit(other);
    related.relation = text(other, "relation");
    entry.related.push_back(std::move(related));
  }
  for (const json& material : list(form, "materials")) {
    entry.materials.push_back({text(material, "path"), text(material, "kind")});
  }
  return entry;
}

}  // namespace

Result<Entry> parse_entry(std::string_view form_json, std::string_view fallback_id) {
  if (form_json.starts_with("\xEF\xBB\xBF")) form_json.remove_prefix(3);  // Windows Notepad's BOM
  try {
    const json form = json::parse(form_json);
    if (!form.is_object()) throw FieldError{"{…}"};
    Entry entry = entry_of(form);
    if (entry.id.empty()) entry.id = fallback_id;
    if (entry.applicant.name.empty()) {
      return fail(
          ErrorCode::usage,
          {"entry.json 没有填写参赛单位名称（applicant.name）。请补上，或用 --applicant 指定。",
           "entry.json has no applicant.name. Fill it in, or pass --applicant."},
          "applicant.name is empty", "entry.json");
    }
    return entry;
  } catch (const FieldError& wrong) {
    return fail(ErrorCode::corrupt,
                {"entry.json 中“" + wrong.field + "”的写法不对，请对照填写说明修改。",
                 "entry.json: the field \"" + wrong.field + "\" is not of the expected form."},
                "field " + wrong.field, "entry.json");
  } catch (const json::exception& wrong) {
    return fail(ErrorCode::corrupt,
                {"entry.json 不是有效的 JSON，请检查逗号、引号和括号。",
                 "entry.json is not valid JSON: check commas, quotes and brackets."},
                wrong.what(), "entry.json");
  }
}

std::string entry_json(const Entry& entry) {
  const auto unit_form = [](const Unit& u) {
    json form = {{"name", u.name}};
    if (!u.uscc.empty()) form["uscc"] = u.uscc;
    return form;
  };
  json form = {{"entry", entry.id}, {"applicant", unit_form(entry.applicant)}};
  form["project"] = {{"name", entry.project.name}, {"track", entry.project.track}};
  if (entry.project.topic) form["project"]["topic"] = *entry.project.topic;
  if (!entry.applicant.former_names.empty()) {
    form["applicant"]["former_names"] = entry.applicant.former_names;
  }
  for (const Unit& partner : entry.partners) form["partners"].push_back(unit_form(partner));
  form["team"]["name"] = entry.team_name;
  for (const Representative& person : entry.representatives) {
    form["team"]["representatives"].push_back(
        {{"name", person.name}, {"id_number", person.id_number}});
  }
  for (const RelatedUnit& related : entry.related) {
    json one = unit_form(related);
    one["relation"] = related.relation;
    form["related"].push_back(std::move(one));
  }
  for (const DeclaredMaterial& material : entry.materials) {
    form["materials"].push_back({{"path", material.path}, {"kind", material.kind}});
  }
  return form.dump();
}

}  // namespace jianzhen::core
