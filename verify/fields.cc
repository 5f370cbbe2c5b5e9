#include "verify/fields.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "verify/dates.h"
#include "verify/labels.h"
#include "verify/parties.h"
#include "verify/units.h"

namespace jianzhen::verify {
namespace {

constexpr std::string_view kOpenEnd = "9999-12-31";
constexpr std::string_view kYears = "term_years";  // between find_fields and complete_terms only

Value value_of(const PageText& page, const Text& text) {
  Evidence evidence = page.evidence(text);
  std::string compact = core::compact(evidence.words);
  return {std::move(compact), std::move(evidence)};
}

// "ZL.2018 2 …": a speck behind the letters is no part of the number.
Value number_of(const PageText& page, const Text& text) {
  static const Pattern speck("^zl([.·:,'])");
  Value value = value_of(page, text);
  if (speck.in(folded_units(value.text)))
    value.text.erase(2, value.text.find_first_of("0123456789") - 2);
  return value;
}

Text without_quotes(Text text) {
  constexpr std::u16string_view kQuotes = u"“”\"'《》「」『』〈〉:;,。、";
  std::size_t first = 0;
  std::size_t last = text.size();
  while (first < last && kQuotes.find(text.units[first]) != std::u16string_view::npos) ++first;
  while (last > first && kQuotes.find(text.units[last - 1]) != std::u16string_view::npos) --last;
  return text.slice(first, last);
}

// Only lines, dots and blanks to be filled in.
bool is_blank(const Text& text) {
  return std::ranges::all_of(text.units, [](char16_t c) {
    return std::u16string_view(u"_-—–/.·…:*#()").find(c) != std::u16string_view::npos;
  });
}

void set(Fields& fields, const std::string& id, std::optional<Value> value) {
  if (value && !value->text.empty()) fields.try_emplace(id, std::move(*value));
}

std::optional<Value> first_date(const PageText& page, const Text& text, bool end) {
  const std::vector<FoundDate> dates = find_dates(text.units);
  if (dates.empty()) return std::nullopt;
  Value value = value_of(page, text.slice(dates[0].where.first, dates[0].where.last));
  value.text = iso(dates[0].date, end);
  return value;
}

// 2022年02月09日至2027年02月09日; 长期; 至2026年…; 三年.
void set_term(Fields& fields, const std::string& id, const PageText& page, const Text& text,
              std::u16string_view label) {
  const std::vector<FoundDate> dates = find_dates(text.units);
  const auto dated = [&](std::size_t i, bool end) {
    Value value = value_of(page, text.slice(dates[i].where.first, dates[i].where.last));
    value.text = iso(dates[i].date, end);
    return value;
  };
  if (dates.size() >= 2) {
    set(fields, "valid_from", dated(0, false));
    set(fields, id, dated(1, true));
    return;
  }
  if (says_open_ended(text.units)) {
    if (!dates.empty()) set(fields, "valid_from", dated(0, false));
    Value value = value_of(page, text);
    value.text = kOpenEnd;
    set(fields, id, value);
    return;
  }
  if (dates.size() == 1) {
    const std::u16string_view before =
        std::u16string_view(text.units).substr(0, dates[0].where.first);
    const std::u16string_view after = std::u16string_view(text.units).substr(dates[0].where.last);
    const bool start = (before.ends_with(u"自") || after.starts_with(u"起") ||
                        after.starts_with(u"至") || label.ends_with(u"自"));
    set(fields, start ? "valid_from" : id, dated(0, !start));
    return;
  }
  if (const auto years = find_years(text.units)) {
    Value value = value_of(page, text);
    value.text = std::to_string(*years);
    set(fields, std::string(kYears), value);
  }
}

void set_text(Fields& fields, const FieldSource& source, const PageText& page, const Text& text,
              std::u16string_view label) {
  switch (source.form) {
    case FieldForm::date:
    case FieldForm::end:
      set(fields, source.id, first_date(page, text, source.form == FieldForm::end));
      return;
    case FieldForm::term:
      set_term(fields, source.id, page, text, label);
      return;
    case FieldForm::text:
    case FieldForm::number:
    case FieldForm::unit: {
      const Text bare = without_quotes(text);
      if (bare.empty() || is_blank(bare)) return;
      const bool number = source.form == FieldForm::number;
      set(fields, source.id, number ? number_of(page, bare) : value_of(page, bare));
      return;
    }
  }
}

// Labels in the order of the table: a renewal's term goes before the first one's.
void by_label(Fields& fields, const FieldSource& source, const PageText& page,
              const KindTable& table) {
  std::vector<LabelValue> values = Form(page, table).values(source.labels);
  std::ranges::stable_sort(values, {}, &LabelValue::label);
  for (const LabelValue& value : values) {
    if (fields.contains(source.id)) return;
    if (source.form == FieldForm::unit) {
      const std::vector<Named> units = units_of_value(page, value, false);
      if (!units.empty()) set(fields, source.id, Value{units[0].name, units[0].evidence});
      continue;
    }
    if (source.form == FieldForm::text && value.tight) continue;
    const bool one_line = source.form == FieldForm::number;
    set_text(fields, source, page, one_line ? value.first() : value.whole(),
             source.labels[value.label]);
  }
}

void by_pattern(Fields& fields, const FieldSource& source, const PageText& page) {
  // In a line first: in the joined text a match may reach into what stands before.
  std::vector<const Text*> texts;
  for (const Cell& cell : page.cells()) texts.push_back(&cell.text);
  texts.push_back(&page.flow());
  for (const Text* text : texts) {
    const auto match = source.pattern->find(text->units);
    if (!match || !match->groups[0].found()) continue;
    set_text(fields, source, page, text->slice(match->groups[0].first, match->groups[0].last), {});
    if (fields.contains(source.id)) return;
  }
}

// Exact words first: noise may make one kind's words look like another's.
void by_choice(Fields& fields, const FieldSource& source, const PageText& page) {
  for (const bool exact : {true, false}) {
    for (const auto& [choice, words] : source.anywhere) {
      for (const std::u16string& word : words) {
        const std::u16string& flow = page.flow().units;
        const std::size_t at = exact ? flow.find(word) : find_word(flow, word);
        if (at == std::u16string::npos) continue;
        Value value = value_of(page, page.flow().slice(at, at + word.size()));
        value.text = choice;
        set(fields, source.id, value);
        return;
      }
    }
  }
}

void by_date_line(Fields& fields, const FieldSource& source, std::span<const PageText> pages) {
  const auto fits = [&](const std::optional<Value>& value) {
    return value && (source.except.empty() || !value->text.ends_with(source.except));
  };
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const PageText& page = pages[source.last ? pages.size() - 1 - i : i];
    const std::vector<Cell>& cells = page.cells();
    for (std::size_t j = 0; j < cells.size(); ++j) {
      const Cell& cell = cells[source.last ? cells.size() - 1 - j : j];
      const std::optional<Value> value = date_of_line(page, cell);
      if (!fits(value)) continue;
      set(fields, source.id, value);
      return;
    }
  }
}

// Characters of dates only, as a seal leaves them: a seal belongs over year and month.
bool is_piece_of_date(const Cell& cell) {
  static const Pattern piece(
      R"(^(?:[\p{Han}]{0,4}(?:日期|时间):?)?[\d〇○零o口一二三四五六七八九十廿卅年月日号./-]{2,}$)");
  static const Pattern counted(R"([\d〇○零一二三四五六七八九十廿卅][年月日号])");
  return piece.in(cell.text.units) && counted.in(cell.text.units);
}

// A date whose year, month and day stand far apart is found in pieces: 2024年 | 7月 | 5日.
Text date_row(const PageText& page, const Cell& cell) {
  static const Pattern begins(R"([\d〇○零一二三四五六七八九十]年?$)");
  static const Pattern goes_on(R"(^[\d一二三四五六七八九十廿卅年月日号]{1,6}$)");
  constexpr double kFarApart = 12;  // heights of a line
  Text row = cell.text;
  if (!begins.in(row.units) || !find_dates(row.units).empty()) return row;
  const Cell* last = &cell;
  for (const Cell* next = page.right_of(cell); next != nullptr && goes_on.in(next->text.units);
       next = page.right_of(*next)) {
    if (next->box.left - last->box.right > kFarApart * last->box.height()) break;
    row.append(next->text);
    last = next;
  }
  return row;
}

// What is left of a date under a seal: that there is one, not which.
void under_seal(Fields& fields, const FieldSource& source, const PageText& page) {
  for (const Cell& cell : page.cells()) {
    const bool covered = std::ranges::any_of(page.page().seals, [&](const core::Seal& seal) {
      return core::intersected(core::turned(seal.box, page.page().turn), cell.box).area() > 0;
    });
    if (covered && is_piece_of_date(cell)) set(fields, source.id, value_of(page, cell.text));
  }
}

bool are_people(const Cell& cell) {
  static const Pattern list(R"(^(?:[\p{Han}·]{2,4}[、,;/]?){1,5}$)");
  return cell.text.size() <= 20 && list.in(cell.text.units);
}

// Names under or behind the label, one to a cell or with 、 between, up to the next label.
void by_people(Fields& fields, const FieldSource& source, const PageText& page,
               const KindTable& table) {
  static const Pattern name(R"(([\p{Han}·]{2,5})(?=[、,;/]|$))");
  const Form form(page, table);
  for (const LabelValue& label : form.values(source.labels)) {
    Text all;
    std::string names;
    const auto add = [&](const Cell& cell, std::size_t from) {
      for (std::size_t at = from; at < cell.text.size();) {
        std::size_t end = at + 1;
        while (end < cell.text.size() && !cell.wide_gap_before(end)) ++end;
        const Text part = cell.text.slice(at, end);
        for (const Pattern::Match& match : name.find_all(part.units)) {
          const Text one = part.slice(match.groups[0].first, match.groups[0].last);
          names += (names.empty() ? "" : "、") + core::compact(page.printed(one));
          all.append(one);
        }
        at = end;
      }
    };
    const std::size_t colon = label.cell->text.units.find(u':');
    if (colon != std::u16string::npos) add(*label.cell, colon + 1);
    for (const Cell* cell = page.next(*label.cell);
         cell != nullptr && are_people(*cell) && !form.begins_with_label(*cell);
         cell = page.next(*cell)) {
      add(*cell, 0);
    }
    if (!names.empty()) {
      Value value = value_of(page, all);
      value.text = names;
      set(fields, source.id, value);
    }
  }
}

// A unit whose name says what it is: a line of its own, or any mention.
void by_unit_like(Fields& fields, const FieldSource& source, const PageText& page,
                  const KindTable& table) {
  const Form form(page, table);
  for (const Cell& cell : page.cells()) {
    for (const Named& unit : unit_line(page, form, cell)) {
      if (source.pattern->find(unit.text.units))
        set(fields, source.id, Value{unit.name, unit.evidence});
    }
  }
  if (fields.contains(source.id)) return;
  for (const Named& unit : units_in(page, page.flow())) {
    if (source.pattern->find(unit.text.units))
      set(fields, source.id, Value{unit.name, unit.evidence});
  }
}

// Where labels say who supplies, the last to sign may be the supplier.
void by_signature(Fields& fields, const FieldSource& source, std::span<const PageText> pages,
                  const KindSpec& spec, const KindTable& table) {
  if (!find_side(pages, spec.sides, Side::supplies, table).empty()) return;
  if (const auto unit = signing_unit(pages, table)) {
    set(fields, source.id, Value{unit->name, unit->evidence});
  }
}

void find_on_page(Fields& fields, const FieldSource& source, const PageText& page,
                  const KindTable& table) {
  switch (source.way) {
    case FieldSource::Way::label:
      return by_label(fields, source, page, table);
    case FieldSource::Way::pattern:
      return by_pattern(fields, source, page);
    case FieldSource::Way::anywhere:
      return by_choice(fields, source, page);
    case FieldSource::Way::people:
      return by_people(fields, source, page, table);
    case FieldSource::Way::unit_like:
      return by_unit_like(fields, source, page, table);
    case FieldSource::Way::under_seal:
      return under_seal(fields, source, page);
    case FieldSource::Way::date_line:
    case FieldSource::Way::signature:
    case FieldSource::Way::buyer:
      return;  // over all pages
  }
}

// The kind of patent is in its number too: the digit after the year.
void type_from_number(Fields& fields) {
  static const Pattern pattern(R"(^zl?((?:19|20)\d\d)([1-3,8,9])\d{7})");
  const auto number = fields.find("number");
  if (number == fields.end() || fields.contains("patent_type")) return;
  const std::u16string units = folded_units(number->second.text);
  const auto match = pattern.find(units);
  if (!match) return;
  const char16_t digit = units[match->groups[1].first];
  const bool utility = digit == u'2' || digit == u'9';
  Value type = number->second;
  type.text = digit == u'3' ? "design" : utility ? "utility_model" : "invention";
  fields["patent_type"] = type;
}

Date date_of(const std::string& text) {
  Date date;
  std::from_chars(text.data(), text.data() + 4, date.year);
  std::from_chars(text.data() + 5, text.data() + 7, date.month);
  std::from_chars(text.data() + 8, text.data() + 10, date.day);
  return date;
}

int patent_years(const std::string& type, const std::string& applied_on) {
  if (type == "invention") return 20;
  if (type == "utility_model") return 10;
  return applied_on < "2021-06-01" ? 10 : 15;
}

}  // namespace

