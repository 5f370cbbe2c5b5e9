#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <set>

#include "index/format.h"
#include "index/index.h"
#include "index/marks.h"
#include "index/page_form.h"
#include "index/words.h"

namespace jianzhen::index {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

constexpr std::size_t kLongestPhrase = 32;   // tokens: the longest name of a unit, not a question
constexpr Xapian::doccount kCounted = 1000;  // matches are counted up to here, then estimated
constexpr Xapian::doccount kLarge = 5000;    // pages from which frequent terms are dropped …
constexpr double kFrequent = 0.2;            // … that stand on more than this share of them
// Of the best page's weight: what weighs less is about other things.
constexpr double kCutoff = 0.4;
constexpr int kTries = 20;

core::Error told(const std::string& detail, const fs::path& folder) {
  const std::string name = folder.string();
  return {ErrorCode::unreadable,
          {"无法读取检索库 " + name + "。", "Cannot read the index " + name + "."},
          detail,
          name};
}

Xapian::Query phrase_query(const std::vector<Token>& phrase) {
  std::vector<std::string> singles;
  std::vector<std::string> pairs;
  bool all_pairs = true;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    singles.push_back(phrase[i].text);
    if (i == 0) continue;
    const bool pair = is_pair(phrase[i - 1], phrase[i]);
    all_pairs = all_pairs && pair;
    if (pair) pairs.push_back(phrase[i - 1].text + phrase[i].text);
  }
  if (phrase.size() == 1) return Xapian::Query(singles.front());
  // Two characters side by side are a term of their own: no positions need be read.
  if (phrase.size() == 2 && all_pairs) return Xapian::Query(pairs.front());
  Xapian::Query positions(Xapian::Query::OP_PHRASE, singles.begin(), singles.end(),
                          static_cast<Xapian::termcount>(singles.size()));
  if (pairs.empty()) return positions;
  return {Xapian::Query::OP_FILTER,
          Xapian::Query(Xapian::Query::OP_AND, pairs.begin(), pairs.end()), positions};
}

// Pages that hold every phrase whole.
Xapian::Query exact_query(const Words& words) {
  std::vector<Xapian::Query> phrases;
  for (const std::vector<Token>& phrase : words.phrases) phrases.push_back(phrase_query(phrase));
  return {Xapian::Query::OP_AND, phrases.begin(), phrases.end()};
}

std::size_t token_count(const Words& words) {
  std::size_t count = 0;
  for (const std::vector<Token>& phrase : words.phrases) count += phrase.size();
  return count;
}

// How many pages of each material are looked at.
class MaterialCount : public Xapian::MatchSpy {
 public:
  std::map<std::string, std::size_t> pages;

  void operator()(const Xapian::Document& page, double) override {
    auto term = page.termlist_begin();
    term.skip_to(std::string(kMaterialPrefix));
    if (term != page.termlist_end()) ++pages[*term];
  }
};

class Search {
 public:
  Search(const Xapian::Database& database, const Query& query, const Words& words)
      : database_(database), query_(query), words_(words), enquire_(database) {}

  Answer run() {
    weigh();
    if (words_.loose.empty() || token_count(words_) <= kLongestPhrase) {
      take_exact();
    }
    if (answer_.hits.size() < wanted() && !weights_.empty()) take_loose();
    answer_.pages = std::move(count_.pages);
    return std::move(answer_);
  }

 private:
  Xapian::doccount wanted() const { return static_cast<Xapian::doccount>(query_.limit); }

  // How rare each loose term is here; terms that no page holds, or almost every page, are left out.
  void weigh() {
    const Xapian::doccount pages = database_.get_doccount();
    TermWeights frequent;
    for (const std::string& term : words_.loose) {
      const Xapian::doccount holding = database_.get_termfreq(term);
      if (holding == 0) continue;
      const double weight = std::log1p(static_cast<double>(pages) / holding);
      const bool dropped = pages >= kLarge && holding > kFrequent * pages;
      (dropped ? frequent : weights_).emplace(term, weight);
    }
    if (weights_.empty()) weights_ = std::move(frequent);
  }

  Xapian::Query loose_query() const {
    std::vector<Xapian::Query> terms;
    for (const std::string& term : words_.loose) {
      if (weights_.contains(term)) terms.emplace_back(term);
    }
    return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
  }

  Xapian::Query within_entry(const Xapian::Query& asked) const {
    Xapian::Query within = asked;
    if (!query_.entry.empty()) {
      within = {Xapian::Query::OP_FILTER, within, Xapian::Query(entry_term(query_.entry))};
    }
    if (query_.among) {
      std::vector<std::string> entries;
      for (const std::string& entry : *query_.among) entries.push_back(entry_term(entry));
      within = with_any(within, entries);
    }
    return query_.materials ? with_any(within, *query_.materials) : within;
  }

