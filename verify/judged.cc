#include "verify/judged.h"

#include <algorithm>

#include "core/text.h"

namespace jianzhen::verify {
namespace {

Edge declared(const core::Entry& entry, const core::RelatedUnit& related, Relation relation) {
  return {related, relation, entry.applicant, "entry.json"};
}

void add_relations(JudgedEntry& judged) {
  const core::Entry& entry = judged.facts->entry;
  for (const core::RelatedUnit& related : entry.related) {
    if (const auto relation = relation_of(related.relation)) {
      judged.relations.add(declared(entry, related, *relation));
    }
  }
  for (const MaterialFacts* material : judged.materials) {
    for (const PaperFacts& paper : material->papers) {
      for (const StatedRelation& stated : paper.relations) {
        Edge edge = stated.edge;
        edge.source = material->material.path + " " + edge.source;
        judged.relations.add(edge);
      }
    }
  }
}

void set_apart_duplicates(JudgedEntry& judged) {
  std::vector<const core::Material*> files;
  for (const MaterialFacts* material : judged.materials) files.push_back(&material->material);
  for (const core::Material& troubled : judged.facts->troubled) {
    if (troubled.error) files.push_back(&troubled);
  }
  std::ranges::stable_sort(files, {}, &core::Material::path);
  std::map<core::Digest, std::string> first;
  for (const core::Material* file : files) {
    if (file->bytes == 0) continue;
    const auto [known, fresh] = first.emplace(file->sha256, file->path);
    if (!fresh) judged.duplicates[file->path] = known->second;
  }
}

// The unit is called by its registered name; the words read stay in the evidence.
const Party* with_registered_name(const Party& party, const Verdict& verdict, JudgedEntry& judged) {
  if (verdict.meant.name.empty()) return &party;
  Party renamed = party;
  renamed.unit.name = verdict.meant.name;
  judged.put_right.push_back(std::make_unique<const Party>(std::move(renamed)));
  return judged.put_right.back().get();
}

// What the reader doubts may be any other character: whom the name then fits goes before a unit
// that nobody knows, and the entrant before everybody.
Verdict weigh(const Party& party, const JudgedEntry& judged) {
  const core::Entry& entry = judged.facts->entry;
  Verdict read =
      judged.relations.relate(entry.applicant, entry.partners, party.unit, party.name.ocr);
  if (read.relation == Relation::self || party.name.unsure.empty()) return read;
  const core::Unit doubted{surely_read(party.name), party.unit.uscc};
  Verdict fitting = judged.relations.relate(entry.applicant, entry.partners, doubted, true);
  const bool own = fitting.relation == Relation::self ||
                   fitting.relation == Relation::former_name ||
                   fitting.relation == Relation::partner;
  return own || (read.path.empty() && !fitting.path.empty()) ? fitting : read;
}

JudgedPaper judge_paper(const MaterialFacts& material, const PaperFacts& paper, JudgedEntry& judged,
                        const Contest& contest) {
  JudgedPaper result{&material, &paper, contest.kind(paper.kind), {}};
  for (const Party& party : paper.owners) {
    Verdict verdict = weigh(party, judged);
    if (verdict.relation == Relation::different_unknown_relation) {
      verdict.relation = Relation::unrelated;
    }
    const Party* shown = with_registered_name(party, verdict, judged);
    result.owners.push_back({shown, std::move(verdict)});
  }
  return result;
}

// One paper's code told what a misreading stands for: the same words on other papers do, too.
void settle_repeated_misreadings(JudgedEntry& judged) {
  std::set<std::string> settled;
  const auto each = [&](auto&& use) {
    for (JudgedPaper& paper : judged.papers) {
      for (JudgedOwner& owner : paper.owners) {
        const bool misread = owner.party->name.ocr && !owner.verdict.meant.name.empty();
        if (misread && owner.verdict.relation == Relation::self) use(owner);
      }
    }
  };
  each([&](const JudgedOwner& owner) {
    if (owner.verdict.gate == Gate::accept) settled.insert(name_key(owner.party->name.words));
  });
  each([&](JudgedOwner& owner) {
    if (owner.verdict.gate != Gate::review || owner.verdict.code_conflict) return;
    if (!settled.contains(name_key(owner.party->name.words))) return;
    owner.verdict.gate = Gate::accept;
    owner.verdict.reason += {"；本次申报另有材料读法相同，其代码与申报单位一致",
                             "; another paper of this entry reads the same beside the "
                             "applicant's own code"};
  });
}

core::Owner shown_owner(const JudgedOwner& owner) {
  return {owner.party->unit, std::string(word(owner.verdict.relation)), owner.party->name.place};
}

}  // namespace

const JudgedOwner* JudgedPaper::owner() const {
  if (owners.empty()) return nullptr;
  const auto own = std::ranges::find_if(
      owners, [](const JudgedOwner& o) { return o.verdict.relation == Relation::self; });
  return own == owners.end() ? &owners.front() : &*own;
}

const Value* JudgedPaper::field(std::string_view id) const {
  const auto value = paper->fields.find(std::string(id));
  return value == paper->fields.end() || value->second.text.empty() ? nullptr : &value->second;
}

std::string name_key(std::string_view name) { return core::folded(core::compact(name)); }

JudgedEntry judge(const EntryFacts& entry, const CheckContext& context) {
  JudgedEntry judged{.facts = &entry, .relations = context.relations};
  for (const MaterialFacts& material : entry.materials) judged.materials.push_back(&material);
  std::ranges::sort(judged.materials, {}, [](const MaterialFacts* m) { return m->material.path; });
  judged.relations.set_day(context.contest.registration_closes);
  add_relations(judged);
  set_apart_duplicates(judged);
  for (const MaterialFacts* material : judged.materials) {
    if (judged.duplicates.contains(material->material.path)) continue;
    if (material->material.error) judged.failed.push_back(&material->material);
    for (const PaperFacts& paper : material->papers) {
      judged.papers.push_back(judge_paper(*material, paper, judged, context.contest));
    }
  }
  settle_repeated_misreadings(judged);
  for (const core::Material& troubled : entry.troubled) {
    if (troubled.error && !judged.duplicates.contains(troubled.path)) {
      judged.failed.push_back(&troubled);
    }
  }
  std::ranges::stable_sort(judged.failed, {}, [](const core::Material* m) { return m->path; });
  return judged;
}

std::vector<core::Material> shown_materials(const JudgedEntry& entry) {
  std::map<std::string, std::vector<const JudgedPaper*>> papers;
  for (const JudgedPaper& paper : entry.papers) {
    papers[paper.material->material.path].push_back(&paper);
  }
  std::vector<core::Material> shown;
  for (const MaterialFacts* facts : entry.materials) {
    core::Material material = facts->material;
    const auto original = entry.duplicates.find(material.path);
    const auto& own = papers[original == entry.duplicates.end() ? material.path : original->second];
    material.papers.clear();
    for (const JudgedPaper* paper : own) {
      std::optional<core::Owner> owner;
      if (const JudgedOwner* holder = paper->owner()) owner = shown_owner(*holder);
      if (own.size() == 1) {
        material.owner = std::move(owner);
      } else {
        material.papers.push_back({paper->paper->kind, paper->paper->first_page,
                                   paper->paper->last_page, std::move(owner)});
      }
    }
    shown.push_back(std::move(material));
  }
  return shown;
}

}  // namespace jianzhen::verify
