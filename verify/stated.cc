#include "verify/stated.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "verify/labels.h"
#include "verify/units.h"

namespace jianzhen::verify {
namespace {

// 本公司 and what else a paper calls its owner.
constexpr std::string_view kSelf =
    "(?:本公司|本单位|我公司|我单位|本企业|本院|本校|本集团|该公司|(?<![子母分股])公司|本合作社|"
    "本所|本中心)";

// What the words say the unit named is to the owner.
struct Saying {
  std::string_view pattern;  // {self} and <U>; the first group names units
  Relation relation;
  bool by_share = false;  // 控股股东, 持股: the share decides between parent and holding
};

constexpr std::array kSayings = {
    Saying{"{self}的?(?:直接|间接)?(?:母公司|上级公司|上级单位|总公司)(?:名称)?(?:为|是|系|:)<U>(?="
           "[,。;:(]|$|最终|持|并)",
           Relation::parent},
    Saying{"{self}的?(?:直接|间接|最终)?(?:控股公司|控股股东|第一大股东|最大股东)(?:名称)?(?:为|是|"
           "系|:)<U>(?=[,。;:(]|$|最终|持|并)",
           Relation::holding, true},
    Saying{"{self}(?:系|是|为)(?:由)?<U>(?:投资设立|出资设立|设立|投资|控制|控股)?的?(?:全资|控股)?"
           "(?:子公司|下属企业|下属公司|所属企业)",
           Relation::parent},
    Saying{"{self}(?:系|是|为)(?:由)?<U>(?:设立|投资设立)?的?(?:分公司|分支机构)",
           Relation::parent},
    Saying{"{self}(?:现|目前)?(?:下设|下辖|拥有|设有|设立|投资设立|出资设立|控股|投资了)(?:["
           "一二三四五六七八九十两\\d]+家)?的?(?:全资|控股|一级|二级)?(?:子公司|下属公司)(?:为|是|"
           "包括|有|:|即)?<U>(?=[,。;:(]|$|等|本报告)",
           Relation::subsidiary},
    Saying{"{self}(?:的)?(?:全资|控股)?子公司(?:为|是|包括|有|系|:)?<U>(?=[,。;:(]|$|等|成立|注册|"
           "主要|系|于)",
           Relation::subsidiary},
    Saying{"纳入合并(?:财务报表|报表)?范围的?(?:全资|控股)?(?:子公司|主体|单位|企业)?(?:[^。]{0,8}?"
           ")(?:为|是|包括|有|:)<U>(?=[,。;:(]|$|等)",
           Relation::subsidiary},
    Saying{"{self}(?:现|目前)?(?:下设|下辖|拥有|设有|设立)(?:[一二三四五六七八九十两\\d]+家)?的?(?:"
           "分公司|分支机构)(?:为|是|包括|有|:|即)?<U>(?=[,。;:(]|$|等)",
           Relation::branch},
    Saying{"(?:^|[。;,:]|和|及)<U>(?:均)?(?:与{self})?(?:同受|同属|均受|受同一|同为|同由)(?:[^。]{"
           "0,20}?)(?:控制|控股|子公司|所属)",
           Relation::affiliate},
    Saying{"(?:^|[。;,:])<U>(?:为|是|系){self}的?(?:同一母公司|同系|兄弟)", Relation::affiliate},
    Saying{"(?:^|[。;,:])<U>(?:为|是|系){self}的?(?:母公司|上级单位|上级公司|总公司)",
           Relation::parent},
    Saying{"(?:^|[。;,:])<U>(?:为|是|系){self}的?(?:控股股东|控股公司|第一大股东)",
           Relation::holding, true},
    Saying{"(?:^|[。;,:])<U>(?:为|是|系){self}的?(?:全资|控股)?(?:子公司|下属公司|下属企业)",
           Relation::subsidiary},
    Saying{"(?:^|[。;,:])<U>(?:为|是|系){self}的?(?:分公司|分支机构)", Relation::branch},
    Saying{"{self}(?:的)?(?:曾用名|原名称|原名|前身|更名前名称|原单位名称|变更前名称)(?:为|是|系|"
           "称|:)?<U>(?=[,。;:()]|$|于)",
           Relation::former_name},
    Saying{"(?:曾用名|原名|前身为?|原名称|变更前名称)(?:为|是|系|称|:)?<U>(?=[,。;:()]|$|于)",
           Relation::former_name},
};

// Sentences that name both units: <U> is to the unit behind the words what `relation` says.
struct Pairing {
  std::string_view before;  // <U> and what stands between
  std::string_view after;   // behind the second
  Relation relation;
};

constexpr std::array kPairings = {
    Pairing{"(?:^|[。;,:])<U>(?:系|是|为)(?:由)?",
            "(?:投资设立|出资设立|设立|投资|控股)?的(?:全资|控股)?(?:子公司|下属企业|下属公司)",
            Relation::subsidiary},
    Pairing{"(?:^|[。;,:])<U>(?:系|是|为)(?:由)?", "(?:设立)?的(?:分公司|分支机构)",
            Relation::branch},
    Pairing{"(?:^|[。;,:])<U>(?:系|是|为)", "的(?:母公司|上级公司|总公司)", Relation::parent},
    Pairing{"(?:^|[。;,:])<U>(?:系|是|为)", "的(?:控股股东|控股公司)", Relation::holding},
    Pairing{"(?:由|原)<U>(?:于[^。]{0,16})?(?:更名|变更|改制)(?:登记)?为", "(?=[,。;:()]|$)",
            Relation::former_name},
};

std::string with_self(std::string_view pattern) {
  std::string result(pattern);
  for (std::size_t at = result.find("{self}"); at != std::string::npos;
       at = result.find("{self}")) {
    result.replace(at, 6, kSelf);
  }
  return result;
}

// "36%", "51.5%": the share beside the words; nullopt where none is said.
std::optional<double> share_in(std::u16string_view text) {
  static const Pattern pattern(R"((\d{1,3}(?:\.\d{1,4})?)[%％])");
  const auto match = pattern.find(text);
  if (!match) return std::nullopt;
  return std::strtod(utf8_of(text.substr(match->groups[0].first, match->groups[0].size())).c_str(),
                     nullptr);
}

constexpr double kMajority = 50;  // per cent: above it, a parent
constexpr double kControl = 30;   // from it on, without other words: holding (contract.md)

// A column headed (%) leaves the sign out.
std::optional<double> last_number(std::u16string_view text) {
  static const Pattern pattern(R"((\d{1,3}(?:\.\d{1,4})?)(?![\d.,]))");
  const std::vector<Pattern::Match> numbers = pattern.find_all(text);
  if (numbers.empty()) return std::nullopt;
  const Range& where = numbers.back().groups[0];
  const double value =
      std::strtod(utf8_of(text.substr(where.first, where.size())).c_str(), nullptr);
  return value <= 100 ? std::optional(value) : std::nullopt;
}

constexpr double kRowGap = 2.5;           // heights between a table's rows, at most
constexpr std::size_t kLongestRow = 120;  // characters

// More than half is a parent's share; what else the words call control is holding.
Relation controlling(std::optional<double> share) {
  return share && *share > kMajority ? Relation::parent : Relation::holding;
}

class Collector {
 public:
  Collector(const core::Unit& owner, const KindTable& table) : owner_(owner), table_(table) {}

