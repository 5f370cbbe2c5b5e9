// GLEIF: level 2 relationship records (RR-CDF 2.1) and level 1 names (LEI-CDF 3.1), as CSV.

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

#include "verify/codes.h"
#include "verify/csv.h"
#include "verify/relation_files.h"

namespace jianzhen::verify {
namespace {

using Column = std::optional<std::size_t>;

struct Named {
  core::Unit unit;
  std::vector<std::string> former;
  std::string source;
};
using NamesByLei = std::unordered_map<std::string, Named>;

// Columns that are numbered: "Relationship.Period.1.startDate", "….2.startDate".
class Numbered {
 public:
  Numbered(const CsvReader& reader, std::string_view before,
           std::initializer_list<std::string_view> after) {
    for (int number = 1;; ++number) {
      std::vector<Column> columns;
      for (const std::string_view end : after) {
        columns.push_back(
            reader.column(std::string(before) + std::to_string(number) + std::string(end)));
      }
      if (!columns.front()) return;
      groups_.push_back(std::move(columns));
    }
  }
  const std::vector<std::vector<Column>>& groups() const { return groups_; }

 private:
  std::vector<std::vector<Column>> groups_;
};

class NamesFile {
 public:
  explicit NamesFile(const CsvReader& reader)
      : reader_(reader),
        name_(reader.column("Entity.LegalName")),
        code_(reader.column("Entity.RegistrationAuthority.RegistrationAuthorityEntityID")),
        others_(reader, "Entity.OtherEntityNames.OtherEntityName.", {"", ".type"}) {}

  Named named(const std::string& file) const {
    Named named{{std::string(reader_.cell(name_)), {}}, {}, {}};
    named.source = file + " 第 " + std::to_string(reader_.line()) + " 行";
    // Registration authorities number as they like; in China since 2015 by the credit code.
    if (const auto code = reader_.cell(code_); uscc_valid(code)) named.unit.uscc = code;
    for (const auto& other : others_.groups()) {
      if (reader_.cell(other[1]) == "PREVIOUS_LEGAL_NAME")
        named.former.emplace_back(reader_.cell(other[0]));
    }
    return named;
  }

 private:
  const CsvReader& reader_;
  Column name_;
  Column code_;
  Numbered others_;
};

core::Result<void> read_names(const RelationText& text, NamesByLei& names) {
  auto reader = CsvReader::open(text.bytes, text.name);
  if (!reader) return core::fail(reader.error());
  const auto lei = reader->required("LEI");
  if (!lei) return core::fail(lei.error());
  const NamesFile columns(*reader);
  for (;;) {
    const auto more = reader->next();
    if (!more) return core::fail(more.error());
    if (!*more) return {};
    names.insert_or_assign(std::string(reader->cell(*lei)), columns.named(text.name));
  }
}

struct Kind {
  std::string_view word;
  Relation start;  // what the start node is of the end node
};
// Funds and their managers own nothing of each other.
constexpr std::array<Kind, 3> kKinds{{{"IS_DIRECTLY_CONSOLIDATED_BY", Relation::subsidiary},
                                      {"IS_ULTIMATELY_CONSOLIDATED_BY", Relation::subsidiary},
                                      {"IS_INTERNATIONAL_BRANCH_OF", Relation::branch}}};
constexpr std::array<std::string_view, 6> kOthers{"IS_FUND-MANAGED_BY", "IS_SUBFUND_OF",
                                                  "IS_FEEDER_TO",       "IS_DUPLICATE_OF",
                                                  "IS_SUCCEEDED_BY",    "IS_MERGED_INTO"};

class RelationshipFile {
 public:
  RelationshipFile(CsvReader& reader, const std::string& file, const NamesByLei& names)
      : reader_(reader), file_(file), names_(names) {}

  core::Result<void> find_columns() {
    for (auto& [column, at] : columns_) {
      const auto found = reader_.required(column);
      if (!found) return core::fail(found.error());
      at = *found;
    }
    return {};
  }

  core::Result<void> read(const TakeEdge& take) {
    for (;;) {
      const auto more = reader_.next();
      if (!more) return core::fail(more.error());
      if (!*more) return {};
      if (auto read = read_record(take); !read) return read;
    }
  }

