#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "verify/made_entry.h"

namespace jianzhen::verify {
namespace {

using core::ErrorCode;
using core::ObservationKind;
using core::Severity;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

core::Material broken(std::string_view path, ErrorCode code,
                      std::string_view media_type = "application/pdf") {
  core::Material material;
  material.path = path;
  material.bytes = 10;
  material.media_type = media_type;
  material.error = core::Error{code, {"打不开。", "It does not open."}, {}, std::string(path)};
  return material;
}

TEST(MaterialRules, a_missing_paper_is_graded_by_its_kind) {
  for (const RequiredKind& required : Contest::built_in().required) {
    EntryFacts entry = made::honest_entry();
    for (const std::string& kind : required.kinds) made::remove_kind(entry, kind);
    const auto found = made::findings(entry);
    ASSERT_THAT(found, SizeIs(1)) << required.id;
    EXPECT_EQ(found[0].code, "material.missing");
    EXPECT_EQ(found[0].kind, required.id);
    EXPECT_EQ(found[0].severity, required.severity);
    EXPECT_EQ(found[0].clause, required.clause);
  }
}

TEST(MaterialRules, one_proof_of_intellectual_property_is_enough) {
  EntryFacts entry = made::honest_entry();
  made::remove_kind(entry, "patent_certificate");
  made::remove_kind(entry, "trademark_certificate");
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(MaterialRules, other_materials_are_never_missing) {
  EntryFacts entry = made::honest_entry();
  for (const char* kind : {"introduction", "video", "model", "other"}) {
    made::remove_kind(entry, kind);
  }
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(MaterialRules, a_file_that_could_not_be_opened_may_be_the_missing_one) {
  EntryFacts entry = made::honest_entry();
  made::remove_kind(entry, "credit_report");
  entry.troubled.push_back(broken("资料.rar", ErrorCode::encrypted));
  const auto found = made::findings(entry, "material.missing");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].severity, Severity::suspicion);
  EXPECT_THAT(found[0].candidates, ElementsAre("资料.rar"));
}

TEST(MaterialRules, an_unreadable_page_of_unknown_kind_may_be_the_missing_one) {
  EntryFacts entry = made::honest_entry();
  made::remove_kind(entry, "credit_report");
  made::paper_of_kind(entry, "other").readable = false;
  const auto found = made::findings(entry, "material.missing");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].candidates, ElementsAre("T-1/other.pdf"));
}

TEST(MaterialRules, a_broken_video_is_not_the_missing_paper) {
  EntryFacts entry = made::honest_entry();
  made::remove_kind(entry, "credit_report");
  entry.materials.push_back({.material = broken("演示.mp4", ErrorCode::corrupt, "video/mp4")});
  const auto found = made::findings(entry, "material.missing");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].severity, Severity::violation);
}

TEST(MaterialRules, a_paper_of_another_unit_still_fills_its_kind) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "audit_report").owners = {made::party(made::kOther)};
  EXPECT_THAT(made::findings(entry, "material.missing"), IsEmpty());
}

TEST(MaterialRules, a_collection_fills_every_kind_in_it) {
  EntryFacts entry = made::honest_entry();
  MaterialFacts& host = made::of_kind(entry, "case_proof");
  host.papers.push_back(made::paper_of_kind(entry, "patent_certificate"));
  for (const char* kind : {"patent_certificate", "software_copyright", "trademark_certificate"}) {
    made::remove_kind(entry, kind);
  }
  EXPECT_THAT(made::findings(entry, "material.missing"), IsEmpty());
}

struct State {
  ErrorCode error;
  const char* code;
};

TEST(MaterialRules, what_does_not_open_is_named_by_its_state) {
  for (const auto& [error, code] : {State{ErrorCode::encrypted, "material.encrypted"},
                                    {ErrorCode::corrupt, "material.corrupt"},
                                    {ErrorCode::empty, "material.corrupt"},
                                    {ErrorCode::crash, "material.corrupt"},
                                    {ErrorCode::unsafe, "material.unsafe"},
                                    {ErrorCode::memory, "material.unsafe"},
                                    {ErrorCode::timeout, "material.unsafe"},
                                    {ErrorCode::unsupported, "material.unsupported"},
                                    {ErrorCode::unreadable, "material.unprocessed"}}) {
    EntryFacts entry = made::honest_entry();
    entry.troubled.push_back(broken("资料.zip", error));
    const auto found = made::findings(entry);
    ASSERT_THAT(found, SizeIs(1)) << code;
    EXPECT_EQ(found[0].code, code);
    EXPECT_EQ(found[0].severity, Severity::suspicion);
    EXPECT_EQ(found[0].material, "资料.zip");
  }
}

