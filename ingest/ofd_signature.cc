#include "ingest/ofd_signature.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>

#include "ingest/cms.h"
#include "ingest/der.h"
#include "ingest/mime_codec.h"
#include "ingest/signing.h"

namespace jianzhen::ingest {
namespace {

using core::Observation;
using core::ObservationKind;
using Outcome = SignatureCheck::Outcome;

constexpr int kSignatures = 200;
constexpr std::size_t kReferences = 50'000;

// What SES_Signature says (GB/T 38540-2020, 7.3; its predecessor GM/T 0031-2014 has the certificate
// inside what is signed).
struct SealSignature {
  std::string_view signed_part;  // the DER of TBS_Sign
  std::string certificate;
  std::string algorithm;
  std::string_view signature;
  std::string_view data_hash;
  std::string time;
};

std::optional<std::string_view> bits(DerReader& reader) {
  const auto node = reader.next(der::kBitString);
  return node ? bits_of(*node) : std::nullopt;
}

// TBS_Sign ::= SEQUENCE { version, eseal, timeInfo, dataHash, propertyInfo, … }
bool read_signed_part(const DerNode& part, SealSignature& into) {
  into.signed_part = part.whole;
  DerReader fields(part);
  if (!fields.next(der::kInteger) || !fields.next(der::kSequence)) return false;
  const auto time = fields.next();
  if (!time) return false;
  into.time = time->tag == der::kGeneralizedTime ? time_of(*time) : "";
  const auto hash = bits(fields);
  if (!hash) return false;
  into.data_hash = *hash;
  constexpr std::uint8_t kIa5String = 0x16;
  fields.next(kIa5String);
  // Version 1: certificate and algorithm stand here.
  if (const auto certificate = fields.next(der::kOctetString)) {
    into.certificate = octets_of(*certificate);
    if (const auto algorithm = fields.next(der::kObjectIdentifier)) {
      into.algorithm = object_identifier(*algorithm);
    }
  }
  return true;
}

std::optional<SealSignature> read_seal_signature(std::string_view bytes) {
  DerReader outer(bytes);
  const auto whole = outer.next(der::kSequence);
  if (!whole) return std::nullopt;
  DerReader fields(*whole);
  const auto part = fields.next(der::kSequence);
  SealSignature read;
  if (!part || !read_signed_part(*part, read)) return std::nullopt;
  if (const auto certificate = fields.next(der::kOctetString)) {
    read.certificate = octets_of(*certificate);
    if (const auto algorithm = fields.next(der::kObjectIdentifier)) {
      read.algorithm = object_identifier(*algorithm);
    }
  }
  const auto signature = bits(fields);
  if (!signature || read.certificate.empty()) return std::nullopt;
  read.signature = *signature;
  return read;
}

SignatureCheck check_seal(const SealSignature& seal, std::string_view description) {
  SignatureCheck check;
  check.time = seal.time;
  const auto certificate = Certificate::parse(seal.certificate);
  if (!certificate) {
    check.reason = "certificate";
    return check;
  }
  check.signer = certificate->subject();
  check.root = certificate->trusted_by({});
  const std::array<std::string_view, 1> described = {description};
  if (digest_of("SM3", described) != seal.data_hash) {
    check.reason = "digest of the signature's description";
    return check;
  }
  const std::array<std::string_view, 1> message = {seal.signed_part};
  const auto verified = certificate->verify({.digest = "SM3"}, message, seal.signature);
  if (verified == Certificate::Verified::cannot) {
    check.outcome = Outcome::unchecked;
    check.reason = seal.algorithm.empty() ? "algorithm" : seal.algorithm;
  } else if (verified == Certificate::Verified::no) {
    check.reason = "signature";
  } else {
    check.outcome = Outcome::valid;
  }
  return check;
}

// "1.2.156.10197.1.401", "SM3", "SHA256" …; empty where it is not known.
std::string digest_method(std::string_view named) {
  if (named.empty()) return "MD5";  // the standard's default (18.2.2)
  const std::string known = digest_named(named);
  return known.empty() ? std::string(named) : known;
}

class SignatureReader {
 public:
  SignatureReader(OfdDocument& document, std::string path)
      : document_(document), path_(std::move(path)) {}

