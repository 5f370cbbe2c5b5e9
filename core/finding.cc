#include "core/finding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace jianzhen::core {
namespace {

using json = nlohmann::ordered_json;

struct SeverityRow {
  Severity severity;
  std::string_view word;
  Bilingual shown;
};

const std::array kSeverities = {
    SeverityRow{Severity::clean, "clean", {"未发现疑点", "nothing found"}},
    SeverityRow{Severity::notice, "notice", {"提示", "notice"}},
    SeverityRow{Severity::suspicion, "suspicion", {"需核实", "to be checked"}},
    SeverityRow{Severity::violation, "violation", {"否决项疑点", "veto finding"}},
};

// Four decimals are a third of a pixel on an A4 page at 300 dpi; more would only be noise in diffs.
double rounded(double fraction) { return std::round(fraction * 1e4) / 1e4; }

json or_null(const std::string& text) { return text.empty() ? json() : json(text); }

json unit_form(const Unit& unit) { return {{"name", unit.name}, {"uscc", or_null(unit.uscc)}}; }

void put_place(json& form, const Place& place) {
  if (place.time) {
    form["time"] = std::round(*place.time * 100) / 100;
  } else if (place.page > 0) {
    form["page"] = place.page;
  }
  if (place.box) {
    const Box box = clamped(*place.box);
    form["box"] = {rounded(box.left), rounded(box.top), rounded(box.right), rounded(box.bottom)};
  }
}

json owner_form(const Owner& owner) {
  json form = unit_form(owner.unit);
  form["relation"] = owner.relation;
  put_place(form, owner.place);
  return form;
}

json material_form(const Material& material) {
  json form = {{"path", material.path},
               {"sha256", material.sha256.hex()},
               {"bytes", material.bytes},
               {"media_type", material.media_type},
               {"kind", material.kind},
               {"pages", material.pages},
               {"owner", material.owner ? owner_form(*material.owner) : json()}};
  for (const Paper& paper : material.papers) {
    form["papers"].push_back({{"kind", paper.kind},
                              {"from", paper.from},
                              {"to", paper.to},
                              {"owner", paper.owner ? owner_form(*paper.owner) : json()}});
  }
  if (material.error) {
    form["error"] = {{"state", kind_of(material.error->code).word},
                     {"message", material.error->message.zh},
                     {"message_en", material.error->message.en}};
  }
  return form;
}

json finding_form(const Finding& finding, Lang lang) {
  json form = {{"code", finding.code}, {"severity", word(finding.severity)}};
  if (!finding.material.empty()) form["material"] = finding.material;
  put_place(form, finding.place);
  if (finding.entity) form["entity"] = unit_form(*finding.entity);
  for (const auto& [key, value] : {std::pair<const char*, const std::string&>{"kind", finding.kind},
                                   {"section", finding.section},
                                   {"part", finding.part},
                                   {"other_entry", finding.other_entry}}) {
    if (!value.empty()) form[key] = value;
  }
  if (!finding.candidates.empty()) form["candidates"] = finding.candidates;
  form["evidence"] = finding.evidence;
  if (!finding.expected.empty()) form["expected"] = finding.expected;
  if (!in(finding.basis, lang).empty()) form["basis"] = in(finding.basis, lang);
  form["message"] = in(finding.message, lang);
  form["clause"] = finding.clause;
  return form;
}

json review_form(const ReviewItem& item, Lang lang) {
  json form = {{"id", item.id},
               {"title", in(item.title, lang)},
               {"clause", item.clause},
               {"passages", json::array()}};
  for (const Passage& passage : item.passages) {
    json words = json::object();
    if (!passage.material.empty()) words["material"] = passage.material;
    put_place(words, passage.place);
    words["words"] = passage.words;
    form["passages"].push_back(std::move(words));
  }
  return form;
}

// Evidence comes from submitters' bytes: whatever is not UTF-8 is replaced, never thrown over.
std::string dumped(const json& form) {
  return form.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::string_view word(Severity severity) {
  return kSeverities[static_cast<std::size_t>(severity)].word;
}

std::optional<Severity> severity_of(std::string_view word) {
  for (const SeverityRow& row : kSeverities) {
    if (row.word == word) return row.severity;
  }
  return std::nullopt;
}

const Bilingual& shown(Severity severity) {
  return kSeverities[static_cast<std::size_t>(severity)].shown;
}

Severity CheckReport::verdict() const {
  Severity worst = Severity::clean;
  for (const Finding& finding : findings) worst = std::max(worst, finding.severity);
  return worst;
}

std::string report_json(const CheckReport& report, Lang lang) {
  json form = {{"entry", report.entry},
               {"verdict", word(report.verdict())},
               {"applicant", unit_form(report.applicant)},
               {"materials", json::array()},
               {"findings", json::array()}};
  for (const Material& material : report.materials) {
    form["materials"].push_back(material_form(material));
  }
  for (const Finding& finding : report.findings) {
    form["findings"].push_back(finding_form(finding, lang));
  }
  form["review_items"] = json::array();
  for (const ReviewItem& item : report.review_items) {
    form["review_items"].push_back(review_form(item, lang));
  }
  return dumped(form);
}

std::string finding_json(const Finding& finding, Lang lang) {
  return dumped(finding_form(finding, lang));
}

std::string material_json(const Material& material) { return dumped(material_form(material)); }

}  // namespace jianzhen::core
