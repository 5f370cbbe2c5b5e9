#include "verify/name_text.h"

#include <array>
#include <unordered_map>
#include <utility>

#include "core/text.h"

namespace jianzhen::verify {
namespace {

constexpr char32_t kDropped = 0;
constexpr char32_t kSeveral = 0xFFFFFFFF;  // folds to more than one character

// Blocks that names are written in, without combining characters, so that each folds on its own.
constexpr std::array<std::pair<char32_t, char32_t>, 10> kBlocks{{{0x20, 0x2FF},
                                                                 {0x370, 0x3FF},
                                                                 {0x2000, 0x206F},
                                                                 {0x2100, 0x24FF},
                                                                 {0x2E80, 0x2FDF},
                                                                 {0x3000, 0x3029},
                                                                 {0x3200, 0x33FF},
                                                                 {0x3400, 0x9FFF},
                                                                 {0xF900, 0xFAFF},
                                                                 {0xFE30, 0xFFEF}}};

// Variants that Unicode does not fold.
constexpr std::u32string_view kVariants = U"囯国囻国圀国髙高徳德亰京冨富嵗岁鉄铁浄净戸户祘算";
constexpr std::u32string_view kOpening = U"([{【〔〖［｛﹙﹝";
constexpr std::u32string_view kClosing = U")]}】〕〗］｝﹚﹞";
constexpr std::u32string_view kDashes = U"-‐‑‒–—―−－";
constexpr std::u32string_view kDots = U"·•・‧∙⋅●\u200b\u200c\u200d\ufeff";

bool has(std::u32string_view set, char32_t c) { return set.find(c) != std::u32string_view::npos; }

bool is_space(char32_t c) {
  return c <= 0x20 || c == 0x7F || c == 0x85 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

class Folding {
 public:
  Folding() : simple_(0x10000) {
    for (char32_t c = 0; c < simple_.size(); ++c) simple_[c] = c;
    for (const auto& [first, last] : kBlocks) fold_block(first, last);
    for (std::size_t i = 0; i + 1 < kVariants.size(); i += 2) {
      simple_[kVariants[i]] = kVariants[i + 1];
    }
    for (char32_t c = 0; c < simple_.size(); ++c) {
      if (has(kOpening, c) || has(kOpening, simple_[c])) simple_[c] = U'(';
      if (has(kClosing, c) || has(kClosing, simple_[c])) simple_[c] = U')';
      if (has(kDashes, c)) simple_[c] = U'-';
      if (is_space(c) || has(kDots, c)) simple_[c] = kDropped;
    }
  }

  template <typename Put>
  void fold(char32_t c, Put&& put) const {
    if (c >= simple_.size()) return put(c);
    const char32_t to = simple_[c];
    if (to == kSeveral) {
      for (const char32_t one : several_.at(c)) put(one);
    } else if (to != kDropped) {
      put(to);
    }
  }

 private:
  void fold_block(char32_t first, char32_t last) {
    std::u32string all;
    for (char32_t c = first; c <= last; ++c) all.push_back(c);
    const core::Folded folded = core::folded_with_origin(core::to_utf8(all));
    std::vector<std::u32string> to(all.size());
    for (std::size_t i = 0; i < folded.text.size(); ++i) {
      to[folded.origin[i]].push_back(folded.text[i]);
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (to[i].size() == 1) {
        simple_[all[i]] = to[i].front();
      } else if (to[i].size() > 1) {
        simple_[all[i]] = kSeveral;
        several_[all[i]] = to[i];
      }
    }
  }

  std::vector<char32_t> simple_;
  std::unordered_map<char32_t, std::u32string> several_;
};

const Folding& folding() {
  static const Folding table;
  return table;
}

// Decodes one character; ill-formed bytes become U+FFFD, one each.
char32_t next(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 0 || at + length > text.size()) {
    ++at;
    return 0xFFFD;
  }
  char32_t c = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80) {
      ++at;
      return 0xFFFD;
    }
    c = (c << 6) | (byte(at + i) & 0x3FU);
  }
  at += length;
  return c;
}

std::uint64_t slot_key(std::uint32_t node, char32_t c) {
  return (static_cast<std::uint64_t>(node) << 21 | c) + 1;  // 0 marks an empty slot
}

std::size_t slot_of(std::uint64_t key, std::size_t size) {
  return static_cast<std::size_t>(key * 0x9E3779B97F4A7C15ULL >> 32) & (size - 1);
}

}  // namespace

std::u32string name_text(std::string_view name) {
  std::u32string text;
  name_text_into(name, text);
  return text;
}

void name_text_into(std::string_view name, std::u32string& text) {
  const Folding& table = folding();
  std::size_t length = 0;
  text.resize(name.size());  // nearly always room enough, written without asking for more each time
  for (std::size_t at = 0; at < name.size();) {
    table.fold(next(name, at), [&](char32_t c) {
      if (length == text.size()) text.resize(2 * length);
      text[length++] = c;
    });
  }
  text.resize(length);
}

NameText name_text_with_origin(std::string_view name) {
  const Folding& table = folding();
  NameText result;
  std::uint32_t index = 0;
  for (std::size_t at = 0; at < name.size(); ++index) {
    table.fold(next(name, at), [&](char32_t c) {
      result.text.push_back(c);
      result.origin.push_back(index);
    });
  }
  return result;
}

std::uint32_t WordSet::step(std::uint32_t node, char32_t c) const {
  const std::uint64_t key = slot_key(node, c);
  for (std::size_t i = slot_of(key, slots_.size());; i = (i + 1) & (slots_.size() - 1)) {
    if (slots_[i].key == key) return slots_[i].node;
    if (slots_[i].key == 0) return 0;
  }
}

std::uint32_t WordSet::step_or_add(std::uint32_t node, char32_t c) {
  if (const std::uint32_t known = step(node, c)) return known;
  if (nodes_.size() * 2 > slots_.size()) grow();
  const std::uint64_t key = slot_key(node, c);
  std::size_t i = slot_of(key, slots_.size());
  while (slots_[i].key != 0) i = (i + 1) & (slots_.size() - 1);
  slots_[i] = {key, static_cast<std::uint32_t>(nodes_.size())};
  nodes_.emplace_back();
  return slots_[i].node;
}

void WordSet::grow() {
  std::vector<Slot> larger(slots_.size() * 2);
  for (const Slot& slot : slots_) {
    if (slot.key == 0) continue;
    std::size_t i = slot_of(slot.key, larger.size());
    while (larger[i].key != 0) i = (i + 1) & (larger.size() - 1);
    larger[i] = slot;
  }
  slots_ = std::move(larger);
}

void WordSet::add(std::u32string_view word, std::uint32_t value) {
  std::uint32_t node = 0;
  for (const char32_t c : word) node = step_or_add(node, c);
  if (node != 0) nodes_[node] = {true, value};
}

void WordSet::add_reversed(std::u32string_view word, std::uint32_t value) {
  add(std::u32string(word.rbegin(), word.rend()), value);
}

WordSet::Hit WordSet::longest(std::u32string_view text, std::size_t at) const {
  Hit best;
  each(text, at, [&](const Hit& hit) { best = hit; });
  return best;
}

WordSet::Hit WordSet::longest_ending(std::u32string_view text, std::size_t end) const {
  Hit best;
  std::uint32_t node = 0;
  for (std::size_t i = end; i > 0; --i) {
    node = step(node, text[i - 1]);
    if (node == 0) break;
    if (nodes_[node].word) best = {end - i + 1, nodes_[node].value};
  }
  return best;
}

}  // namespace jianzhen::verify
