// The CSV of the contract: "subject is the RELATION of object".

#include <array>
#include <charconv>

#include "verify/csv.h"
#include "verify/relation_files.h"

namespace jianzhen::verify {
namespace {

// What a row may say; the others are conclusions.
bool may_be_stated(Relation relation) {
  return relation == Relation::parent || relation == Relation::holding ||
         relation == Relation::subsidiary || relation == Relation::branch ||
         relation == Relation::former_name || relation == Relation::affiliate;
}

// "51", "46.18", "51%": per cent.
std::optional<double> share_of(std::string_view text) {
  if (text.ends_with('%')) text.remove_suffix(1);
  double share = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), share);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return share >= 0 && share <= 100 ? std::optional(share) : std::nullopt;
}

class Rows {
 public:
  Rows(CsvReader& reader, std::string file) : reader_(reader), file_(std::move(file)) {}

  core::Result<void> find_columns() {
    constexpr std::array kRequired{"subject_name", "subject_uscc", "relation", "object_name",
                                   "object_uscc"};
    for (std::size_t i = 0; i < kRequired.size(); ++i) {
      const auto at = reader_.required(kRequired[i]);
      if (!at) return core::fail(at.error());
      columns_[i] = *at;
    }
    return {};
  }

  core::Result<void> read(const TakeEdge& take) {
    Edge edge;  // one for all rows, which keeps the room for its words
    for (;;) {
      const auto more = reader_.next();
      if (!more) return core::fail(more.error());
      if (!*more) return {};
      edge.subject.name = cell(0);
      edge.subject.uscc = cell(1);
      edge.object.name = cell(3);
      edge.object.uscc = cell(4);
      if (nameless(edge.subject) || nameless(edge.object)) {
        return bad("单位的名称和代码都为空，请补填。",
                   "a unit has neither a name nor a code; fill one in.");
      }
      if (auto said = read_relation(edge); !said) return said;
      if (edge.relation == Relation::unrelated) continue;
      edge.source.assign(file_).append(" 第 ").append(std::to_string(reader_.line())).append(" 行");
      if (const auto source = reader_.cell(source_); !source.empty())
        edge.source.append("，").append(source);
      edge.as_of = reader_.cell(as_of_);
      edge.from = reader_.cell(from_);
      edge.to = reader_.cell(to_);
      take(edge);
    }
  }

 private:
  static bool nameless(const core::Unit& unit) { return unit.name.empty() && unit.uscc.empty(); }

  std::string_view cell(std::size_t column) const { return reader_.cell(columns_[column]); }

  // Leaves `unrelated` where the row names no relation and its share is a small one.
  core::Result<void> read_relation(Edge& edge) const {
    edge.share.reset();
    if (const auto share = reader_.cell(share_); !share.empty()) {
      edge.share = share_of(share);
      if (!edge.share) {
        const std::string text(share);
        return bad("持股比例“" + text + "”应为 0 至 100 之间的数（百分比）。",
                   "the share \"" + text + "\" must be a number from 0 to 100 (per cent).");
      }
    }
    const std::string said(cell(2));
    if (said.empty() && edge.share) {
      edge.relation = relation_of_share(*edge.share).value_or(Relation::unrelated);
      return {};
    }
    const auto known = relation_of(said);
    if (!known || !may_be_stated(*known)) {
      return bad("关系“" + said +
                     "”应为 parent、holding、subsidiary、branch、former_name 之一，"
                     "或填写 share 而留空。",
                 "the relation \"" + said +
                     "\" is none of parent, holding, subsidiary, branch, former_name; it may be "
                     "empty where a share is given.");
    }
    edge.relation = *known;
    return {};
  }

  tl::unexpected<core::Error> bad(const std::string& zh, const std::string& en) const {
    return bad_relation(file_, line_number(reader_.line()), {zh, en});
  }

  CsvReader& reader_;
  std::string file_;
  std::array<std::size_t, 5> columns_{};
  std::optional<std::size_t> share_ = reader_.column("share");
  std::optional<std::size_t> as_of_ = reader_.column("as_of");
  std::optional<std::size_t> source_ = reader_.column("source");
  std::optional<std::size_t> from_ = reader_.column("from");
  std::optional<std::size_t> to_ = reader_.column("to");
};

}  // namespace

core::Result<void> read_relation_csv(const RelationText& text, const TakeEdge& take) {
  auto reader = CsvReader::open(text.bytes, text.name);
  if (!reader) return core::fail(reader.error());
  Rows rows(*reader, text.name);
  if (auto found = rows.find_columns(); !found) return found;
  return rows.read(take);
}

}  // namespace jianzhen::verify
