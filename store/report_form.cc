#include "store/report_form.h"

#include <nlohmann/json.hpp>

namespace jianzhen::store {

using nlohmann::json;

namespace {

constexpr int kVersion = 1;

template <typename T>
json or_null(const std::optional<T>& value, json (*form)(const T&)) {
  return value ? form(*value) : json();
}

template <typename T>
std::optional<T> optional_of(const json& form, T (*of)(const json&)) {
  if (form.is_null()) return std::nullopt;
  return of(form);
}

json number_form(const double& number) { return number; }
double number_of(const json& form) { return form.get<double>(); }

json box_form(const core::Box& box) { return {box.left, box.top, box.right, box.bottom}; }

core::Box box_of(const json& form) {
  return {form.at(0).get<double>(), form.at(1).get<double>(), form.at(2).get<double>(),
          form.at(3).get<double>()};
}

json unit_form(const core::Unit& unit) { return {{"name", unit.name}, {"uscc", unit.uscc}}; }
core::Unit unit_of(const json& form) { return {form.at("name"), form.at("uscc")}; }

json place_form(const core::Place& place) {
  return {{"page", place.page},
          {"time", or_null(place.time, number_form)},
          {"box", or_null(place.box, box_form)}};
}

core::Place place_of(const json& form) {
  return {form.at("page"), optional_of(form.at("time"), number_of),
          optional_of(form.at("box"), box_of)};
}

json owner_form(const core::Owner& owner) {
  return {{"unit", unit_form(owner.unit)},
          {"relation", owner.relation},
          {"place", place_form(owner.place)}};
}

core::Owner owner_of(const json& form) {
  return {unit_of(form.at("unit")), form.at("relation"), place_of(form.at("place"))};
}

json paper_form(const core::Paper& paper) {
  return {{"kind", paper.kind},
          {"from", paper.from},
          {"to", paper.to},
          {"owner", or_null(paper.owner, owner_form)}};
}

core::Paper paper_of(const json& form) {
  return {form.at("kind"), form.at("from"), form.at("to"), optional_of(form.at("owner"), owner_of)};
}

json bilingual_form(const core::Bilingual& text) { return {{"zh", text.zh}, {"en", text.en}}; }
core::Bilingual bilingual_of(const json& form) { return {form.at("zh"), form.at("en")}; }

json error_form(const core::Error& error) {
  return {{"code", core::kind_of(error.code).word},
          {"message", bilingual_form(error.message)},
          {"detail", error.detail},
          {"source", error.source}};
}

core::Error error_of(const json& form) {
  return {core::error_code_of(form.at("code").get_ref<const std::string&>()),
          bilingual_of(form.at("message")), form.at("detail"), form.at("source")};
}

template <typename T>
json list_form(const std::vector<T>& values, json (*form)(const T&)) {
  json list = json::array();
  for (const T& value : values) list.push_back(form(value));
  return list;
}

template <typename T>
std::vector<T> list_of(const json& form, T (*of)(const json&)) {
  std::vector<T> values;
  for (const json& value : form) values.push_back(of(value));
  return values;
}

json material_form(const core::Material& material) {
  return {{"path", material.path},
          {"sha256", material.sha256.hex()},
          {"bytes", material.bytes},
          {"media_type", material.media_type},
          {"kind", material.kind},
          {"pages", material.pages},
          {"owner", or_null(material.owner, owner_form)},
          {"papers", list_form(material.papers, paper_form)},
          {"error", or_null(material.error, error_form)}};
}

core::Material material_of(const json& form) {
  core::Material material;
  material.path = form.at("path");
  // A digest that is none throws as a missing field would: the whole report is damaged.
  material.sha256 = core::Digest::from_hex(form.at("sha256").get_ref<const std::string&>()).value();
  material.bytes = form.at("bytes");
  material.media_type = form.at("media_type");
  material.kind = form.at("kind");
  material.pages = form.at("pages");
  material.owner = optional_of(form.at("owner"), owner_of);
  material.papers = list_of(form.at("papers"), paper_of);
  material.error = optional_of(form.at("error"), error_of);
  return material;
}

json finding_form(const core::Finding& finding) {
  return {{"code", finding.code},
          {"severity", core::word(finding.severity)},
          {"material", finding.material},
          {"place", place_form(finding.place)},
          {"entity", or_null(finding.entity, unit_form)},
          {"evidence", finding.evidence},
          {"message", bilingual_form(finding.message)},
          {"expected", finding.expected},
          {"basis", bilingual_form(finding.basis)},
          {"clause", finding.clause},
          {"kind", finding.kind},
          {"section", finding.section},
          {"part", finding.part},
          {"candidates", finding.candidates},
          {"other_entry", finding.other_entry}};
}

core::Finding finding_of(const json& form) {
  core::Finding finding;
  finding.code = form.at("code");
  finding.severity = core::severity_of(form.at("severity").get_ref<const std::string&>()).value();
  finding.material = form.at("material");
  finding.place = place_of(form.at("place"));
  finding.entity = optional_of(form.at("entity"), unit_of);
  finding.evidence = form.at("evidence");
  finding.message = bilingual_of(form.at("message"));
  finding.expected = form.value("expected", std::string());
  if (form.contains("basis")) finding.basis = bilingual_of(form.at("basis"));
  finding.clause = form.at("clause");
  finding.kind = form.at("kind");
  finding.section = form.at("section");
  finding.part = form.at("part");
  finding.candidates = form.at("candidates").get<std::vector<std::string>>();
  finding.other_entry = form.at("other_entry");
  return finding;
}

json passage_form(const core::Passage& passage) {
  return {{"material", passage.material},
          {"place", place_form(passage.place)},
          {"words", passage.words}};
}

core::Passage passage_of(const json& form) {
  return {form.at("material"), place_of(form.at("place")), form.at("words")};
}

json review_form(const core::ReviewItem& item) {
  return {{"id", item.id},
          {"title", bilingual_form(item.title)},
          {"clause", item.clause},
          {"passages", list_form(item.passages, passage_form)}};
}

core::ReviewItem review_of(const json& form) {
  return {form.at("id"), bilingual_of(form.at("title")), form.at("clause"),
          list_of(form.at("passages"), passage_of)};
}

}  // namespace

std::string report_form(const core::CheckReport& report) {
  const json form = {{"version", kVersion},
                     {"entry", report.entry},
                     {"applicant", unit_form(report.applicant)},
                     {"materials", list_form(report.materials, material_form)},
                     {"findings", list_form(report.findings, finding_form)},
                     {"review_items", list_form(report.review_items, review_form)}};
  return form.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<core::CheckReport> report_of(std::string_view text) {
  try {
    const json form = json::parse(text);
    if (form.at("version") != kVersion) return std::nullopt;
    core::CheckReport report;
    report.entry = form.at("entry");
    report.applicant = unit_of(form.at("applicant"));
    report.materials = list_of(form.at("materials"), material_of);
    report.findings = list_of(form.at("findings"), finding_of);
    // Reports kept before there were any go on being read.
    if (form.contains("review_items")) {
      report.review_items = list_of(form.at("review_items"), review_of);
    }
    return report;
  } catch (const json::exception&) {
    return std::nullopt;
  } catch (const std::bad_optional_access&) {
    return std::nullopt;
  }
}

}  // namespace jianzhen::store
