// How fast names are compared and a large graph of relations is loaded and asked. All names are
// made. Times are of one core; run with --benchmark_filter=… for one of them.

#include <benchmark/benchmark.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "verify/names.h"
#include "verify/relate_lines.h"
#include "verify/relations.h"

namespace jianzhen::verify {
namespace {

constexpr int kUnits = 1'000'000;

template <std::size_t N>
const char* one_of(const std::array<const char*, N>& words, std::mt19937& random) {
  return words[random() % N];
}

std::string made_name(std::mt19937& random, int brand_length = 3) {
  constexpr std::array kPlaces{"沈阳",         "大连市",       "辽宁", "上海",
                               "北京市海淀区", "苏州工业园区", ""};
  constexpr std::array kBrand{"青", "禾", "松", "岚", "峦", "彧", "宁", "泰", "启", "澜",
                              "远", "恒", "瑞", "新", "金", "全", "天", "海", "云", "博"};
  constexpr std::array kTrades{"软件",     "智能装备", "数据科技", "新材料",
                               "生物医药", "物流",     "建设工程"};
  constexpr std::array kForms{"有限公司", "股份有限公司", "集团有限公司", "有限责任公司"};
  std::string name = one_of(kPlaces, random);
  for (int i = 0; i < brand_length; ++i) name += one_of(kBrand, random);
  return name + one_of(kTrades, random) + one_of(kForms, random);
}

// What papers carry beside the own name: its branch, a misreading, another form, another unit.
std::string made_paper(const std::string& own, std::mt19937& random) {
  constexpr std::size_t kHan = 3;  // bytes
  switch (random() % 5) {
    case 0:
      return own + "大连分公司";
    case 1:
      return own.substr(0, own.size() - kHan) + "同";
    case 2:
      return own.substr(0, 2 * kHan) + "全" + own.substr(3 * kHan);
    default:
      return made_name(random);
  }
}

void pairs_by_names_alone(benchmark::State& state) {
  std::mt19937 random(1);
  std::vector<std::string> lines;
  for (int i = 0; i < 20'000; ++i) {
    const std::string own = made_name(random);
    lines.push_back(std::to_string(i) + "\t" + own + "\t\t" + made_paper(own, random) + "\t");
  }
  const RelationGraph nothing;
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(relate_line(lines[next], nothing));
    next = next + 1 == lines.size() ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(pairs_by_names_alone);

// Groups of a thousand units, each unit owned by an earlier one of its group.
struct LargeGraph {
  std::filesystem::path file = std::filesystem::temp_directory_path() / "names_bench_relations.csv";
  std::string own;
  std::string relative;

  LargeGraph() {
    constexpr int kGroup = 1000;
    constexpr int kRareBrand = 5;  // long enough to make names unlike
    std::mt19937 random(2);
    std::vector<std::string> names;
    for (int i = 0; i < kUnits; ++i) names.push_back(made_name(random, kRareBrand));
    std::ofstream csv(file, std::ios::binary);
    csv << "subject_name,subject_uscc,relation,object_name,object_uscc,share,as_of,source\n";
    for (int i = 0; i < kUnits; ++i) {
      const int member = i % kGroup;
      if (member == 0) continue;
      const int owner = i - member + member / 4;
      csv << names[static_cast<std::size_t>(owner)] << ",,parent,"
          << names[static_cast<std::size_t>(i)] << ",,67,2024-06,年报\n";
    }
    own = names[500'900];
    relative = names[500'999];
  }
  ~LargeGraph() { std::filesystem::remove(file); }
  LargeGraph(const LargeGraph&) = delete;
  LargeGraph& operator=(const LargeGraph&) = delete;
};

void load_a_million_units(benchmark::State& state) {
  const LargeGraph made;
  for (auto _ : state) {
    RelationGraph graph;
    if (!graph.load(made.file)) state.SkipWithError("the graph cannot be loaded");
    benchmark::DoNotOptimize(graph);
  }
}
BENCHMARK(load_a_million_units)->Unit(benchmark::kMillisecond);

// Misread names are looked for among all relatives: the dearest question.
void answer_about_a_misread_relative(benchmark::State& state) {
  const LargeGraph made;
  RelationGraph graph;
  if (!graph.load(made.file)) state.SkipWithError("the graph cannot be loaded");
  const core::Applicant own{{made.own, {}}, {}};
  constexpr std::size_t kHan = 3;  // bytes
  const std::string misread = made.relative.substr(0, made.relative.size() - kHan) + "同";
  for (auto _ : state) {
    benchmark::DoNotOptimize(graph.relate(own, {}, {misread, {}}, true));
    benchmark::DoNotOptimize(graph.relate(own, {}, {"大连松岚装备有限公司", {}}, true));
  }
  state.SetItemsProcessed(2 * state.iterations());
}
BENCHMARK(answer_about_a_misread_relative)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace jianzhen::verify

BENCHMARK_MAIN();
