#include "ingest/office_package.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "ingest/archive_reader.h"
#include "ingest/failures.h"
#include "ingest/ingest.h"

namespace jianzhen::ingest {
namespace {

using core::Result;

// Prologs that people's programs write take a few hundred bytes.
constexpr std::size_t kHead = std::size_t{64} << 10;

// Types that programs do write, and that declare nothing by themselves.
constexpr std::array<std::string_view, 2> kHarmlessTypes = {"svg", "manifest:manifest"};

// Encodings in which '<' is '<'. In another one (UTF-7, EBCDIC) a type could hide.
constexpr std::array<std::string_view, 8> kPlainEncodings = {
    "utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-", "windows-125", "gb2312", "gb18030"};

constexpr std::string_view kSpace = " \t\r\n";

// UTF-16 as ASCII: a NUL has no place in XML, and what is not ASCII does not matter here.
std::string without_nul(std::string_view head) {
  for (const std::string_view mark : {"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"}) {
    if (head.starts_with(mark)) head.remove_prefix(mark.size());
  }
  std::string ascii;
  std::copy_if(head.begin(), head.end(), std::back_inserter(ascii),
               [](char c) { return c != '\0'; });
  return ascii;
}

bool is_plain_encoding(std::string_view declaration) {
  const std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return true;
  const std::size_t begin = declaration.find_first_of("\"'", at);
  if (begin == std::string_view::npos) return false;
  std::string name(declaration.substr(begin + 1));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::any_of(kPlainEncodings.begin(), kPlainEncodings.end(),
                     [&](std::string_view plain) { return name.starts_with(plain); });
}

// `text` begins behind "<!DOCTYPE".
bool is_harmless(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  const std::string_view name = text.substr(0, text.find_first_of(" \t\r\n>["));
  const std::size_t end = text.find_first_of(">[");
  return std::find(kHarmlessTypes.begin(), kHarmlessTypes.end(), name) != kHarmlessTypes.end() &&
         end != std::string_view::npos && text[end] == '>';
}

tl::unexpected<core::Error> hidden_content(const std::string& part) {
  return core::fail(core::ErrorCode::unsafe,
                    {"文档内部声明了外部或自我展开的内容（DOCTYPE），为安全起见没有打开；请另存为 "
                     "PDF 后提交。",
                     "The document declares content that lies outside or multiplies (a DOCTYPE); "
                     "it was not opened. Submit it as a PDF."},
                    "document type in " + part);
}

tl::unexpected<core::Error> too_many_parts() {
  return core::fail(core::ErrorCode::unsafe,
                    {"文档内部的条目过多，为安全起见没有打开；请另存为 PDF 后提交。",
                     "The document has too many parts and was not opened; submit it as a PDF."},
                    "too many parts");
}

std::string head_of(archive* reader) {
  std::string head(kHead, '\0');
  std::size_t size = 0;
  while (size < head.size()) {
    const auto got = archive_read_data(reader, head.data() + size, head.size() - size);
    if (got <= 0) break;  // what is damaged LibreOffice will say
    size += static_cast<std::size_t>(got);
  }
  head.resize(size);
  return head;
}

}  // namespace

Prolog prolog_of(std::string_view head) {
  const std::string ascii = without_nul(head);
  std::string_view rest = ascii;
  for (;;) {
    const std::size_t begin = rest.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) {
      return head.size() < kHead ? Prolog::plain : Prolog::declares;
    }
    rest.remove_prefix(begin);
    std::string_view closing;
    if (rest.starts_with("<!--")) {
      closing = "-->";
    } else if (rest.starts_with("<?")) {
      closing = "?>";
    } else if (rest.starts_with("<!DOCTYPE")) {
      if (!is_harmless(rest.substr(std::string_view("<!DOCTYPE").size()))) return Prolog::declares;
      closing = ">";
    } else {
      return Prolog::plain;  // the root, or no XML at all
    }
    const std::size_t end = rest.find(closing, 2);
    if (end == std::string_view::npos) {
      return head.size() < kHead ? Prolog::plain : Prolog::declares;
    }
    if (rest.starts_with("<?xml") && !is_plain_encoding(rest.substr(0, end))) {
      return Prolog::declares;
    }
    rest.remove_prefix(end + closing.size());
  }
}

Result<void> refuse_document_types(const std::filesystem::path& file) {
  const Utf8Locale utf8;
  const auto reader = open_archive(file, "application/zip");
  if (!reader) return core::fail(reader.error());
  int parts_left = Limits().max_archive_entries;
  archive_entry* entry = nullptr;
  while (archive_read_next_header(reader->get(), &entry) >= ARCHIVE_WARN) {
    if (--parts_left < 0) return too_many_parts();
    const char* name = archive_entry_pathname(entry);
    const std::string part = name != nullptr ? name : "";
    if (prolog_of(head_of(reader->get())) == Prolog::declares) return hidden_content(part);
  }
  return {};
}

}  // namespace jianzhen::ingest