TEST(MaterialRules, an_archive_that_opened_is_no_finding) {
  EntryFacts entry = made::honest_entry();
  core::Material archive = broken("资料.zip", ErrorCode::corrupt);
  archive.error.reset();
  entry.troubled.push_back(archive);
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

struct Seen {
  ObservationKind kind;
  const char* code;
  Severity severity;
};

TEST(MaterialRules, what_a_reader_noticed_is_passed_on) {
  for (const auto& [kind, code, severity] :
       {Seen{ObservationKind::active_content, "material.unsafe", Severity::suspicion},
        {ObservationKind::external_link, "material.external_link", Severity::notice},
        {ObservationKind::truncated, "material.truncated", Severity::notice},
        {ObservationKind::unseen, "material.truncated", Severity::notice},
        {ObservationKind::signature_invalid, "signature.invalid", Severity::violation},
        {ObservationKind::signature_changed_after, "signature.changed_after", Severity::suspicion},
        {ObservationKind::unplayable, "video.unplayable", Severity::suspicion},
        {ObservationKind::name_clash, "archive.name_clash", Severity::suspicion}}) {
    EntryFacts entry = made::honest_entry();
    made::of_kind(entry, "other").observations.push_back({kind, 1, "detail"});
    const auto found = made::findings(entry);
    ASSERT_THAT(found, SizeIs(1)) << code;
    EXPECT_EQ(found[0].code, code);
    EXPECT_EQ(found[0].severity, severity);
  }
}

TEST(MaterialRules, that_a_video_was_read_in_part_is_told_and_makes_it_no_missing_paper) {
  EntryFacts entry = made::honest_entry();
  made::remove_kind(entry, "credit_report");
  MaterialFacts& video = made::of_kind(entry, "other");
  video.material.media_type = "video/mp4";
  video.observations.push_back({ObservationKind::truncated, 0, "frame limit"});
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].code, "material.missing");
  EXPECT_EQ(found[0].severity, Severity::violation);
  EXPECT_EQ(found[1].code, "material.truncated");
  EXPECT_THAT(found[1].message.zh, HasSubstr("画面数超过上限"));
}

TEST(MaterialRules, a_valid_signature_or_an_attachment_is_no_finding) {
  for (const auto kind :
       {ObservationKind::signature_valid, ObservationKind::attachment,
        ObservationKind::owner_restricted, ObservationKind::text_layer_rejected}) {
    EntryFacts entry = made::honest_entry();
    made::of_kind(entry, "other").observations.push_back({kind, 1, "detail"});
    EXPECT_THAT(made::findings(entry), IsEmpty());
  }
}

TEST(MaterialRules, the_second_path_of_the_same_bytes_carries_that_and_nothing_else) {
  EntryFacts entry = made::honest_entry();
  MaterialFacts copy = made::of_kind(entry, "case_proof");
  copy.material.path = "T-1/z.pdf";
  entry.materials.insert(entry.materials.begin(), copy);
  for (MaterialFacts& material : entry.materials) {
    if (material.material.kind == "case_proof") {
      material.papers.front().owners = {made::party(made::kOther)};
    }
  }
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].code, "owner.unrelated");
  EXPECT_EQ(found[0].material, "T-1/case_proof.pdf");
  EXPECT_EQ(found[1].code, "material.duplicate");
  EXPECT_EQ(found[1].material, "T-1/z.pdf");
}

TEST(MaterialRules, a_declared_kind_that_the_content_denies_is_pointed_out) {
  EntryFacts entry = made::honest_entry();
  entry.entry.materials.push_back({"T-1/case_proof.pdf", "audit_report"});
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "material.kind_mismatch");
  EXPECT_EQ(found[0].severity, Severity::notice);
}

