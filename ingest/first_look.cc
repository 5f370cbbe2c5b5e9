#include "ingest/qpdf_lint.h"  // first
//
#include <charconv>
#include <fstream>
#include <new>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <string>
#include <string_view>

#include "ingest/cpu_allowance.h"
#include "ingest/failures.h"
#include "ingest/ingest.h"

namespace jianzhen::ingest {
namespace {

constexpr std::size_t kHead = std::size_t{1} << 20;  // bytes
constexpr std::chrono::seconds kPatience{5};

// Only a file whose trailer stands in front (linearised, ISO 32000-1, annex F) tells before its
// end.
bool pdf_needs_password(const std::string& head) {
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("the beginning", head.data(), head.size());
    return false;
  } catch (const QPDFExc& exception) {
    return exception.getErrorCode() == qpdf_e_password;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return false;  // nothing can be told yet
  }
}

// The linearisation dictionary's /N; 0: there is none.
int pages_told_in_front(std::string_view head) {
  constexpr std::size_t kFirst = 1024;  // bytes in which it stands (annex F.3.3)
  std::string_view front = head.substr(0, kFirst);
  const std::size_t begin = front.find("/Linearized");
  if (begin == std::string_view::npos) return 0;
  front = front.substr(begin, front.find(">>", begin) - begin);
  for (std::size_t at = front.find("/N"); at != std::string_view::npos;
       at = front.find("/N", at + 1)) {
    std::string_view number = front.substr(at + 2);
    number.remove_prefix(std::min(number.find_first_not_of(" \r\n"), number.size()));
    int pages = 0;
    const auto [end, bad] = std::from_chars(number.data(), number.data() + number.size(), pages);
    if (bad == std::errc() && pages > 0) return pages;
  }
  return 0;
}

// The first member's flags (APPNOTE.TXT, 4.4.4).
bool zip_needs_password(std::string_view head) {
  return head.starts_with("PK\x03\x04") && head.size() > 6 && (head[6] & 1) != 0;
}

}  // namespace

core::Result<FirstLook> first_look(const std::filesystem::path& file) {
  const auto type = detect(file);
  if (!type) return core::fail(type.error());
  std::ifstream in(file, std::ios::binary);
  std::string head(kHead, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  FirstLook look{type->media_type, 0, {}};
  bool locked = type->media_type == "application/vnd.ms-office.encrypted";
  if (type->file_class == FileClass::pdf) {
    const CpuAllowance allowance(kPatience);
    look.page_count = pages_told_in_front(head);
    locked = pdf_needs_password(head);
  }
  if (type->file_class == FileClass::archive) locked = zip_needs_password(head);
  if (locked) look.trouble = encrypted("told by its beginning").value();
  if (type->file_class == FileClass::unsupported && !locked) {
    look.trouble = unsupported(type->media_type).value();
  }
  return look;
}

}  // namespace jianzhen::ingest
