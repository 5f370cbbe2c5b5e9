// 六（二）1, 4, 5: one topic of the contest, and one name of the project.

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/text.h"
#include "verify/rules.h"
#include "verify/similarity.h"

namespace jianzhen::verify {
namespace {

// Letters and digits only: brackets, quotation marks and spaces make no other name.
std::u32string title_key(std::string_view title) {
  std::u32string key;
  for (const char32_t c : core::to_utf32(core::folded(core::compact(title)))) {
    if (u_isalnum(static_cast<UChar32>(c))) key.push_back(c);
  }
  return key;
}

// A picture may cost one character in ten; and a long name may go on in a line that was not taken
// for its own. Both leave the name the same; (二期) behind it does not.
bool same_project(std::string_view registered, const Value& printed) {
  const std::u32string wanted = title_key(registered);
  const std::u32string read = title_key(printed.text);
  if (wanted == read) return true;
  const std::size_t half = wanted.size() / 2;
  if (read.size() > half && wanted.starts_with(read)) return true;
  if (!printed.evidence.ocr) return false;
  constexpr std::size_t kCharactersPerError = 10;
  return core::edit_distance(wanted, read) <=
         1 + wanted.size() / kCharactersPerError + printed.evidence.unsure.size();
}

// "赛题4", "赛题 三:…"; 0 where none is named so.
int topic_number(std::string_view printed) {
  static constexpr std::string_view kTopic = "赛题";
  static constexpr std::array<std::string_view, 9> kNumerals = {"一", "二", "三", "四", "五",
                                                                "六", "七", "八", "九"};
  const std::string text = core::folded(core::compact(printed));
  const std::size_t at = text.find(kTopic);
  if (at == std::string::npos) return 0;
  const std::string_view rest = std::string_view(text).substr(at + kTopic.size());
  for (std::size_t i = 0; i < kNumerals.size(); ++i) {
    if (rest.starts_with(kNumerals.at(i))) return static_cast<int>(i) + 1;
  }
  int number = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), number);
  return number;
}

// The topic that is printed: by its title, else by its number; nullptr where neither says which.
const Topic* printed_topic(const Track& track, std::string_view printed) {
  const std::u32string text = title_key(printed);
  const auto titled = std::ranges::find_if(track.topics, [&](const Topic& topic) {
    return text.find(title_key(topic.title)) != std::u32string::npos;
  });
  if (titled != track.topics.end()) return &*titled;
  const int number = topic_number(printed);
  const auto numbered = std::ranges::find(track.topics, number, &Topic::number);
  return numbered == track.topics.end() ? nullptr : &*numbered;
}

std::string in_words(const core::Project& project) {
  return "赛道“" + project.track + "”" +
         (project.topic ? " 赛题 " + std::to_string(*project.topic) : "");
}

void say_other(const JudgedPaper& paper, const Value& printed, const std::string& registered,
               Findings& findings) {
  findings.add(paper,
               {.id = "project.topic_mismatch",
                .place = printed.evidence.place,
                .evidence = printed.evidence.words,
                .expected = registered,
                .values = {{"printed", same(printed.text)}, {"registered", same(registered)}}});
}

// Volumes of one form have other sections each; versions have the same ones, at least most of them.
bool both_whole(const PaperFacts& a, const PaperFacts& b, const Contest& contest) {
  const auto has = [](const PaperFacts& paper, const std::string& title) {
    return std::ranges::find(paper.sections, title, &Section::section) != paper.sections.end();
  };
  const auto common = std::ranges::count_if(contest.sections, [&](const ApplicationSection& s) {
    return has(a, s.title) && has(b, s.title);
  });
  return 2 * static_cast<std::size_t>(common) > contest.sections.size();
}

struct Version {
  const MaterialFacts* material = nullptr;
  const PaperFacts* paper = nullptr;
  std::vector<std::uint64_t> words;
};

// A whole form with words enough to compare.
std::optional<Version> version_of(const MaterialFacts& material, const PaperFacts& paper,
                                  const Contest& contest) {
  const MaterialKind* kind = contest.kind(paper.kind);
  const bool form = kind && kind->names_project && kind->compared;
  if (!form || !paper.readable || material.papers.size() != 1) return std::nullopt;
  std::vector<std::uint64_t> words = shingles(material.text_fingerprint_source);
  if (words.size() < kEnoughShingles) return std::nullopt;
  return Version{&material, &paper, std::move(words)};
}

// How much of the words of two versions agrees, as a percentage; nullopt: the main content is one.
std::optional<std::string> changed(const Version& a, const Version& b, const Contest& contest) {
  constexpr double kSameContent = 0.5;
  const double alike = jaccard(a.words, b.words);
  if (alike >= kSameContent || !both_whole(*a.paper, *b.paper, contest)) return std::nullopt;
  return std::to_string(std::lround(alike * 100));
}

// The track or topic of the contest that a paper names and the version before it named otherwise;
// nullptr where they agree, or one of them names none that the contest has.
const Value* other_topic(const Contest& contest, const PaperFacts& before,
                         const JudgedPaper& paper) {
  const auto track_of = [&](const Value* value) {
    return value ? contest.track(value->text) : nullptr;
  };
  const auto field_of = [&](const char* id) -> const Value* {
    const auto value = before.fields.find(id);
    return value == before.fields.end() ? nullptr : &value->second;
  };
  const Track* old_track = track_of(field_of("track"));
  const Track* new_track = track_of(paper.field("track"));
  if (!old_track || !new_track) return nullptr;
  if (old_track != new_track) return paper.field("track");
  const Value* old_words = field_of("topic");
  const Value* new_words = paper.field("topic");
  if (!old_words || !new_words) return nullptr;
  const Topic* old_topic = printed_topic(*old_track, old_words->text);
  const Topic* new_topic = printed_topic(*new_track, new_words->text);
  return old_topic && new_topic && old_topic != new_topic ? new_words : nullptr;
}