std::optional<Value> date_of_line(const PageText& page, const Cell& cell) {
  const Text line = date_row(page, cell);
  static const Pattern around(
      R"(^(?:[\p{Han}]{0,6}(?:日期|时间|日)|公元|于|签订|\((?:盖章|签字|签章|公章)\)|[:,.;()年月日起止]){0,4}$)");
  const std::vector<FoundDate> dates = find_dates(line.units);
  if (dates.empty()) return std::nullopt;
  std::u16string rest = line.units;
  for (auto it = dates.rbegin(); it != dates.rend(); ++it) {
    rest.erase(it->where.first, it->where.size());
  }
  if (!rest.empty() && !around.find(rest)) return std::nullopt;
  return first_date(page, line, false);
}

Fields find_fields(std::span<const PageText> pages, const std::vector<FieldSource>& sources,
                   const KindSpec& spec, const KindTable& table) {
  Fields fields;
  for (const FieldSource& source : sources) {
    if (fields.contains(source.id)) continue;
    const std::span<const PageText> where = source.cover_only ? pages.first(1) : pages;
    if (source.way == FieldSource::Way::date_line) {
      by_date_line(fields, source, where);
    } else if (source.way == FieldSource::Way::signature) {
      by_signature(fields, source, where, spec, table);
    } else if (source.way == FieldSource::Way::buyer) {
      const std::vector<Named> buyers = find_side(where, spec.sides, Side::buys, table);
      if (!buyers.empty()) set(fields, source.id, Value{buyers[0].name, buyers[0].evidence});
    }
    for (const PageText& page : where) {
      if (!fields.contains(source.id)) find_on_page(fields, source, page, table);
    }
  }
  return fields;
}

void complete_terms(Fields& fields) {
  type_from_number(fields);
  const auto years = fields.extract(std::string(kYears));
  const auto issued = fields.find("issued_on");
  if (!years.empty() && issued != fields.end() && !fields.contains("valid_until")) {
    Value until = years.mapped();
    until.text = iso(end_of_term(date_of(issued->second.text), std::stoi(until.text)), true);
    fields["valid_until"] = until;
  }
  const auto type = fields.find("patent_type");
  const auto applied = fields.find("applied_on");
  if (type != fields.end() && applied != fields.end()) {
    Value until = applied->second;
    until.text =
        iso(end_of_term(date_of(until.text), patent_years(type->second.text, until.text)), true);
    fields["valid_until"] = until;
  }
}

}  // namespace jianzhen::verify