  void read(const PageText& page) {
    if (!owner_.name.empty()) {
      read_sentences(page);
      read_tables(page);
      read_columns(page);
      read_shares(page);
    }
    read_pairs(page);
  }
  std::vector<StatedRelation> take() { return std::move(found_); }

 private:
  void add(const PageText& page, const core::Unit& subject, Relation relation,
           const core::Unit& object, const Text& words) {
    if (subject.name == object.name) return;
    const bool told = std::ranges::any_of(found_, [&](const StatedRelation& other) {
      return other.edge.subject.name == subject.name && other.edge.object.name == object.name;
    });
    if (told) return;
    StatedRelation stated;
    stated.edge = {subject, relation, object, "第 " + std::to_string(page.page().number) + " 页"};
    stated.evidence = page.evidence(words);
    found_.push_back(std::move(stated));
  }

  void read_sentences(const PageText& page) {
    static const std::vector<UnitPattern> patterns = [] {
      std::vector<UnitPattern> result;
      for (const Saying& saying : kSayings) result.emplace_back(with_self(saying.pattern));
      return result;
    }();
    for (std::size_t i = 0; i < kSayings.size(); ++i) {
      for (const NamedList& list : unit_lists_by(page, patterns[i])) {
        const Relation relation =
            kSayings[i].by_share ? controlling(share_in(list.behind.units)) : kSayings[i].relation;
        for (const Named& unit : list.units) {
          add(page, {unit.name, {}}, relation, owner_, list.sentence);
        }
      }
    }
  }