  Observation observe() {
    const auto description = document_.package().xml(path_);
    const auto bytes = document_.package().bytes(path_);
    if (!description || !bytes) return told({.reason = "no description of the signature"});
    const pugi::xml_node info = child(*description, "SignedInfo");
    const auto value_path = OfdPackage::resolved(path_, child_text(*description, "SignedValue"));
    const auto value = value_path ? document_.package().bytes(*value_path) : std::nullopt;
    if (!value) return told({.reason = "no signed value"});
    SignatureCheck check = check_value(*value, *bytes);
    if (check.time.empty()) check.time = child_text(info, "SignatureDateTime");
    if (check.outcome == Outcome::invalid) return told(check);
    if (auto broken = broken_reference(child(info, "References"))) {
      check.outcome = Outcome::invalid;
      check.reason = *broken;
    }
    return told(check);
  }

 private:
  static SignatureCheck check_value(std::string_view value, std::string_view description) {
    if (const auto seal = read_seal_signature(value)) return check_seal(*seal, description);
    DerReader outer(value);
    const auto whole = outer.next(der::kSequence);
    if (!whole) return {.reason = "form of the signed value"};
    DerReader fields(*whole);
    if (fields.next(der::kObjectIdentifier)) {
      const std::array<std::string_view, 1> content = {description};
      return check_cms(value, CmsContent::detached, content);
    }
    // Two numbers and no certificate: whose key it is stands nowhere.
    return {.outcome = Outcome::unchecked, .reason = "no certificate in it"};
  }

  // Why the files are not those that were signed; nothing where they are.
  std::optional<std::string> broken_reference(const pugi::xml_node& references) {
    const std::string method = digest_method(references.attribute("CheckMethod").value());
    std::size_t count = 0;
    for (const pugi::xml_node& reference : references.children()) {
      if (local_name(reference) != "Reference" || ++count > kReferences) continue;
      const std::string named = reference.attribute("FileRef").value();
      const auto file = OfdPackage::resolved(path_, named);
      const auto bytes = file ? document_.package().bytes(*file) : std::nullopt;
      if (!bytes) return "no file " + named;
      const std::array<std::string_view, 1> content = {*bytes};
      const std::string digest = digest_of(method, content);
      if (digest.empty()) return "digest " + method;
      if (digest != from_base64(child_text(reference, "CheckValue"))) return "changed: " + named;
      covered_.push_back(document_.package().entry_for(*file));
    }
    return count == 0 ? std::optional<std::string>("nothing is signed") : std::nullopt;
  }

  Observation told(const SignatureCheck& check) const {
    if (check.outcome == Outcome::invalid) {
      return {ObservationKind::signature_invalid, 0, shown(check)};
    }
    if (check.outcome == Outcome::unchecked) {
      return {ObservationKind::signature_unchecked, 0, shown(check)};
    }
    for (const std::string& needed : document_.shown_files()) {
      if (std::ranges::find(covered_, needed) == covered_.end()) {
        return {ObservationKind::signature_changed_after, 0,
                shown(check) + " · not signed: " + needed};
      }
    }
    return {ObservationKind::signature_valid, 0, shown(check)};
  }

  OfdDocument& document_;
  std::string path_;
  std::vector<std::string> covered_;
};

}  // namespace

std::vector<Observation> ofd_signatures(OfdDocument& document) {
  std::vector<Observation> seen;
  if (document.signatures().empty()) return seen;
  const auto list = document.package().xml(document.signatures());
  if (!list) return {{ObservationKind::signature_invalid, 0, "no list of signatures"}};
  int count = 0;
  for (const pugi::xml_node& one : list->children()) {
    if (local_name(one) != "Signature" || ++count > kSignatures) continue;
    const auto path = OfdPackage::resolved(document.signatures(), one.attribute("BaseLoc").value());
    seen.push_back(SignatureReader(document, path.value_or("")).observe());
  }
  return seen;
}

}  // namespace jianzhen::ingest
