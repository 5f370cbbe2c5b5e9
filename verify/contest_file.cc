// Contest::parse: the YAML of docs/contest-file.md into values, and what must hold among them.

#include <algorithm>
#include <set>

#include "verify/contest.h"
#include "verify/finding_texts.h"
#include "verify/yaml_form.h"

namespace jianzhen::verify {
namespace {

constexpr int kFormat = 1;

core::Severity severity(YamlForm& form, std::string_view key) {
  const std::string word = form.text(key);
  const auto known = core::severity_of(word);
  if (!word.empty() && (!known || *known == core::Severity::clean)) {
    form.refuse(
        key, {"应为 violation、suspicion 或 notice。", "expected violation, suspicion or notice."});
  }
  return known.value_or(core::Severity::notice);
}

// Every clause that is cited must be quoted.
std::string cited(YamlForm& form, const Contest& contest) {
  std::string clause = form.text("clause");
  if (!clause.empty() && !contest.clause(clause)) {
    form.refuse("clause", {"条款“" + clause + "”不在 clauses 中。",
                           "clause \"" + clause + "\" is not among clauses."});
  }
  return clause;
}

core::Bilingual title(YamlForm& form) { return {form.text("zh"), form.text("en")}; }

void read_calendar(YamlForm& file, Contest& contest) {
  for (YamlForm& form : file.forms("calendar")) {
    contest.calendar.push_back({form.text("id"), form.text("title"), form.date("from"),
                                form.date("to"), cited(form, contest)});
    if (contest.calendar.back().to < contest.calendar.back().from) {
      form.refuse("to", {"早于开始日期。", "is before the first day."});
    }
    form.close();
  }
  const auto registration = std::ranges::find(contest.calendar, "registration", &Stage::id);
  if (registration == contest.calendar.end()) {
    file.refuse("calendar",
                {"缺少 id 为 registration 的报名阶段。", "has no stage with id registration."});
    return;
  }
  contest.registration_closes = registration->to;
}

void read_organisers(YamlForm& file, Contest& contest) {
  for (YamlForm& form : file.forms("organisers")) {
    contest.organisers.push_back({form.text("name"), form.text_or_empty("written"),
                                  form.text("role"), form.text("nature"),
                                  form.texts_or_empty("aliases"), form.text_or_empty("uscc"),
                                  form.text_or_empty("head"), form.texts_or_empty("arms")});
    form.close();
  }
  YamlForm exclusion = file.form("exclusion");
  contest.exclusion.legal_forms = exclusion.texts("legal_forms");
  YamlForm natures = exclusion.form("relations");
  for (const std::string& nature : natures.keys()) {
    YamlForm grades = natures.form(nature);
    for (const std::string& relation : grades.keys()) {
      contest.exclusion.relations[nature][relation] = severity(grades, relation);
    }
  }
  exclusion.close();
}

void read_legal_person(YamlForm& file, Contest& contest) {
  YamlForm form = file.form("legal_person");
  contest.legal_person.codes = form.texts("codes");
  YamlForm not_codes = form.form("not_codes");
  for (const std::string& code : not_codes.keys()) {
    contest.legal_person.not_codes[code] = not_codes.text(code);
  }
  contest.legal_person.not_in_name = form.texts("not_in_name");
  contest.legal_person.not_in_form = form.texts("not_in_form");
  form.close();
}

void read_tracks(YamlForm& file, Contest& contest) {
  for (YamlForm& form : file.forms("tracks")) {
    Track track{form.text("name"), form.text_or_empty("prefix"), {}};
    for (YamlForm& topic : form.forms("topics")) {
      track.topics.push_back({topic.number("number"), topic.text("title")});
      topic.close();
    }
    form.close();
    contest.tracks.push_back(std::move(track));
  }
}

void read_kinds(YamlForm& file, Contest& contest) {
  for (YamlForm& form : file.forms("kinds")) {
    MaterialKind kind{.id = form.text("id"), .title = title(form), .clause = cited(form, contest)};
    kind.owned = form.flag_or("owned", false);
    kind.ip = form.flag_or("ip", false);
    kind.expires = form.flag_or("expires", false);
    kind.names_project = form.flag_or("names_project", false);
    kind.compared = form.flag_or("compared", false);
    kind.pictures = form.flag_or("pictures", false);
    kind.signed_by = form.text_or_empty("signed_by");
    if (!kind.signed_by.empty() && kind.signed_by != "applicant" && kind.signed_by != "auditor") {
      form.refuse("signed_by", {"应为 applicant 或 auditor。", "expected applicant or auditor."});
    }
    kind.sealed_by = form.texts_or_empty("sealed_by");
    form.close();
    contest.kinds.push_back(std::move(kind));
  }
}

void read_required(YamlForm& file, Contest& contest) {
  for (YamlForm& form : file.forms("required")) {
    RequiredKind row{.id = form.text("id"),
                     .kinds = form.texts("kinds"),
                     .severity = severity(form, "severity"),
                     .clause = cited(form, contest)};
    for (const std::string& kind : row.kinds) {
      if (contest.kind(kind)) continue;
      form.refuse("kinds", {"kinds 中没有“" + kind + "”。", "kinds has no \"" + kind + "\"."});
    }
    // A row of one kind is called as that kind is.
    const MaterialKind* same = contest.kind(row.id);
    row.title = same && !form.has("zh") ? same->title : title(form);
    form.close();
    contest.required.push_back(std::move(row));
  }
}

void read_application(YamlForm& file, Contest& contest) {
  YamlForm application = file.form("application");
  for (YamlForm& form : application.forms("sections")) {
    contest.sections.push_back({form.text("title"), form.texts("parts"), cited(form, contest)});
    form.close();
  }
  application.close();
}

void read_rules(YamlForm& file, Contest& contest) {
  std::set<std::string> seen;
  for (YamlForm& form : file.forms("rules")) {
    RuleSetting row{form.text("code"), severity(form, "severity"), cited(form, contest)};
    if (!has_text(row.code)) {
      form.refuse("code",
                  {"没有“" + row.code + "”这条规则。", "no rule is called \"" + row.code + "\"."});
    }
    if (!seen.insert(row.code).second) {
      form.refuse("code",
                  {"“" + row.code + "”出现了两次。", "\"" + row.code + "\" stands here twice."});
    }
    const std::string from = form.has("from") ? form.date("from") : std::string();
    const std::string until = form.has("until") ? form.date("until") : std::string();
    const bool begun = from.empty() || from <= contest.registration_closes;
    const bool over = !until.empty() && until < contest.registration_closes;
    if (form.flag_or("enabled", true) && begun && !over) contest.rules.push_back(row);
    form.close();
  }
}

void read_review(YamlForm& file, Contest& contest) {
  if (!file.has("review")) return;
  for (YamlForm& form : file.forms("review")) {
    ReviewTopic topic{.id = form.text("id"), .title = title(form), .clause = cited(form, contest)};
    topic.words = form.texts_or_empty("words");
    topic.kinds = form.texts_or_empty("kinds");
    topic.names = form.flag_or("names", false);
    for (const std::string& kind : topic.kinds) {
      if (contest.kind(kind)) continue;
      form.refuse("kinds", {"kinds 中没有“" + kind + "”。", "kinds has no \"" + kind + "\"."});
    }
    form.close();
    contest.review.push_back(std::move(topic));
  }
}

// First, since the rest cites the clauses.
void read_head(YamlForm& file, Contest& contest) {
  if (file.number("format") != kFormat) {
    file.refuse("format", {"只认得格式 1。", "only format 1 is known."});
  }
  contest.id = file.text("id");
  contest.title = file.text("title");
  contest.theme = file.text_or_empty("theme");
  contest.document = file.text_or_empty("document");
  contest.issued = file.date("issued");
  contest.site = file.text_or_empty("site");
  YamlForm team = file.form("team");
  contest.max_representatives = team.number("max_representatives");
  team.close();
  YamlForm lists = file.form("lists");
  for (const std::string& list : lists.keys()) contest.lists[list] = lists.text(list);
  for (YamlForm& form : file.forms("awards")) {
    contest.awards.push_back({form.text("title"), form.number("count")});
    form.close();
  }
  for (YamlForm& form : file.forms("clauses")) {
    contest.clauses.push_back({form.text("id"), form.text("text")});
    form.close();
  }
}

}  // namespace

core::Result<Contest> Contest::parse(std::string_view yaml, std::string_view source) {
  auto file = YamlForm::parse(yaml, source);
  if (!file) return core::fail(file.error());
  Contest contest;
  read_head(*file, contest);
  read_calendar(*file, contest);
  read_organisers(*file, contest);
  read_legal_person(*file, contest);
  read_tracks(*file, contest);
  read_kinds(*file, contest);
  read_required(*file, contest);
  read_application(*file, contest);
  read_rules(*file, contest);
  read_review(*file, contest);
  file->close();
  if (file->fault()) return core::fail(*file->fault());
  return contest;
}

}  // namespace jianzhen::verify