  // X 持有本公司 60% 的股权; 本公司持有 X 60% 的股权.
  void read_shares(const PageText& page) {
    static const UnitPattern held(with_self(
        R"((?:^|[。;,:])<U>(?:直接|间接)?(?:持有|出资占|占){self}的?(?:股权|股份|注册资本)?(?:比例)?(?:为|的)?\d{1,3}(?:\.\d+)?%)"));
    static const UnitPattern holds(
        with_self(R"({self}(?:直接|间接)?持有<U>的?\d{1,3}(?:\.\d+)?%)"));
    for (const NamedList& list : unit_lists_by(page, held)) {
      const auto share = share_in(list.behind.units);
      if (!share || *share < kControl) continue;
      add(page, {list.units[0].name, {}}, controlling(share), owner_, list.sentence);
    }
    for (const NamedList& list : unit_lists_by(page, holds)) {
      const auto share = share_in(list.behind.units);
      if (!share || *share <= kMajority) continue;
      add(page, {list.units[0].name, {}}, Relation::subsidiary, owner_, list.sentence);
    }
  }

  void read_pairs(const PageText& page) {
    static const std::vector<UnitPattern> firsts = [] {
      std::vector<UnitPattern> result;
      for (const Pairing& pair : kPairings) result.emplace_back(std::string(pair.before));
      return result;
    }();
    static const std::vector<UnitPattern> seconds = [] {
      std::vector<UnitPattern> result;
      for (const Pairing& pair : kPairings) {
        const std::string between(pair.before.substr(pair.before.find("<U>") + 3));
        result.emplace_back(between + "<U>" + std::string(pair.after));
      }
      return result;
    }();
    for (std::size_t i = 0; i < kPairings.size(); ++i) {
      for (const NamedList& first : unit_lists_by(page, firsts[i])) {
        for (const NamedList& second : unit_lists_by(page, seconds[i])) {
          if (second.begins != first.ends) continue;
          add(page, {first.units.back().name, {}}, kPairings[i].relation,
              {second.units.front().name, {}}, second.sentence);
        }
      }
    }
  }

  // Columns under a heading that says what the units in it are: 母公司名称, 子公司名称, 股东名称.
  void read_columns(const PageText& page) {
    struct Column {
      std::u16string_view heading;
      Relation relation;
      bool by_share;
    };
    static constexpr std::array kColumns = {
        Column{u"母公司名称", Relation::parent, false},
        Column{u"子公司名称", Relation::subsidiary, false},
        Column{u"控股子公司名称", Relation::subsidiary, false},
        Column{u"股东名称", Relation::holding, true},
        Column{u"股东", Relation::holding, true},
        Column{u"出资人", Relation::holding, true},
        Column{u"投资者名称", Relation::holding, true},
        Column{u"股东(发起人)", Relation::holding, true},
    };
    for (const Cell& cell : page.cells()) {
      const auto column = std::ranges::find(kColumns, cell.text.units, &Column::heading);
      if (column == kColumns.end()) continue;
      read_column(page, cell, column->relation, column->by_share);
    }
  }

  void read_column(const PageText& page, const Cell& heading, Relation relation, bool by_share) {
    const Form form(page, table_);
    const bool per_cent = row_behind(page, form, heading).units.find(u'%') != std::u16string::npos;
    const Cell* cell = page.below(heading, kRowGap);
    for (; cell != nullptr; cell = page.below(*cell, kRowGap)) {
      const std::vector<Named> units = unit_in_row(page, form, *cell);
      if (units.size() != 1) return;
      const Text row = row_behind(page, form, *cell);
      Text words = units[0].text;
      words.append(row);
      const auto share =
          per_cent && !share_in(row.units) ? last_number(row.units) : share_in(row.units);
      if (by_share && (!share || *share < kControl)) continue;
      add(page, {units[0].name, {}}, by_share ? controlling(share) : relation, owner_, words);
    }
  }