  // Of no term at all: a query that matches nothing.
  static Xapian::Query with_any(const Xapian::Query& asked, const std::vector<std::string>& terms) {
    return {Xapian::Query::OP_FILTER, asked,
            Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end())};
  }

  // Of the matches of the query at hand, in the place of those of an earlier one.
  void count_anew() {
    if (!query_.count_materials) return;
    count_.pages.clear();
    enquire_.clear_matchspies();
    enquire_.add_matchspy(&count_);
  }

  void take_exact() {
    enquire_.set_query(within_entry(exact_query(words_)));
    count_anew();
    const Xapian::MSet set = enquire_.get_mset(0, wanted(), kCounted);
    answer_.total = set.get_matches_estimated();
    for (auto it = set.begin(); it != set.end(); ++it) add(it);
  }

  // Below the exact hits, whatever they weigh.
  void take_loose() {
    enquire_.clear_matchspies();
    enquire_.set_query(within_entry(loose_query()));
    const Xapian::MSet best = enquire_.get_mset(0, 1);
    if (best.empty()) return;
    const bool only_near = words_.is_short;
    const std::size_t half = (words_.telling.size() + 1) / 2;
    const std::size_t least = answer_.hits.empty() ? 1 : half;
    for (Hit& hit : answer_.hits) hit.score += best.get_max_possible();
    enquire_.set_cutoff(0, kCutoff * best.begin().get_weight());
    if (!only_near) count_anew();
    const Xapian::MSet set = enquire_.get_mset(0, wanted() + seen_.size(), kCounted);
    for (auto it = set.begin(); it != set.end() && answer_.hits.size() < wanted(); ++it) {
      if (only_near && told_by(it) < least) continue;
      const std::size_t before = answer_.hits.size();
      add(it);
      if (only_near && query_.count_materials && answer_.hits.size() > before) {
        const Hit& hit = answer_.hits.back();
        ++count_.pages[material_term(hit.entry, hit.material)];
      }
    }
    const std::size_t near = only_near ? answer_.hits.size() : set.get_matches_estimated();
    answer_.total = std::max(answer_.total, near);
  }

  // How many of the pairs and words asked for it holds; of the characters only where there is
  // nothing else.
  std::size_t told_by(const Xapian::MSetIterator& it) {
    const std::set<std::string> there(enquire_.get_matching_terms_begin(it),
                                      enquire_.get_matching_terms_end(it));
    return static_cast<std::size_t>(std::ranges::count_if(
        words_.telling, [&](const auto& term) { return there.contains(term); }));
  }

  void add(const Xapian::MSetIterator& it) {
    if (!seen_.insert(*it).second) return;
    auto page = page_of(it.get_document().get_data());
    if (!page) throw Xapian::DatabaseCorruptError("a page's data is not ours");
    Marked marks = marked(page->lines, words_, weights_);
    Hit hit;
    hit.entry = std::move(page->entry);
    hit.material = std::move(page->material);
    hit.page = page->number;
    hit.time = page->time;
    hit.snippet = std::move(marks.snippet);
    hit.boxes = std::move(marks.boxes);
    hit.score = it.get_weight();
    answer_.hits.push_back(std::move(hit));
  }

  const Xapian::Database& database_;
  const Query& query_;
  const Words& words_;
  MaterialCount count_;
  Xapian::Enquire enquire_;
  TermWeights weights_;
  std::set<Xapian::docid> seen_;
  Answer answer_;
};

// A Xapian::Database serves one thread at a time; those not in use wait here.
class XapianReader : public Reader {
 public:
  XapianReader(Xapian::Database first, fs::path folder) : folder_(std::move(folder)) {
    idle_.push_back(std::move(first));
  }

  Result<Answer> search(const Query& query) override {
    const Words words = words_of(query.words);
    if (words.empty()) {
      return fail(ErrorCode::usage, {"请输入要查找的词。", "Say which words to look for."});
    }
    for (int tries = 1;; ++tries) {
      try {
        return search_once(query, words);
      } catch (const Xapian::DatabaseModifiedError& error) {
        // The writer committed twice meanwhile: what was read is gone; the next look is current.
        if (tries == kTries) return fail(told(error.get_description(), folder_));
      } catch (const Xapian::Error& error) {
        return fail(told(error.get_description(), folder_));
      }
    }
  }

 private:
  Answer search_once(const Query& query, const Words& words) {
    Xapian::Database database = lease();
    database.reopen();
    Answer answer = Search(database, query, words).run();
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(database));
    return answer;
  }

  Xapian::Database lease() {
    {
      const std::scoped_lock lock(mutex_);
      if (!idle_.empty()) {
        Xapian::Database database = std::move(idle_.back());
        idle_.pop_back();
        return database;
      }
    }
    return Xapian::Database(folder_.string());
  }

  fs::path folder_;
  std::mutex mutex_;
  std::vector<Xapian::Database> idle_;
};

}  // namespace

Result<std::unique_ptr<Reader>> Reader::open(const fs::path& folder) {
  std::error_code error;
  const std::string name = folder.string();
  if (!fs::exists(folder, error)) {
    return fail(ErrorCode::not_found,
                {"还没有可检索的内容（" + name + "）。请先用 jianzhen check --keep 存入材料。",
                 "Nothing is indexed yet (" + name + "). Store something: jianzhen check --keep."},
                {}, name);
  }
  try {
    Xapian::Database database(name);
    const std::string format = database.get_metadata(std::string(kFormatKey));
    if (format != kFormat) {
      return fail(
          ErrorCode::unsupported,
          {"检索库 " + name + " 的格式不是本程序的（" + format + "）。请升级本程序。",
           "The index " + name + " is of another format (" + format + "). Upgrade the program."},
          "format " + format, name);
    }
    return std::make_unique<XapianReader>(std::move(database), folder);
  } catch (const Xapian::Error& problem) {
    return fail(told(problem.get_description(), folder));
  }
}

}  // namespace jianzhen::index
