#include "ingest/qpdf_lint.h"  // first
//
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QUtil.hh>
#include <set>
#include <string>

#include "ingest/cms.h"
#include "ingest/der.h"
#include "ingest/pdf_revision.h"
#include "ingest/pdf_signature.h"
#include "ingest/signing.h"

namespace jianzhen::ingest {
namespace {

using core::Observation;
using core::ObservationKind;
using Outcome = SignatureCheck::Outcome;

constexpr std::size_t kSignatures = 100;  // looked at in one file
constexpr int kFieldDepth = 16;

// The whole file, mapped: a signature covers all of it but itself.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& file) {
    const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about {};
    if (fd >= 0 && fstat(fd, &about) == 0 && about.st_size > 0) {
      const auto size = static_cast<std::size_t>(about.st_size);
      void* at = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
      if (at != MAP_FAILED) bytes_ = {static_cast<const char*>(at), size};
    }
    if (fd >= 0) close(fd);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile() {
    if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
  }

  std::string_view bytes() const { return bytes_; }

 private:
  std::string_view bytes_;
};

void collect_signatures(QPDFObjectHandle field, int depth, std::set<QPDFObjGen>& seen,
                        std::vector<QPDFObjectHandle>& found) {
  if (!field.isDictionary() || depth > kFieldDepth || found.size() >= kSignatures) return;
  if (field.isIndirect() && !seen.insert(field.getObjGen()).second) return;
  QPDFObjectHandle value = field.getKey("/V");
  if (value.isDictionary() && value.hasKey("/ByteRange")) found.push_back(value);
  QPDFObjectHandle kids = field.getKey("/Kids");
  const int count = kids.isArray() ? kids.getArrayNItems() : 0;
  for (int i = 0; i < count; ++i) collect_signatures(kids.getArrayItem(i), depth + 1, seen, found);
}

std::vector<QPDFObjectHandle> signatures_in(QPDF& pdf) {
  std::vector<QPDFObjectHandle> found;
  std::set<QPDFObjGen> seen;
  QPDFObjectHandle fields = pdf.getRoot().getKeyIfDict("/AcroForm").getKeyIfDict("/Fields");
  const int count = fields.isArray() ? fields.getArrayNItems() : 0;
  for (int i = 0; i < count; ++i) collect_signatures(fields.getArrayItem(i), 0, seen, found);
  return found;
}

// What one signature covers: from the beginning, with one gap for its own Contents.
struct Coverage {
  std::array<std::string_view, 2> pieces;
  std::string contents;  // as they stand in the gap
  std::size_t end = 0;
};

// nothing: the range is not of that form. A gap with anything else in it could hide anything.
std::optional<Coverage> coverage_of(QPDFObjectHandle signature, std::string_view file) {
  QPDFObjectHandle range = signature.getKey("/ByteRange");
  if (!range.isArray() || range.getArrayNItems() != 4) return std::nullopt;
  std::array<std::uint64_t, 4> at{};
  for (int i = 0; i < 4; ++i) {
    QPDFObjectHandle number = range.getArrayItem(i);
    if (!number.isInteger() || number.getIntValue() < 0) return std::nullopt;
    at[static_cast<std::size_t>(i)] = static_cast<std::uint64_t>(number.getIntValue());
  }
  const auto [first, first_size, second, second_size] = at;
  if (first != 0 || first_size >= second || second > file.size() ||
      second_size > file.size() - second) {
    return std::nullopt;
  }
  std::string_view gap = file.substr(first_size, second - first_size);
  if (gap.size() < 2 || gap.front() != '<' || gap.back() != '>') return std::nullopt;
  gap = gap.substr(1, gap.size() - 2);
  const bool hex = std::ranges::all_of(gap, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
  if (!hex) return std::nullopt;
  Coverage covered{{file.substr(0, first_size), file.substr(second, second_size)},
                   QUtil::hex_decode(std::string(gap)),
                   second + second_size};
  return covered;
}

struct SubFilter {
  std::string_view name;
  CmsContent form;
};
constexpr std::array kSubFilters = {
    SubFilter{"/adbe.pkcs7.detached", CmsContent::detached},
    SubFilter{"/ETSI.CAdES.detached", CmsContent::detached},
    SubFilter{"/adbe.pkcs7.sha1", CmsContent::sha1_inside},
    SubFilter{"/ETSI.RFC3161", CmsContent::timestamp_token},
};

// adbe.x509.rsa_sha1: a bare RSA signature; its certificate stands beside it.
SignatureCheck check_bare(QPDFObjectHandle signature, const Coverage& covered) {
  SignatureCheck check;
  QPDFObjectHandle bytes = signature.getKey("/Cert");
  if (bytes.isArray() && bytes.getArrayNItems() > 0) bytes = bytes.getArrayItem(0);
  const auto certificate =
      bytes.isString() ? Certificate::parse(bytes.getStringValue()) : std::nullopt;
  if (!certificate) return {.outcome = Outcome::unchecked, .reason = "no certificate"};
  check.signer = certificate->subject();
  check.root = certificate->trusted_by({});
  const auto inner = DerReader(covered.contents).next(der::kOctetString);
  const auto verdict = certificate->verify({.digest = "SHA1"}, covered.pieces,
                                           inner ? inner->content : std::string_view());
  if (verdict == Certificate::Verified::yes) check.outcome = Outcome::valid;
  if (verdict == Certificate::Verified::no) check.reason = "digest differs";
  if (verdict == Certificate::Verified::cannot) check.outcome = Outcome::unchecked;
  return check;
}

// 7.9.4: D:20240709093000+08'00'
std::string stated_time(QPDFObjectHandle date) {
  std::string text = date.isString() ? date.getUTF8Value() : "";
  if (text.starts_with("D:")) text.erase(0, 2);
  return time_of({der::kGeneralizedTime, text, {}});
}

SignatureCheck check(QPDFObjectHandle signature, const std::optional<Coverage>& covered) {
  QPDFObjectHandle filter = signature.getKey("/SubFilter");
  const std::string name = filter.isName() ? filter.getName() : "";
  if (!covered) return {.outcome = Outcome::invalid, .reason = "ByteRange"};
  if (covered->contents.find_first_not_of('\0') == std::string::npos) {
    return {.outcome = Outcome::invalid, .reason = "no signature in it"};
  }
  if (name == "/adbe.x509.rsa_sha1") return check_bare(signature, *covered);
  const auto* known = std::ranges::find(kSubFilters, name, &SubFilter::name);
  if (known == kSubFilters.end()) {
    return {.outcome = Outcome::unchecked, .reason = name.empty() ? "no SubFilter" : name};
  }
  SignatureCheck checked = check_cms(covered->contents, known->form, covered->pieces);
  if (checked.time.empty()) checked.time = stated_time(signature.getKey("/M"));
  return checked;
}

bool is_blank(std::string_view bytes) {
  return bytes.find_first_not_of(std::string_view("\0\t\n\f\r ", 6)) == std::string_view::npos;
}

struct Signature {
  SignatureCheck check;
  std::size_t end = 0;
};

// Valid, but not the last word in the file: what came after it?
Observation told_of_growth(const Signature& one, const std::vector<Signature>& all,
                           std::string_view file, QPDF& pdf) {
  const auto covers_later = [&](const Signature& other) {
    return other.end > one.end && other.check.outcome == Outcome::valid;
  };
  const auto later = std::ranges::find_if(all, covers_later);
  const bool sealed = std::ranges::any_of(all, [&](const Signature& other) {
    return covers_later(other) && is_blank(file.substr(other.end));
  });
  std::string detail = shown(one.check);
  if (later != all.end()) detail += " · then signed by " + later->check.signer;
  Growth growth = Growth::content;
  try {
    growth = growth_since(file.substr(0, one.end), pdf);
  } catch (const std::exception&) {  // the earlier revision is no whole file
    growth = Growth::content;
  }
  const bool harmless = growth == Growth::signatures || (growth == Growth::metadata && sealed);
  return {harmless ? ObservationKind::signature_valid : ObservationKind::signature_changed_after, 0,
          std::move(detail)};
}

Observation told(const Signature& one, const std::vector<Signature>& all, std::string_view file,
                 QPDF& pdf) {
  if (one.check.outcome == Outcome::invalid) {
    return {ObservationKind::signature_invalid, 0, shown(one.check)};
  }
  if (one.check.outcome == Outcome::unchecked) {
    return {ObservationKind::signature_unchecked, 0, shown(one.check)};
  }
  if (is_blank(file.substr(one.end))) {
    return {ObservationKind::signature_valid, 0, shown(one.check)};
  }
  return told_of_growth(one, all, file, pdf);
}

}  // namespace

std::vector<Observation> signature_observations(QPDF& pdf, const std::filesystem::path& file) {
  const std::vector<QPDFObjectHandle> found = signatures_in(pdf);
  if (found.empty()) return {};
  const MappedFile mapped(file);
  std::vector<Signature> signatures;
  signatures.reserve(found.size());
  for (const QPDFObjectHandle& one : found) {
    const auto covered = coverage_of(one, mapped.bytes());
    signatures.push_back({check(one, covered), covered ? covered->end : 0});
  }
  std::vector<Observation> seen;
  seen.reserve(signatures.size());
  for (const Signature& one : signatures) {
    seen.push_back(told(one, signatures, mapped.bytes(), pdf));
  }
  return seen;
}

}  // namespace jianzhen::ingest
