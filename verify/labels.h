#pragma once

// Forms: labels and the values beside, behind or below them. Pure.

#include <cstddef>
#include <string>
#include <vector>

#include "verify/kinds.h"
#include "verify/page_text.h"

namespace jianzhen::verify {

struct LabelValue {
  std::size_t label = 0;       // which of the labels asked for
  const Cell* cell = nullptr;  // where the label stands
  bool tight = false;  // the value follows with nothing between: 名称沈阳… or 项目名称变更
  Text bracketed;      // what stands in brackets behind it: 甲方（委托方）
  // The value and the lines below that, as far as geometry tells, go on with it; may be empty.
  std::vector<Text> lines;

  Text first() const { return lines.empty() ? Text() : lines.front(); }
  Text whole() const;
};

class Form {
 public:
  // Keeps references; both must outlive it.
  Form(const PageText& page, const KindTable& table) : page_(page), table_(table) {}

  // In reading order. A label is one only where no longer one stands (注册人 of 注册人地址 is
  // none).
  std::vector<LabelValue> values(const Words& labels) const;

  // Does the cell begin with a label of any form?
  bool begins_with_label(const Cell& cell) const;

  // The line below that goes on with `text`, which ends in `cell` and began at `left`; or nullptr.
  const Cell* continuation(const Cell& cell, double left) const;

 private:
  std::size_t wanted_at(const Cell& cell, std::size_t at, const Words& labels,
                        std::size_t& which) const;
  LabelValue value_of(const Cell& cell, std::size_t after_label, std::size_t which) const;
  std::size_t next_label_in(const Cell& cell, std::size_t from) const;
  void find_elsewhere(LabelValue& value) const;
  void continue_below(LabelValue& value, const Cell& cell) const;

  const PageText& page_;
  const KindTable& table_;
};

// Where the text begins after numbering and bullets: "1、", "（一）", "●".
std::size_t after_numbering(std::u16string_view text);

// Where the text of a label's brackets "(…)" ends that stand at `at`; `at` where none does.
std::size_t after_brackets(std::u16string_view text, std::size_t at);

}  // namespace jianzhen::verify
