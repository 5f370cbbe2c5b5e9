#include "ingest/html_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "core/text.h"
#include "ingest/text_encoding.h"

namespace jianzhen::ingest {
namespace {

constexpr std::size_t kHeadBytes = 2048;  // where a browser looks for the charset is 1,024

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// <meta charset=…> and <meta … content="text/html; charset=…"> alike.
std::string declared_charset(std::string_view bytes) {
  constexpr std::string_view kKey = "charset=";
  const std::string head = core::lower_ascii(bytes.substr(0, kHeadBytes));
  const std::size_t at = head.find(kKey);
  if (at == std::string::npos) return {};
  const std::size_t from = head.find_first_not_of("\"' ", at + kKey.size());
  if (from == std::string::npos) return {};
  return head.substr(from, head.find_first_of("\"'>; /", from) - from);
}

// The references that people's tools write; others stay as they are.
constexpr std::array kEntities = {
    std::pair{"amp", U'&'},    std::pair{"lt", U'<'},        std::pair{"gt", U'>'},
    std::pair{"quot", U'"'},   std::pair{"apos", U'\''},     std::pair{"nbsp", U'\u00A0'},
    std::pair{"copy", U'©'},   std::pair{"reg", U'®'},       std::pair{"middot", U'·'},
    std::pair{"ldquo", U'“'},  std::pair{"rdquo", U'”'},     std::pair{"lsquo", U'‘'},
    std::pair{"rsquo", U'’'},  std::pair{"mdash", U'—'},     std::pair{"ndash", U'–'},
    std::pair{"hellip", U'…'}, std::pair{"times", U'×'},     std::pair{"deg", U'°'},
    std::pair{"yen", U'¥'},    std::pair{"emsp", U'\u2003'}, std::pair{"ensp", U'\u2002'},
};

// One reference without '&' and ';'; 0: none that is known.
char32_t referred(std::string_view name) {
  if (name.starts_with('#')) {
    const bool hexadecimal = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
    std::uint32_t code = 0;
    const auto [end, bad] =
        std::from_chars(digits.data(), digits.data() + digits.size(), code, hexadecimal ? 16 : 10);
    const bool whole = bad == std::errc() && end == digits.data() + digits.size();
    const bool surrogate = code >= 0xD800 && code < 0xE000;
    return whole && code <= 0x10FFFF && !surrogate ? code : 0;
  }
  for (const auto& [known, code] : kEntities) {
    if (name == known) return code;
  }
  return 0;
}

// Elements before and after which a row ends, and those whose content nobody sees.
constexpr std::array kBlocks = {
    "address", "article",  "blockquote", "br",    "caption", "dd",   "div", "dl",
    "dt",      "fieldset", "footer",     "form",  "h1",      "h2",   "h3",  "h4",
    "h5",      "h6",       "header",     "hr",    "li",      "main", "nav", "ol",
    "p",       "pre",      "section",    "table", "title",   "tr",   "ul"};
constexpr std::array kCells = {"td", "th"};
constexpr std::array kUnseen = {"script", "style", "template", "noscript"};

template <std::size_t N>
bool is_one_of(const std::array<const char*, N>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

class HtmlReader {
 public:
  explicit HtmlReader(std::string_view html) : html_(html) {}

  std::string run() {
    while (at_ < html_.size()) {
      const char c = html_[at_];
      if (c == '<' && take_tag()) continue;
      if (c == '&' && take_reference()) continue;
      ++at_;
      is_space(c) ? space() : word(std::string_view(&c, 1));
    }
    return std::move(text_);
  }

 private:
  void space() { space_ = true; }

  void row_ends() {
    if (!text_.empty() && !text_.ends_with('\n')) text_ += '\n';
    space_ = false;
  }

  void word(std::string_view bytes) {
    if (space_ && !text_.empty() && !text_.ends_with('\n')) text_ += ' ';
    space_ = false;
    text_ += bytes;
  }

  bool take_reference() {
    constexpr std::size_t kLongest = 10;
    const std::string_view rest = html_.substr(at_ + 1, kLongest);
    const std::size_t end = rest.find(';');
    if (end == std::string_view::npos) return false;
    const char32_t code = referred(rest.substr(0, end));
    if (code == 0) return false;
    at_ += end + 2;
    code == U'\u00A0' ? space() : word(core::to_utf8(std::u32string(1, code)));
    return true;
  }

  // False where '<' is only a character.
  bool take_tag() {
    const std::string_view rest = html_.substr(at_);
    if (rest.starts_with("<!--")) return skip_past("-->");
    if (rest.starts_with("<!") || rest.starts_with("<?")) return skip_past(">");
    const std::size_t from = rest.size() > 1 && rest[1] == '/' ? 2 : 1;
    std::size_t end = from;
    if (end == rest.size() || !is_letter(rest[end])) return false;
    while (end < rest.size() && (is_letter(rest[end]) || (rest[end] >= '0' && rest[end] <= '9'))) {
      ++end;
    }
    const std::string name = core::lower_ascii(rest.substr(from, end - from));
    at_ += end;
    skip_attributes();
    if (is_one_of(kBlocks, name)) row_ends();
    if (is_one_of(kCells, name)) space();
    if (from == 1 && is_one_of(kUnseen, name)) skip_element(name);
    return true;
  }

  // '>' may stand in a quoted value.
  void skip_attributes() {
    char quote = '\0';
    for (; at_ < html_.size(); ++at_) {
      const char c = html_[at_];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        ++at_;
        return;
      }
    }
  }

  bool skip_past(std::string_view mark) {
    const std::size_t end = html_.find(mark, at_);
    at_ = end == std::string_view::npos ? html_.size() : end + mark.size();
    return true;
  }

  void skip_element(const std::string& name) {
    for (std::size_t from = at_;;) {
      const std::size_t end = html_.find("</", from);
      if (end == std::string_view::npos) {
        at_ = html_.size();
        return;
      }
      if (core::lower_ascii(html_.substr(end + 2, name.size())) == name) {
        at_ = end;
        return;
      }
      from = end + 2;
    }
  }

  std::string_view html_;
  std::size_t at_ = 0;
  std::string text_;
  bool space_ = false;
};

}  // namespace

std::string html_text(std::string_view bytes, std::string_view charset) {
  const std::string label = charset.empty() ? declared_charset(bytes) : std::string(charset);
  return HtmlReader(from_charset(bytes, label)).run();
}

}  // namespace jianzhen::ingest