  // What stands in the row behind a cell, up to the next unit.
  Text row_behind(const PageText& page, const Form& form, const Cell& cell) const {
    Text row;
    for (const Cell* next = after(page, cell); next != nullptr && row.size() < kLongestRow;
         next = after(page, *next)) {
      if (!unit_in_row(page, form, *next).empty()) break;
      row.append(next->text);
    }
    return row;
  }

  // Rows of a table: a unit, then what it is to the owner, then perhaps its share.
  void read_tables(const PageText& page) {
    const Form form(page, table_);
    for (const Cell& cell : page.cells()) {
      const std::vector<Named> units = unit_in_row(page, form, cell);
      if (units.size() != 1) continue;
      // A long name goes on in the line below; then all of this line is name.
      Text row = cell.text.slice(units[0].text.size(), cell.text.size());
      row.append(row_behind(page, form, cell));
      if (const auto relation = relation_in_row(row.units)) {
        Text words = units[0].text;
        words.append(row);
        add(page, {units[0].name, {}}, *relation, owner_, words);
      }
    }
  }

  std::vector<Named> unit_in_row(const PageText& page, const Form& form, const Cell& cell) const {
    std::vector<Named> units = unit_line(page, form, cell);
    if (!units.empty()) return units;
    units = units_in(page, cell.text);
    const bool at_start = units.size() == 1 && cell.text.units.starts_with(units[0].text.units);
    return at_start ? units : std::vector<Named>();
  }

  static const Cell* after(const PageText& page, const Cell& cell) {
    return cell.box.area() > 0 ? page.right_of(cell) : page.next(cell);
  }

  static std::optional<Relation> relation_in_row(std::u16string_view rest) {
    struct Row {
      std::u16string_view begins;
      Relation relation;
      bool by_share;
    };
    static constexpr std::array kRows = {
        Row{u"同受", Relation::affiliate, false},
        Row{u"同一", Relation::affiliate, false},
        Row{u"受同一", Relation::affiliate, false},
        Row{u"同系", Relation::affiliate, false},
        Row{u"兄弟", Relation::affiliate, false},
        Row{u"同属", Relation::affiliate, false},
        Row{u"母公司控制", Relation::affiliate, false},
        Row{u"受母公司", Relation::affiliate, false},
        Row{u"与本公司同", Relation::affiliate, false},
        Row{u"集团内", Relation::affiliate, false},
        Row{u"控股子公司", Relation::subsidiary, false},
        Row{u"全资子公司", Relation::subsidiary, false},
        Row{u"子公司", Relation::subsidiary, false},
        Row{u"本公司之子公司", Relation::subsidiary, false},
        Row{u"本公司的子公司", Relation::subsidiary, false},
        Row{u"下属公司", Relation::subsidiary, false},
        Row{u"母公司的", Relation::affiliate, false},
        Row{u"控股股东的", Relation::affiliate, false},
        Row{u"母公司", Relation::parent, false},
        Row{u"本公司的母公司", Relation::parent, false},
        Row{u"总公司", Relation::parent, false},
        Row{u"控股股东", Relation::holding, true},
        Row{u"控股公司", Relation::holding, true},
        Row{u"实际控制", Relation::holding, true},
        Row{u"分公司", Relation::branch, false},
        Row{u"分支机构", Relation::branch, false},
        Row{u"曾用名", Relation::former_name, false},
    };
    for (const Row& row : kRows) {
      if (!rest.starts_with(row.begins)) continue;
      return row.by_share ? controlling(share_in(rest)) : row.relation;
    }
    return std::nullopt;
  }

  const core::Unit& owner_;
  const KindTable& table_;
  std::vector<StatedRelation> found_;
};

}  // namespace

std::vector<StatedRelation> find_relations(std::span<const PageText> pages, const core::Unit& owner,
                                           const KindTable& table) {
  Collector collector(owner, table);
  for (const PageText& page : pages) collector.read(page);
  return collector.take();
}

}  // namespace jianzhen::verify
