#include "verify/facts_form.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace jianzhen::verify {
namespace {

using nlohmann::json;

template <typename T>
json list_form(const std::vector<T>& values, json (*form)(const T&)) {
  json list = json::array();
  for (const T& value : values) list.push_back(form(value));
  return list;
}

template <typename T>
std::vector<T> list_of(const json& form, T (*of)(const json&)) {
  std::vector<T> values;
  values.reserve(form.size());
  for (const json& value : form) values.push_back(of(value));
  return values;
}

json box_form(const core::Box& box) { return {box.left, box.top, box.right, box.bottom}; }

core::Box box_of(const json& form) {
  return {form.at(0).get<double>(), form.at(1).get<double>(), form.at(2).get<double>(),
          form.at(3).get<double>()};
}

json evidence_form(const Evidence& evidence) {
  const core::Place& place = evidence.place;
  return {evidence.words,
          evidence.confidence,
          evidence.ocr,
          place.page,
          place.time ? json(*place.time) : json(),
          place.box ? box_form(*place.box) : json(),
          evidence.unsure};
}

json figure_form(const ShownFigure& figure) {
  return {figure.hash, figure.place.page, figure.place.time ? json(*figure.place.time) : json(),
          box_form(figure.place.box.value())};
}

ShownFigure figure_of(const json& form) {
  ShownFigure figure;
  figure.hash = form.at(0).get<FigureHash>();
  figure.place.page = form.at(1);
  if (!form.at(2).is_null()) figure.place.time = form.at(2).get<double>();
  figure.place.box = box_of(form.at(3));
  return figure;
}

Evidence evidence_of(const json& form) {
  Evidence evidence;
  evidence.words = form.at(0);
  evidence.confidence = form.at(1);
  evidence.ocr = form.at(2);
  evidence.place.page = form.at(3);
  if (!form.at(4).is_null()) evidence.place.time = form.at(4).get<double>();
  if (!form.at(5).is_null()) evidence.place.box = box_of(form.at(5));
  evidence.unsure = form.at(6).get<std::vector<std::uint32_t>>();
  return evidence;
}

json unit_form(const core::Unit& unit) { return {unit.name, unit.uscc}; }
core::Unit unit_of(const json& form) { return {form.at(0), form.at(1)}; }

json party_form(const Party& party) {
  return {unit_form(party.unit), evidence_form(party.name),
          party.uscc ? evidence_form(*party.uscc) : json()};
}

Party party_of(const json& form) {
  Party party{unit_of(form.at(0)), evidence_of(form.at(1)), std::nullopt};
  if (!form.at(2).is_null()) party.uscc = evidence_of(form.at(2));
  return party;
}

json section_form(const Section& section) {
  return {section.section, section.part, evidence_form(section.evidence)};
}

Section section_of(const json& form) { return {form.at(0), form.at(1), evidence_of(form.at(2))}; }

json relation_form(const StatedRelation& stated) {
  return {unit_form(stated.edge.subject), word(stated.edge.relation), unit_form(stated.edge.object),
          stated.edge.source, evidence_form(stated.evidence)};
}

StatedRelation relation_of_form(const json& form) {
  const auto relation = relation_of(form.at(1).get_ref<const std::string&>());
  return {{unit_of(form.at(0)), relation.value(), unit_of(form.at(2)), form.at(3)},
          evidence_of(form.at(4))};
}

json seal_form(const core::Seal& seal) { return {seal.text, box_form(seal.box), seal.confidence}; }

core::Seal seal_of(const json& form) {
  return {form.at(0), box_of(form.at(1)), form.at(2).get<double>()};
}

json paper_form(const PaperFacts& paper) {
  json fields = json::object();
  for (const auto& [id, value] : paper.fields) {
    fields[id] = {value.text, evidence_form(value.evidence)};
  }
  return {{"kind", paper.kind},
          {"sure", paper.kind_confidence},
          {"from", paper.first_page},
          {"to", paper.last_page},
          {"owners", list_form(paper.owners, party_form)},
          {"fields", std::move(fields)},
          {"sections", list_form(paper.sections, section_form)},
          {"relations", list_form(paper.relations, relation_form)},
          {"seals", list_form(paper.seals, seal_form)},
          {"figures", list_form(paper.figures, figure_form)},
          {"readable", paper.readable}};
}

PaperFacts paper_of(const json& form) {
  PaperFacts paper;
  paper.kind = form.at("kind");
  paper.kind_confidence = form.at("sure");
  paper.first_page = form.at("from");
  paper.last_page = form.at("to");
  paper.owners = list_of(form.at("owners"), party_of);
  for (const auto& [id, value] : form.at("fields").items()) {
    paper.fields[id] = {value.at(0), evidence_of(value.at(1))};
  }
  paper.sections = list_of(form.at("sections"), section_of);
  paper.relations = list_of(form.at("relations"), relation_of_form);
  paper.seals = list_of(form.at("seals"), seal_of);
  paper.figures = list_of(form.at("figures"), figure_of);
  paper.readable = form.at("readable");
  return paper;
}

json error_form(const core::Error& error) {
  return {core::kind_of(error.code).word, error.message.zh, error.message.en, error.detail,
          error.source};
}

core::Error error_of(const json& form) {
  return {core::error_code_of(form.at(0).get_ref<const std::string&>()),
          {form.at(1), form.at(2)},
          form.at(3),
          form.at(4)};
}

json file_form(const core::Material& file) {
  return {{"path", file.path},
          {"sha256", file.sha256.hex()},
          {"bytes", file.bytes},
          {"media_type", file.media_type},
          {"kind", file.kind},
          {"pages", file.pages},
          {"error", file.error ? error_form(*file.error) : json()}};
}

core::Material file_of(const json& form) {
  core::Material file;
  file.path = form.at("path");
  file.sha256 = core::Digest::from_hex(form.at("sha256").get_ref<const std::string&>()).value();
  file.bytes = form.at("bytes");
  file.media_type = form.at("media_type");
  file.kind = form.at("kind");
  file.pages = form.at("pages");
  if (!form.at("error").is_null()) file.error = error_of(form.at("error"));
  return file;
}

json observation_form(const core::Observation& observation) {
  return {static_cast<int>(observation.kind), observation.page, observation.detail};
}

core::Observation observation_of(const json& form) {
  return {static_cast<core::ObservationKind>(form.at(0).get<int>()), form.at(1), form.at(2)};
}

json passage_form(const SpokenPassage& passage) {
  return {passage.item, evidence_form(passage.evidence)};
}

SpokenPassage passage_of(const json& form) { return {form.at(0), evidence_of(form.at(1))}; }

json material_form(const MaterialFacts& material) {
  return {{"file", file_form(material.material)},
          {"papers", list_form(material.papers, paper_form)},
          {"observations", list_form(material.observations, observation_form)},
          {"passages", list_form(material.passages, passage_form)},
          {"text", material.text_fingerprint_source}};
}

MaterialFacts material_of(const json& form) {
  return {file_of(form.at("file")), list_of(form.at("papers"), paper_of),
          list_of(form.at("observations"), observation_of),
          list_of(form.at("passages"), passage_of), form.at("text")};
}

}  // namespace

std::string facts_form(const EntryFacts& facts) {
  const json form = {{"version", kFactsVersion},
                     {"materials", list_form(facts.materials, material_form)},
                     {"troubled", list_form(facts.troubled, file_form)},
                     {"earlier", list_form(facts.earlier, material_form)}};
  return form.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<EntryFacts> facts_of_form(std::string_view form, core::Entry entry) {
  try {
    const json parsed = json::parse(form);
    if (parsed.at("version") != kFactsVersion) return std::nullopt;
    return EntryFacts{std::move(entry), list_of(parsed.at("materials"), material_of),
                      list_of(parsed.at("troubled"), file_of),
                      list_of(parsed.at("earlier"), material_of)};
  } catch (const json::exception&) {
    return std::nullopt;
  } catch (const std::bad_optional_access&) {
    return std::nullopt;
  }
}

}  // namespace jianzhen::verify
