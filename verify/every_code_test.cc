// Every code of the contest's file: an entry in which it is found, and one so near to it that a
// hasty rule would accuse. A code without both fails here.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/text.h"
#include "verify/made_entry.h"

namespace jianzhen::verify {
namespace {

using core::ErrorCode;
using core::ObservationKind;
using made::of_kind;
using made::paper_of_kind;

// An honest entry, another one beside it, and what is known of the world.
struct World {
  EntryFacts own = made::honest_entry("T-1");
  EntryFacts other = made::honest_entry("T-2");
  std::vector<ListedUnit> lists;
  RelationGraph relations;
};

using Change = void (*)(World&);

struct Case {
  const char* code;
  Change found;
  Change near;
};

std::string prose(unsigned seed, int length = 2000) {
  std::mt19937 random(seed);
  std::u32string text;
  for (int i = 0; i < length; ++i) text += static_cast<char32_t>(0x4E00 + random() % 3000);
  return core::to_utf8(text);
}

void owned_by(World& world, std::string_view kind, std::string_view name,
              std::string_view uscc = {}) {
  paper_of_kind(world.own, kind).owners = {made::party(name, uscc)};
}

void read_from_picture(World& world, std::string_view kind, std::string_view name,
                       std::string_view uscc = {}) {
  owned_by(world, kind, name, uscc);
  Party& owner = paper_of_kind(world.own, kind).owners.front();
  owner.name.ocr = true;
  if (owner.uscc) owner.uscc->ocr = true;
}

void relate_other(World& world, Relation relation) {
  world.relations.add(
      {{made::kOther, made::kOtherCode}, relation, world.own.entry.applicant, "relations.csv"});
}

void found_relative(World& world, Relation relation) {
  relate_other(world, relation);
  owned_by(world, "case_proof", made::kOther);
}

// The relative is the customer, or the auditor's client elsewhere: not whose paper it is.
void mentioned_relative(World& world, Relation relation) {
  relate_other(world, relation);
  paper_of_kind(world.own, "case_proof").fields["customer"] = made::value(made::kOther);
}

void noticed(World& world, ObservationKind kind) {
  of_kind(world.own, "other").observations.push_back({kind, 1, "detail"});
}

void failed(World& world, ErrorCode code) {
  core::Material file;
  file.path = "资料.zip";
  file.bytes = 10;
  file.error = core::Error{code, {"打不开。", "It does not open."}, {}, file.path};
  world.own.troubled.push_back(file);
}

void opened(World& world) {
  failed(world, ErrorCode::corrupt);
  world.own.troubled.back().error.reset();
}

void listed(World& world, const char* name, const char* uscc) {
  world.lists.push_back({{name, uscc}, "dishonest", "（2024）辽01执1号", "2024-01-11"});
}

void set_field(World& world, std::string_view kind, const char* field, std::string_view text) {
  paper_of_kind(world.own, kind).fields[field] = made::value(text);
}

void renamed(World& world, const char* last_day) {
  world.relations.add({{"沈阳旧名软件有限公司", ""},
                       Relation::former_name,
                       world.own.entry.applicant,
                       "变更登记",
                       std::nullopt,
                       "",
                       "",
                       last_day});
}

void represented(EntryFacts& entry, const char* name, const char* number) {
  entry.entry.representatives.push_back({name, number});
}

void texts(World& world, const std::string& own, const std::string& other) {
  of_kind(world.own, "application").text_fingerprint_source = own;
  of_kind(world.other, "application").text_fingerprint_source = other;
}

void shows(EntryFacts& entry, const FigureHash& hash) {
  paper_of_kind(entry, "introduction").figures = {
      {{.page = 1, .box = core::Box{0.1, 0.4, 0.9, 0.8}}, hash}};
}

void of_another(EntryFacts& entry) {
  entry.entry.applicant = {};
  entry.entry.applicant.name = made::kOther;
  entry.entry.applicant.uscc = made::kOtherCode;
}

void two_versions(World& world, const std::string& first, const std::string& second) {
  MaterialFacts version = of_kind(world.own, "application");
  version.material.path = "T-1/申报书（修改稿）.pdf";
  version.material.sha256 = of_kind(world.other, "application").material.sha256;
  of_kind(world.other, "application").material.sha256 = core::Digest();
  of_kind(world.own, "application").text_fingerprint_source = first;
  version.text_fingerprint_source = second;
  world.own.materials.push_back(version);
}

void without_part(World& world, std::string_view part) {
  std::erase_if(paper_of_kind(world.own, "application").sections,
                [&](const Section& s) { return s.part == part; });
}

void copied(World& world, bool same_bytes) {
  MaterialFacts copy = of_kind(world.own, "case_proof");
  copy.material.path = "T-1/z.pdf";
  if (!same_bytes) copy.material.sha256 = core::Digest();
  world.own.materials.push_back(copy);
}

constexpr const char* kSister = "青禾控股集团有限公司";
constexpr const char* kPerson = "210102199001010015";
constexpr const char* kOtherPerson = "210102198808176820";

const Case kCases[] = {
    {"owner.branch",
     [](World& w) { owned_by(w, "case_proof", "沈阳青禾数据科技有限公司大连分公司"); },
     [](World& w) { owned_by(w, "case_proof", "沈阳青禾数据科技有限公司（盖章）"); }},
    {"owner.subsidiary", [](World& w) { found_relative(w, Relation::subsidiary); },
     [](World& w) { mentioned_relative(w, Relation::subsidiary); }},
    {"owner.parent", [](World& w) { found_relative(w, Relation::parent); },
     [](World& w) { mentioned_relative(w, Relation::parent); }},
    {"owner.holding", [](World& w) { found_relative(w, Relation::holding); },
     [](World& w) { mentioned_relative(w, Relation::holding); }},
    {"owner.affiliate",
     [](World& w) {
       w.relations.add({{kSister, ""}, Relation::parent, w.own.entry.applicant, "a.csv"});
       w.relations.add({{kSister, ""}, Relation::parent, {made::kOther, ""}, "a.csv"});
       owned_by(w, "case_proof", made::kOther);
     },
     // The same 字号 is no common parent.
     [](World& w) { owned_by(w, "case_proof", "大连青禾装备有限公司"); }},
    {"owner.unrelated", [](World& w) { owned_by(w, "case_proof", made::kOther); },
     [](World& w) { read_from_picture(w, "case_proof", "沈阳青禾数据科技有眼公司"); }},
    {"owner.partner",
     [](World& w) {
       w.own.entry.partners.push_back({made::kOther, made::kOtherCode});
       owned_by(w, "case_proof", made::kOther);
     },
     [](World& w) {
       w.own.entry.partners.push_back({made::kOther, made::kOtherCode});
     }},
    {"owner.former_name",
     [](World& w) {
       w.own.entry.applicant.former_names = {"沈阳旧名软件有限公司"};
       owned_by(w, "case_proof", "沈阳旧名软件有限公司");
     },
     [](World& w) { w.own.entry.applicant.former_names = {"沈阳旧名软件有限公司"}; }},
    {"owner.name_too_early",
     [](World& w) {
       renamed(w, "2023-01-01");
       set_field(w, "case_proof", "signed_on", "2020-05-06");
     },
     [](World& w) {
       renamed(w, "2023-01-01");
       set_field(w, "case_proof", "signed_on", "2023-05-06");
     }},
    {"owner.uscc_mismatch",
     [](World& w) { owned_by(w, "credit_report", made::kApplicant, made::kOtherCode); },
     [](World& w) {
       read_from_picture(w, "credit_report", made::kApplicant, "91210102MAOUQH3K5Q");
     }},
    {"owner.look_alike",
     [](World& w) { read_from_picture(w, "case_proof", "沈阳育禾数据科技有限公司"); },
     [](World& w) {
       read_from_picture(w, "case_proof", "沈阳育禾数据科技有限公司", made::kApplicantCode);
     }},
    {"owner.unknown", [](World& w) { paper_of_kind(w.own, "case_proof").owners.clear(); },
     [](World& w) { paper_of_kind(w.own, "introduction").owners.clear(); }},
    {"uscc.invalid",
     [](World& w) { owned_by(w, "case_proof", made::kApplicant, "91210102MA0UQH3K5A"); },
     [](World& w) {
       read_from_picture(w, "case_proof", made::kApplicant, "91210102MA0UQH3K5A");
       paper_of_kind(w.own, "case_proof").owners.front().uscc->confidence = 0.6;
     }},
    {"applicant.excluded",
     [](World& w) {
       w.own.entry.partners.push_back({"大连市数据产业投资集团有限公司", ""});
     },
     [](World& w) {
       w.own.entry.partners.push_back({"沈阳市数据产业投资集团有限公司", ""});
     }},
    {"applicant.listed", [](World& w) { listed(w, made::kApplicant, made::kApplicantCode); },
     // Of that name, yet another unit by its code.
     [](World& w) { listed(w, made::kApplicant, made::kOtherCode); }},
    {"applicant.not_legal_person",
     [](World& w) { set_field(w, "business_licence", "legal_form", "个体工商户"); },
     [](World& w) { set_field(w, "business_licence", "legal_form", "有限责任公司"); }},
    {"material.missing", [](World& w) { made::remove_kind(w.own, "credit_report"); },
     [](World& w) { made::remove_kind(w.own, "model"); }},
    {"material.kind_mismatch",
     [](World& w) {
       w.own.entry.materials.push_back({"T-1/case_proof.pdf", "audit_report"});
     },
     [](World& w) {
       w.own.entry.materials.push_back({"T-1/other.pdf", "audit_report"});
     }},
    {"material.unsigned", [](World& w) { paper_of_kind(w.own, "entry_commitment").seals.clear(); },
     [](World& w) {
       paper_of_kind(w.own, "entry_commitment").seals.clear();
       of_kind(w.own, "entry_commitment")
           .observations.push_back({ObservationKind::signature_valid, 1, "签名者"});
     }},
    {"material.expired",
     [](World& w) { set_field(w, "project_qualification", "valid_until", "2024-07-20"); },
     [](World& w) { set_field(w, "project_qualification", "valid_until", "2024-07-21"); }},
    {"material.duplicate", [](World& w) { copied(w, true); }, [](World& w) { copied(w, false); }},
    {"material.encrypted", [](World& w) { failed(w, ErrorCode::encrypted); }, opened},
    {"material.corrupt", [](World& w) { failed(w, ErrorCode::corrupt); }, opened},
    {"material.unsafe", [](World& w) { noticed(w, ObservationKind::active_content); },
     [](World& w) { noticed(w, ObservationKind::external_link); }},
    {"material.external_link", [](World& w) { noticed(w, ObservationKind::external_link); },
     [](World& w) { noticed(w, ObservationKind::attachment); }},
    {"material.truncated", [](World& w) { noticed(w, ObservationKind::truncated); },
     [](World& w) { noticed(w, ObservationKind::text_layer_rejected); }},
    {"material.unsupported", [](World& w) { failed(w, ErrorCode::unsupported); }, opened},
    {"material.unprocessed", [](World& w) { failed(w, ErrorCode::unreadable); }, opened},
    {"quality.unreadable", [](World& w) { paper_of_kind(w.own, "case_proof").readable = false; },
     [](World& w) { paper_of_kind(w.own, "case_proof").owners.clear(); }},
    {"application.section_missing",
     [](World& w) {
       std::erase_if(paper_of_kind(w.own, "application").sections,
                     [](const Section& s) { return s.section == "应用价值"; });
     },
     [](World& w) { without_part(w, "社会效益"); }},
    {"application.part_missing", [](World& w) { without_part(w, "核心优势"); },
     [](World& w) {
       paper_of_kind(w.own, "application").sections.clear();
       of_kind(w.own, "application")
           .observations.push_back({ObservationKind::truncated, 0, "300 pages"});
     }},
    {"project.name_mismatch",
     [](World& w) { set_field(w, "application", "project_name", "蓝莓种植数据平台"); },
     [](World& w) {
       set_field(w, "application", "project_name", "“面向冷链追溯的 可信数据空间”");
     }},
    {"project.topic_invalid",
     [](World& w) {
       w.own.entry.project.track = "城市治理";  // has three topics
       w.own.entry.project.topic = 4;
     },
     [](World& w) {
       w.own.entry.project.track = "城市治理";
       w.own.entry.project.topic = 3;
     }},
    {"ip.owner_mismatch", [](World& w) { owned_by(w, "patent_certificate", made::kOther); },
     [](World& w) {
       w.own.entry.partners.push_back({made::kOther, made::kOtherCode});
       owned_by(w, "patent_certificate", made::kOther);
     }},
    {"ip.co_owned",
     [](World& w) {
       paper_of_kind(w.own, "patent_certificate").owners.push_back(made::party(made::kOther));
     },
     [](World& w) { set_field(w, "patent_certificate", "issuer", made::kOther); }},
    {"ip.number_invalid",
     [](World& w) { set_field(w, "patent_certificate", "number", "ZL202010751970.1"); },
     [](World& w) { set_field(w, "patent_certificate", "number", "ZL 2020 1 0751970.0"); }},
    {"ip.expired",
     [](World& w) { set_field(w, "patent_certificate", "valid_until", "2024-07-20"); },
     [](World& w) { set_field(w, "patent_certificate", "valid_until", "2024-07-21"); }},
    {"team.too_many",
     [](World& w) {
       for (const char* name : {"甲", "乙", "丙", "丁", "戊", "己"}) represented(w.own, name, "");
     },
     [](World& w) {
       for (const char* name : {"甲", "乙", "丙", "丁", "戊"}) represented(w.own, name, "");
     }},
    {"team.shared_representative",
     [](World& w) {
       represented(w.own, "陶永", kPerson);
       represented(w.other, "陶永", kPerson);
     },
     [](World& w) {
       represented(w.own, "陶永", kPerson);
       represented(w.other, "陶永", kOtherPerson);
     }},
    {"cross.same_material",
     [](World& w) {
       of_kind(w.other, "model").material.sha256 = of_kind(w.own, "model").material.sha256;
     },
     [](World& w) {
       for (EntryFacts* entry : {&w.own, &w.other}) {
         of_kind(*entry, "model").material.sha256 = core::Digest();
         of_kind(*entry, "model").material.bytes = 0;
       }
     }},
    {"cross.near_duplicate", [](World& w) { texts(w, prose(1) + "甲公司", prose(1) + "乙公司"); },
     [](World& w) { texts(w, prose(1) + prose(3), prose(2) + prose(3, 900)); }},
    {"signature.invalid", [](World& w) { noticed(w, ObservationKind::signature_invalid); },
     [](World& w) { noticed(w, ObservationKind::signature_unchecked); }},
    {"signature.changed_after",
     [](World& w) { noticed(w, ObservationKind::signature_changed_after); },
     [](World& w) { noticed(w, ObservationKind::signature_valid); }},
    {"archive.name_clash", [](World& w) { noticed(w, ObservationKind::name_clash); }, opened},
    {"video.unplayable", [](World& w) { noticed(w, ObservationKind::unplayable); },
     [](World& w) { noticed(w, ObservationKind::attachment); }},
    {"seal.mismatch",
     [](World& w) {
       paper_of_kind(w.own, "entry_commitment").seals = {
           {made::kOther, {0.6, 0.7, 0.8, 0.85}, 0.95}};
     },
     [](World& w) {
       paper_of_kind(w.own, "entry_commitment")
           .seals.push_back({made::kOther, {0.1, 0.7, 0.3, 0.85}, 0.95});
     }},
    {"audit.opinion", [](World& w) { set_field(w, "audit_report", "opinion", "qualified"); },
     [](World& w) { set_field(w, "audit_report", "title", "上年度保留意见所涉事项已消除"); }},
    {"team.mismatch",
     [](World& w) {
       represented(w.own, "陶永", kPerson);
       set_field(w, "entry_commitment", "representatives", "陶永、钟辉");
     },
     [](World& w) {
       represented(w.own, "陶永", kPerson);
       represented(w.own, "钟辉", kOtherPerson);
       set_field(w, "entry_commitment", "representatives", "陶永");
     }},
    {"team.several_projects", [](World& w) { w.other.entry.team_name = w.own.entry.team_name; },
     // Another unit's team may be called alike.
     [](World& w) {
       w.other.entry.team_name = w.own.entry.team_name;
       w.other.entry.applicant = {};
       w.other.entry.applicant.name = made::kOther;
       w.other.entry.applicant.uscc = made::kOtherCode;
     }},
    {"project.content_changed", [](World& w) { two_versions(w, prose(1), prose(2)); },
     [](World& w) { two_versions(w, prose(1), prose(1) + prose(2, 600)); }},
    {"project.topic_mismatch", [](World& w) { set_field(w, "application", "track", "工业制造"); },
     [](World& w) { set_field(w, "application", "track", "数据要素×现代农业"); }},
    {"cross.same_number",
     [](World& w) {
       paper_of_kind(w.other, "patent_certificate").fields["number"] =
           paper_of_kind(w.own, "patent_certificate").fields["number"];
     },
     [](World& w) {
       paper_of_kind(w.other, "patent_certificate").fields["number"] =
           made::value("ZL202010751971.9");
     }},
    {"cross.same_picture",
     [](World& w) {
       shows(w.own, {0x0F0F, 0xFF, 0xF0, 0x33});
       shows(w.other, {0x0F0F, 0xFF, 0xF0, 0x30});
       of_another(w.other);
     },
     // The rough light and shade of two landscapes.
     [](World& w) {
       shows(w.own, {0x0F0F, 0, 0, 0});
       shows(w.other, {0x0F0F, 0, 0xFFFFFFFFFFFFFFFF, 0});
       of_another(w.other);
     }},
};

bool is_found(const Case& each, Change change) {
  World world;
  change(world);
  const auto reports = made::check_all({world.own, world.other}, world.lists, world.relations);
  return !made::with_code(reports.front(), each.code).empty();
}

class EveryCode : public testing::TestWithParam<Case> {};

TEST_P(EveryCode, is_found) { EXPECT_TRUE(is_found(GetParam(), GetParam().found)); }

TEST_P(EveryCode, is_not_said_of_what_is_near) {
  EXPECT_FALSE(is_found(GetParam(), GetParam().near));
}

INSTANTIATE_TEST_SUITE_P(Rules, EveryCode, testing::ValuesIn(kCases), [](const auto& each) {
  std::string name = each.param.code;
  std::ranges::replace(name, '.', '_');
  return name;
});

TEST(EveryCode, stands_in_this_table_once) {
  for (const RuleSetting& rule : Contest::built_in().rules) {
    EXPECT_EQ(std::ranges::count(kCases, rule.code, &Case::code), 1) << rule.code;
  }
  EXPECT_EQ(std::size(kCases), Contest::built_in().rules.size());
}

}  // namespace
}  // namespace jianzhen::verify