 private:
  core::Result<void> read_record(const TakeEdge& take) {
    const std::string_view word = cell(kType);
    const auto* kind = std::ranges::find(kKinds, word, &Kind::word);
    if (kind == kKinds.end()) {
      if (std::ranges::find(kOthers, word) != kOthers.end()) return {};
      const std::string said(word);
      return bad({"关系类型“" + said + "”不是 GLEIF 第 2 层数据的类型。",
                  "\"" + said + "\" is no relationship type of GLEIF level 2."});
    }
    if (cell(kStart).empty() || cell(kEnd).empty()) {
      return bad({"关系的一端没有 LEI。", "one end of the relationship has no LEI."});
    }
    if (withdrawn()) return {};
    Edge edge;
    edge.relation = kind->start;
    read_period(edge);
    if (cell(kStatus) != "ACTIVE" && edge.to.empty()) return {};  // over, nobody says since when
    read_share(edge);
    edge.subject = unit(cell(kStart));
    edge.object = unit(cell(kEnd));
    if (edge.share && edge.relation == Relation::subsidiary &&
        relation_of_share(*edge.share) != Relation::parent) {
      // Consolidated without a majority: the other way round, as only `holding` can say it.
      edge.relation = Relation::holding;
      std::swap(edge.subject, edge.object);
    }
    edge.source = file_ + " 第 " + std::to_string(reader_.line()) + " 行，GLEIF " +
                  std::string(cell(kStart)) + " " + std::string(word) + " " +
                  std::string(cell(kEnd));
    edge.as_of = reader_.cell(updated_).substr(0, kDay);
    take(edge);
    return {};
  }

  // Records that were never true, or that another record tells better.
  bool withdrawn() const {
    static constexpr std::array<std::string_view, 4> kWithdrawn{"ANNULLED", "DUPLICATE",
                                                                "ERRONEOUS", "PENDING_VALIDATION"};
    return std::ranges::find(kWithdrawn, reader_.cell(registration_)) != kWithdrawn.end();
  }

  // The periods of accounts and of filed papers say nothing of how long the relation holds.
  void read_period(Edge& edge) const {
    for (const auto& period : periods_.groups()) {
      if (reader_.cell(period[2]) != "RELATIONSHIP_PERIOD") continue;
      edge.from = reader_.cell(period[0]).substr(0, kDay);
      edge.to = reader_.cell(period[1]).substr(0, kDay);
    }
  }

  void read_share(Edge& edge) const {
    for (const auto& quantifier : quantifiers_.groups()) {
      if (reader_.cell(quantifier[1]) != "PERCENTAGE") continue;
      const std::string_view amount = reader_.cell(quantifier[0]);
      double share = 0;
      const auto read = std::from_chars(amount.data(), amount.data() + amount.size(), share);
      if (read.ec == std::errc() && share >= 0 && share <= 100) edge.share = share;
    }
  }

  core::Unit unit(std::string_view lei) const {
    const auto known = names_.find(std::string(lei));
    return known == names_.end() ? core::Unit{std::string(lei), {}} : known->second.unit;
  }

  tl::unexpected<core::Error> bad(const core::Bilingual& why) const {
    return bad_relation(file_, line_number(reader_.line()), why);
  }

  enum Required : std::size_t { kStart, kEnd, kType, kStatus };
  std::string_view cell(Required column) const { return reader_.cell(columns_[column].second); }

  static constexpr std::size_t kDay = 10;  // of "2019-05-01T00:00:00+02:00"

  CsvReader& reader_;
  const std::string& file_;
  const NamesByLei& names_;
  std::array<std::pair<std::string_view, std::size_t>, 4> columns_{
      {{"Relationship.StartNode.NodeID", 0},
       {"Relationship.EndNode.NodeID", 0},
       {"Relationship.RelationshipType", 0},
       {"Relationship.RelationshipStatus", 0}}};
  Column registration_ = reader_.column("Registration.RegistrationStatus");
  Column updated_ = reader_.column("Registration.LastUpdateDate");
  Numbered periods_{reader_, "Relationship.Period.", {".startDate", ".endDate", ".periodType"}};
  Numbered quantifiers_{
      reader_, "Relationship.Quantifiers.", {".QuantifierAmount", ".QuantifierUnits"}};
};

}  // namespace

core::Result<void> read_gleif(const std::vector<const RelationText*>& relationships,
                              const std::vector<const RelationText*>& names, const TakeEdge& take) {
  if (names.empty()) {
    const std::string& file = relationships.front()->name;
    return core::fail(
        core::ErrorCode::not_found,
        {file + "：GLEIF 关系记录只有 LEI，请将含单位名称的第 1 层 CSV（LEI2）放在同一文件夹。",
         file + ": GLEIF's relationship records hold LEIs only; put the level 1 CSV (LEI2) with "
                "the names into the same folder."},
        {}, file);
  }
  NamesByLei by_lei;
  for (const RelationText* text : names) {
    if (auto read = read_names(*text, by_lei); !read) return read;
  }
  for (const auto& [lei, named] : by_lei) {
    for (const std::string& former : named.former)
      take({{former, {}}, Relation::former_name, named.unit, named.source + "，GLEIF " + lei});
  }
  for (const RelationText* text : relationships) {
    auto reader = CsvReader::open(text->bytes, text->name);
    if (!reader) return core::fail(reader.error());
    RelationshipFile file(*reader, text->name, by_lei);
    if (auto found = file.find_columns(); !found) return found;
    if (auto read = file.read(take); !read) return read;
  }
  return {};
}

}  // namespace jianzhen::verify
