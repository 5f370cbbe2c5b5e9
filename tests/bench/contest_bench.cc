// A whole contest of 1,200 entries with 30 materials each: rules run again over kept facts, and the
// question where else something is used. All units, numbers and words are made.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "api/data_folder.h"
#include "api/review_index.h"
#include "api/what_if.h"
#include "core/text.h"
#include "store/catalogue.h"
#include "verify/check.h"
#include "verify/facts_form.h"
#include "verify/made_entry.h"

namespace jianzhen::api {
namespace {

constexpr int kEntries = 1200;
constexpr std::size_t kMaterials = 30;
constexpr int kListed = 20'000;
constexpr int kWordsOfForm = 6000;

std::string prose(std::mt19937& random, int length) {
  std::u32string text;
  for (int i = 0; i < length; ++i) text += static_cast<char32_t>(0x4E00 + random() % 3000);
  return core::to_utf8(text);
}

std::string unit_name(int number) {
  const std::u32string brand = {static_cast<char32_t>(0x4E00 + number % 997),
                                static_cast<char32_t>(0x5400 + number / 997)};
  return "沈阳" + core::to_utf8(brand) + "数据科技有限公司";
}

verify::EntryFacts entry_of(int number, std::mt19937& random) {
  const std::string id = "LN2024-" + std::to_string(1000 + number);
  verify::EntryFacts facts = verify::made::honest_entry(id);
  facts.entry.applicant.name = unit_name(number);
  facts.entry.applicant.uscc.clear();
  while (facts.materials.size() < kMaterials) {
    const std::string path = id + "/" + std::to_string(facts.materials.size()) + ".pdf";
    facts.materials.push_back(verify::made::paper(path, "case_proof", facts.entry.applicant.name));
  }
  for (verify::MaterialFacts& material : facts.materials) {
    // Every tenth paper is another unit's: each of these is looked up among all relations.
    const bool other = random() % 10 == 0;
    const std::string owner = other ? unit_name(kEntries + static_cast<int>(random() % kEntries))
                                    : facts.entry.applicant.name;
    for (verify::PaperFacts& paper : material.papers) {
      if (!paper.owners.empty()) paper.owners = {verify::made::party(owner)};
    }
    material.text_fingerprint_source =
        prose(random, material.material.kind == "application" ? kWordsOfForm : 200);
  }
  return facts;
}

// A data folder as `check --keep` leaves it, with lists and the notice's own contest beside it;
// left in place where JIANZHEN_BENCH_KEEP names one (pages.py serves it).
struct Contest {
  const char* keep = std::getenv("JIANZHEN_BENCH_KEEP");
  std::filesystem::path root = keep != nullptr
                                   ? std::filesystem::path(keep)
                                   : std::filesystem::temp_directory_path() /
                                         ("contest_bench_" + std::to_string(::getpid()));
  DataFolder data{root / "data"};

  Contest() {
    std::filesystem::create_directories(data.root);
    std::filesystem::create_directories(root / "lists");
    std::ofstream list(root / "lists/dishonest.csv", std::ios::binary);
    list << "name,uscc,case_no,published\n";
    for (int i = 0; i < kListed; ++i) list << unit_name(2 * kEntries + i) << ",,案,2024-01-11\n";
    std::mt19937 random(1);
    auto catalogue = store::Catalogue::open(data.catalogue()).value();
    std::vector<verify::EntryFacts> all;
    for (int i = 0; i < kEntries; ++i) all.push_back(entry_of(i, random));
    const verify::RelationGraph nothing;
    const auto reports = verify::check(all, {verify::Contest::built_in(), nothing, {}});
    for (int i = 0; i < kEntries; ++i) {
      const auto at = static_cast<std::size_t>(i);
      if (!catalogue->put_entry(all[at].entry) ||
          !catalogue->put_facts(all[at].entry.id, verify::kFactsVersion,
                                verify::facts_form(all[at])) ||
          !catalogue->put_report(reports[at])) {
        std::abort();
      }
    }
  }
  ~Contest() {
    if (keep == nullptr) std::filesystem::remove_all(root);
  }
  Contest(const Contest&) = delete;
  Contest& operator=(const Contest&) = delete;
};

const Contest& contest() {
  static const Contest made;
  return made;
}

void rules_again_over_a_contest(benchmark::State& state) {
  const WhatIfOptions options{.data = contest().data.root,
                              .contest = JIANZHEN_CONTEST,
                              .from = {},
                              .relations = {},
                              .lists = contest().root / "lists"};
  for (auto _ : state) {
    const auto result = what_if(options);
    if (!result || result->entries != kEntries) state.SkipWithError("the rules were not run");
  }
}
BENCHMARK(rules_again_over_a_contest)->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime();

// The first question reads what is kept of all entries; the others find it in memory.
void where_else_first(benchmark::State& state) {
  auto catalogue = store::Catalogue::open(contest().data.catalogue()).value();
  for (auto _ : state) {
    ReviewIndex index(*catalogue);
    if (!index.entries()) state.SkipWithError("the entries cannot be read");
  }
}
BENCHMARK(where_else_first)->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime();

void where_else(benchmark::State& state) {
  auto catalogue = store::Catalogue::open(contest().data.catalogue()).value();
  ReviewIndex index(*catalogue);
  const auto entries = index.entries().value();
  std::size_t asked = 0;
  for (auto _ : state) {
    const EntryDigest& entry = *entries[asked++ % entries.size()];
    for (const core::Finding& finding : entry.report.findings) {
      benchmark::DoNotOptimize(index.elsewhere(entry, finding));
    }
  }
}
BENCHMARK(where_else)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace jianzhen::api

BENCHMARK_MAIN();
