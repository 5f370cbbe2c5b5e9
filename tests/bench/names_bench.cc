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

std::string made_name(std::mt19937& random) {
  constexpr std::array kPlaces{"沈阳",         "大连市",       "辽宁", "上海",
                               "北京市海淀区", "苏州工业园区", ""};
  constexpr std::array kBrand{"青", "禾", "松", "岚", "峦", "彧", "宁", "泰", "启", "澜",
                              "远", "恒", "瑞", "新", "金", "全", "天", "海", "云", "博"};
  constexpr std::array kTrades{"软件",     "智能装备", "数据科技", "新材料",
                               "生物医药", "物流",     "建设工程"};
  constexpr std::array kForms{"有限公司", "股份有限公司", "集团有限公司", "有限责任公司"};
  std::string name = one_of(kPlaces, random);
  for (int i = 0; i < 3; ++i) name += one_of(kBrand, random);
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
std::filesystem::path large_graph() {
  const auto file = std::filesystem::temp_directory_path() / "names_bench_relations.csv";
  std::ofstream csv(file, std::ios::binary);
  csv << "subject_name,subject_uscc,relation,object_name,object_uscc,share,as_of,source\n";
  constexpr int kGroup = 1000;
  const auto unit = [](int i) { return "沈阳第" + std::to_string(i) + "青禾软件有限公司"; };
  for (int i = 0; i < kUnits; ++i) {
    if (i % kGroup == 0) continue;
    csv << unit(i - i % kGroup + (i % kGroup) / 4) << ",,parent," << unit(i)
        << ",,67,2024-06,年报\n";
  }
  return file;
}

void load_a_million_units(benchmark::State& state) {
  const auto file = large_graph();
  for (auto _ : state) {
    RelationGraph graph;
    if (!graph.load(file)) state.SkipWithError("the graph cannot be loaded");
    benchmark::DoNotOptimize(graph);
  }
  std::filesystem::remove(file);
}
BENCHMARK(load_a_million_units)->Unit(benchmark::kMillisecond);

// Misread names are looked for among all relatives: the dearest question.
void answer_about_a_misread_relative(benchmark::State& state) {
  const auto file = large_graph();
  RelationGraph graph;
  if (!graph.load(file)) state.SkipWithError("the graph cannot be loaded");
  std::filesystem::remove(file);
  const core::Applicant own{{"沈阳第500900青禾软件有限公司", {}}, {}};
  for (auto _ : state) {
    benchmark::DoNotOptimize(graph.relate(own, {}, {"沈阳第500999青禾软件有限公同", {}}, true));
    benchmark::DoNotOptimize(graph.relate(own, {}, {"大连松岚装备有限公司", {}}, true));
  }
  state.SetItemsProcessed(2 * state.iterations());
}
BENCHMARK(answer_about_a_misread_relative)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace jianzhen::verify

BENCHMARK_MAIN();