// What stood at the path before: the last version that differs in name, topic or content.
void check_replaced(const Subject& subject, const JudgedPaper& paper, const Version& version,
                    Findings& findings) {
  const std::string& path = paper.material->material.path;
  for (const MaterialFacts& earlier : subject.entry.facts->earlier) {
    if (earlier.material.path != path || earlier.papers.size() != 1) continue;
    const auto before = version_of(earlier, earlier.papers.front(), subject.contest);
    if (!before) continue;
    const std::string evidence = "SHA-256 " + earlier.material.sha256.hex();
    const auto old_name = before->paper->fields.find("project_name");
    const Value* name = paper.field("project_name");
    if (name && old_name != before->paper->fields.end() &&
        !same_project(old_name->second.text, *name)) {
      findings.add(paper, {.id = "project.content_changed/renamed",
                           .place = name->evidence.place,
                           .evidence = name->evidence.words,
                           .expected = old_name->second.text,
                           .values = {{"printed", same(name->text)},
                                      {"before", same(old_name->second.text)}}});
      return;
    }
    if (const Value* printed = other_topic(subject.contest, *before->paper, paper)) {
      const Value& old =
          before->paper->fields.at(printed == paper.field("track") ? "track" : "topic");
      findings.add(paper,
                   {.id = "project.topic_mismatch/replaced",
                    .place = printed->evidence.place,
                    .evidence = printed->evidence.words,
                    .expected = old.text,
                    .values = {{"printed", same(printed->text)}, {"before", same(old.text)}}});
      return;
    }
    if (const auto percent = changed(*before, version, subject.contest)) {
      findings.add(paper, {.id = "project.content_changed/replaced",
                           .evidence = evidence + " " + *percent + "%",
                           .values = {{"percent", same(*percent)}}});
      return;
    }
  }
}

}  // namespace

void check_topic(const Subject& subject, Findings& findings) {
  const core::Project& project = subject.form().project;
  if (project.track.empty()) return;
  const Track* track = subject.contest.track(project.track);
  if (!track) {
    findings.add({.id = "project.topic_invalid/track",
                  .evidence = in_words(project),
                  .values = {{"track", same(project.track)}}});
    return;
  }
  if (!project.topic) return;
  const bool known = std::ranges::any_of(
      track->topics, [&](const Topic& topic) { return topic.number == *project.topic; });
  if (known) return;
  findings.add({.id = "project.topic_invalid",
                .evidence = in_words(project),
                .values = {{"track", same(track->name)},
                           {"topic", same(std::to_string(*project.topic))},
                           {"count", same(std::to_string(track->topics.size()))}}});
}

// Only where the paper names a track or topic of the contest; what is none may be misread.
void check_printed_topic(const Subject& subject, Findings& findings) {
  const core::Project& project = subject.form().project;
  const Track* registered = subject.contest.track(project.track);
  if (!registered) return;
  for (const JudgedPaper& paper : subject.entry.papers) {
    if (!paper.kind || !paper.kind->names_project || !paper.paper->readable) continue;
    const Value* track = paper.field("track");
    const Track* printed = track ? subject.contest.track(track->text) : nullptr;
    if (printed && printed != registered) {
      say_other(paper, *track, registered->name, findings);
      continue;
    }
    const Value* words = paper.field("topic");
    const Topic* topic = words ? printed_topic(*registered, words->text) : nullptr;
    if (!topic || !project.topic || topic->number == *project.topic) continue;
    const auto own = std::ranges::find(registered->topics, *project.topic, &Topic::number);
    if (own == registered->topics.end()) continue;  // project.topic_invalid says so
    say_other(paper, *words, "赛题" + std::to_string(own->number) + "：" + own->title, findings);
  }
}

void check_project_name(const Subject& subject, Findings& findings) {
  const std::string& registered = subject.form().project.name;
  if (registered.empty()) return;
  for (const JudgedPaper& paper : subject.entry.papers) {
    const Value* printed = paper.field("project_name");
    if (!printed || !paper.kind || !paper.kind->names_project || !paper.paper->readable) continue;
    if (same_project(registered, *printed)) continue;
    findings.add(paper,
                 {.id = "project.name_mismatch",
                  .place = printed->evidence.place,
                  .evidence = printed->evidence.words,
                  .expected = registered,
                  .values = {{"printed", same(printed->text)}, {"registered", same(registered)}}});
  }
}

// 六（二）5: a project goes on under one name and with one main content. Two whole forms in one
// entry are two versions of it, or the form and a copy; so are a form and the one it replaced.
void check_versions(const Subject& subject, Findings& findings) {
  std::optional<Version> first;
  for (const JudgedPaper& paper : subject.entry.papers) {
    auto version = version_of(*paper.material, *paper.paper, subject.contest);
    if (!version) continue;
    check_replaced(subject, paper, *version, findings);
    if (!first) {
      first = std::move(version);
      continue;
    }
    const auto percent = changed(*first, *version, subject.contest);
    if (!percent) continue;
    const std::string& other = first->material->material.path;
    std::string evidence = other;
    evidence.append(" ").append(*percent).append("%");
    findings.add(paper, {.id = "project.content_changed",
                         .evidence = evidence,
                         .values = {{"other_path", same(other)}, {"percent", same(*percent)}}});
  }
}

}  // namespace jianzhen::verify