TEST(MaterialRules, a_content_nobody_recognised_denies_no_declaration) {
  EntryFacts entry = made::honest_entry();
  entry.entry.materials.push_back({"T-1/other.pdf", "project_qualification"});
  entry.entry.materials.push_back({"T-1/introduction.pdf", "model"});
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(MaterialRules, a_statement_without_seal_or_date_is_unsigned) {
  for (const char* kind : {"responsibility_statement", "entry_commitment", "audit_report"}) {
    EntryFacts unsealed = made::honest_entry();
    made::paper_of_kind(unsealed, kind).seals.clear();
    const auto found = made::findings(unsealed);
    ASSERT_THAT(found, SizeIs(1)) << kind;
    EXPECT_EQ(found[0].code, "material.unsigned");
    EXPECT_THAT(found[0].message.zh, testing::HasSubstr("印章"));

    EntryFacts undated = made::honest_entry();
    made::paper_of_kind(undated, kind).fields.erase("signed_on");
    EXPECT_THAT(made::findings(undated, "material.unsigned"), SizeIs(1)) << kind;
  }
}

TEST(MaterialRules, a_valid_digital_signature_is_a_seal) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "entry_commitment").seals.clear();
  made::of_kind(entry, "entry_commitment")
      .observations.push_back({ObservationKind::signature_valid, 1, "签名者"});
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(MaterialRules, a_seal_that_cannot_be_read_is_a_seal) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "entry_commitment").seals = {{"", {0.5, 0.5, 0.6, 0.6}, 0}};
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(MaterialRules, a_statement_sealed_by_another_unit_lacks_the_applicants_seal) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "entry_commitment").seals = {
      {made::kOther, {0.5, 0.5, 0.6, 0.6}, 0.95}};
  EXPECT_THAT(made::findings(entry, "material.unsigned"), SizeIs(1));
}

TEST(MaterialRules, the_applicants_seal_badly_read_is_its_seal) {
  for (const char* read : {"沈阳肯禾数居科技有限公司", "禾数据科技有限公司"}) {
    EntryFacts entry = made::honest_entry();
    made::paper_of_kind(entry, "entry_commitment").seals = {{read, {0.5, 0.5, 0.6, 0.6}, 0.95}};
    EXPECT_THAT(made::findings(entry, "material.unsigned"), IsEmpty()) << read;
  }
}

TEST(MaterialRules, a_branchs_seal_is_not_the_applicants) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "entry_commitment").seals = {
      {"沈阳青禾数据科技有限公司大连分公司", {0.5, 0.5, 0.6, 0.6}, 0.95}};
  EXPECT_THAT(made::findings(entry, "material.unsigned"), SizeIs(1));
}

TEST(MaterialRules, a_validity_that_ended_before_registration_closed_is_over) {
  for (const char* kind : {"business_licence", "project_qualification"}) {
    EntryFacts entry = made::honest_entry();
    made::paper_of_kind(entry, kind).fields["valid_until"] = made::value("2024-07-20", 2);
    const auto found = made::findings(entry);
    ASSERT_THAT(found, SizeIs(1)) << kind;
    EXPECT_EQ(found[0].code, "material.expired");
    EXPECT_EQ(found[0].severity, Severity::violation);
    EXPECT_EQ(found[0].place.page, 2);
  }
}

TEST(MaterialRules, a_last_day_that_the_reader_doubts_is_a_question) {
  EntryFacts entry = made::honest_entry();
  Value until = made::value("2024-07-20");
  until.evidence.unsure = {3};
  made::paper_of_kind(entry, "project_qualification").fields["valid_until"] = until;
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].severity, Severity::suspicion);
}

TEST(MaterialRules, a_validity_that_ends_on_the_closing_day_reaches) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "project_qualification").fields["valid_until"] =
      made::value("2024-07-21");
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(MaterialRules, a_contract_that_has_run_out_proves_its_case_all_the_same) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "case_proof").fields["valid_until"] = made::value("2023-12-31");
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(MaterialRules, a_poor_page_is_said_to_be_poor_once) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "audit_report").readable = false;
  made::paper_of_kind(entry, "audit_report").owners.clear();
  made::paper_of_kind(entry, "audit_report").seals.clear();
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "quality.unreadable");
}

}  // namespace
}  // namespace jianzhen::verify
