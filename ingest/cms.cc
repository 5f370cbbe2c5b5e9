#include "ingest/cms.h"

#include <algorithm>
#include <array>
#include <vector>

#include "ingest/der.h"
#include "ingest/signing.h"

namespace jianzhen::ingest {
namespace {

using Outcome = SignatureCheck::Outcome;

constexpr std::string_view kMessageDigest = "1.2.840.113549.1.9.4";
constexpr std::string_view kSigningTime = "1.2.840.113549.1.9.5";
constexpr std::string_view kRsaPss = "1.2.840.113549.1.1.10";
constexpr std::array<std::string_view, 2> kSignedData = {"1.2.840.113549.1.7.2",      // RFC 5652
                                                         "1.2.156.10197.6.1.4.2.2"};  // GB/T 35275

struct SignerInfo {
  DerNode issuer;
  DerNode serial;
  std::string key_identifier;  // in place of the two above
  std::string digest;
  DerNode attributes;  // without content: there are none
  DerNode algorithm;
  std::string signature;
};

struct SignedData {
  std::string content;  // inside
  std::vector<Certificate> certificates;
  SignerInfo signer;
};

std::string identifier_in(const DerNode& algorithm) {
  const auto name = DerReader(algorithm).next(der::kObjectIdentifier);
  return name ? object_identifier(*name) : std::string();
}

std::optional<SignerInfo> signer_in(const DerNode& node) {
  SignerInfo signer;
  DerReader parts(node);
  if (!parts.next(der::kInteger)) return std::nullopt;
  if (const auto named = parts.next(der::kSequence)) {
    DerReader name(*named);
    const auto issuer = name.next(der::kSequence);
    const auto serial = name.next(der::kInteger);
    if (!issuer || !serial) return std::nullopt;
    signer.issuer = *issuer;
    signer.serial = *serial;
  } else if (const auto identifier = parts.next(0x80)) {
    signer.key_identifier = std::string(identifier->content);
  } else {
    return std::nullopt;
  }
  const auto digest = parts.next(der::kSequence);
  if (!digest) return std::nullopt;
  signer.digest = digest_named(identifier_in(*digest));
  if (const auto attributes = parts.next(der::context(0))) signer.attributes = *attributes;
  const auto algorithm = parts.next(der::kSequence);
  const auto signature = parts.next(der::kOctetString);
  if (!algorithm || !signature) return std::nullopt;
  signer.algorithm = *algorithm;
  signer.signature = std::string(signature->content);
  return signer;
}

std::string content_in(const DerNode& encapsulated) {
  DerReader parts(encapsulated);
  parts.next(der::kObjectIdentifier);
  const auto wrapped = parts.next(der::context(0));
  const auto inside = wrapped ? DerReader(*wrapped).next() : std::nullopt;
  return inside ? octets_of(*inside) : std::string();
}

std::optional<SignedData> signed_data(std::string_view der) {
  constexpr std::size_t kCertificates = 32;
  DerReader outermost(der);
  const auto info = outermost.next(der::kSequence);
  if (!info) return std::nullopt;
  DerReader outer(*info);
  const auto type = outer.next(der::kObjectIdentifier);
  const auto wrapped = outer.next(der::context(0));
  if (!type || !wrapped ||
      std::ranges::find(kSignedData, object_identifier(*type)) == kSignedData.end()) {
    return std::nullopt;
  }
  const auto body = DerReader(*wrapped).next(der::kSequence);
  if (!body) return std::nullopt;
  DerReader parts(*body);
  const bool begins = parts.next(der::kInteger) && parts.next(der::kSet);
  const auto encapsulated = parts.next(der::kSequence);
  if (!begins || !encapsulated) return std::nullopt;
  SignedData data;
  data.content = content_in(*encapsulated);
  if (const auto certificates = parts.next(der::context(0))) {
    DerReader each(*certificates);
    while (const auto one = each.next()) {
      auto certificate = Certificate::parse(one->whole);
      if (certificate) data.certificates.push_back(std::move(*certificate));
      if (data.certificates.size() >= kCertificates) break;
    }
  }
  parts.next(der::context(1));  // revocation lists
  const auto signers = parts.next(der::kSet);
  const auto first = signers ? DerReader(*signers).next(der::kSequence) : std::nullopt;
  auto signer = first ? signer_in(*first) : std::nullopt;
  if (!signer) return std::nullopt;
  data.signer = std::move(*signer);
  return data;
}

// The first value of a signed attribute.
std::optional<DerNode> attribute(const SignerInfo& signer, std::string_view type) {
  DerReader each(signer.attributes);
  while (const auto one = each.next(der::kSequence)) {
    DerReader parts(*one);
    const auto name = parts.next(der::kObjectIdentifier);
    const auto values = parts.next(der::kSet);
    if (name && values && object_identifier(*name) == type) return DerReader(*values).next();
  }
  return std::nullopt;
}

const Certificate* certificate_of(const SignedData& data) {
  const SignerInfo& signer = data.signer;
  for (const Certificate& one : data.certificates) {
    if (signer.key_identifier.empty() ? one.is_named(signer.issuer.whole, signer.serial.whole)
                                      : one.has_key_identifier(signer.key_identifier)) {
      return &one;
    }
  }
  return nullptr;
}

// RSASSA-PSS-params, RFC 4055: [0] hash, [1] mask with its hash.
SignatureScheme scheme_of(const SignerInfo& signer) {
  const std::string name = identifier_in(signer.algorithm);
  SignatureScheme scheme{.digest = signer.digest, .pss = name == kRsaPss, .mgf_digest = {}};
  // The signature's own algorithm says the digest too, where it says one.
  if (const std::string own = digest_named(name); !own.empty()) scheme.digest = own;
  if (!scheme.pss) return scheme;
  scheme.digest = scheme.mgf_digest = "SHA1";  // defaults of RFC 4055
  DerReader algorithm(signer.algorithm);
  algorithm.next(der::kObjectIdentifier);
  const auto parameters = algorithm.next(der::kSequence);
  if (!parameters) return scheme;
  DerReader each(*parameters);
  if (const auto hash = each.next(der::context(0))) {
    if (const auto inner = DerReader(*hash).next(der::kSequence)) {
      scheme.digest = digest_named(identifier_in(*inner));
    }
  }
  if (const auto mask = each.next(der::context(1))) {
    const auto inner = DerReader(*mask).next(der::kSequence);
    DerReader parts(inner ? inner->content : std::string_view());
    parts.next(der::kObjectIdentifier);
    if (const auto hash = parts.next(der::kSequence)) {
      scheme.mgf_digest = digest_named(identifier_in(*hash));
    }
  }
  return scheme;
}

struct TokenInfo {
  std::string digest;
  std::string imprint;
  std::string time;
};

// TSTInfo, RFC 3161, 2.4.2.
std::optional<TokenInfo> token_info(std::string_view content) {
  const auto whole = DerReader(content).next(der::kSequence);
  if (!whole) return std::nullopt;
  DerReader parts(*whole);
  if (!parts.next(der::kInteger) || !parts.next(der::kObjectIdentifier)) return std::nullopt;
  const auto imprint = parts.next(der::kSequence);
  if (!imprint || !parts.next(der::kInteger)) return std::nullopt;
  const auto time = parts.next(der::kGeneralizedTime);
  DerReader inner(*imprint);
  const auto algorithm = inner.next(der::kSequence);
  const auto value = inner.next(der::kOctetString);
  if (!algorithm || !value) return std::nullopt;
  return TokenInfo{digest_named(identifier_in(*algorithm)), std::string(value->content),
                   time ? time_of(*time) : std::string()};
}

class CmsCheck {
 public:
  CmsCheck(const SignedData& data, CmsContent form, std::span<const std::string_view> content)
      : data_(data), form_(form), content_(content) {}

  SignatureCheck run() {
    const Certificate* certificate = certificate_of(data_);
    if (certificate == nullptr) return say(Outcome::unchecked, "no certificate");
    check_.signer = certificate->subject();
    check_.root = certificate->trusted_by(data_.certificates);
    if (const auto time = attribute(data_.signer, kSigningTime)) check_.time = time_of(*time);
    if (!Hasher(data_.signer.digest).is_known()) return say(Outcome::unchecked, "digest unknown");
    if (!inside_agrees()) return say(Outcome::invalid, "digest differs");
    return data_.signer.attributes.content.empty() ? over_content(*certificate)
                                                   : over_attributes(*certificate);
  }

 private:
  SignatureCheck say(Outcome outcome, std::string reason) {
    check_.outcome = outcome;
    check_.reason = std::move(reason);
    return check_;
  }

  // What stands inside speaks of the content outside.
  bool inside_agrees() {
    if (form_ == CmsContent::detached) return true;
    if (form_ == CmsContent::sha1_inside) return data_.content == digest_of("SHA1", content_);
    const auto token = token_info(data_.content);
    if (!token || token->digest.empty()) return false;
    check_.time = token->time;
    return token->imprint == digest_of(token->digest, content_);
  }

  std::string digest_signed() const {
    const std::string_view inside = data_.content;
    return form_ == CmsContent::detached ? digest_of(data_.signer.digest, content_)
                                         : digest_of(data_.signer.digest, {&inside, 1});
  }

  SignatureCheck over_attributes(const Certificate& certificate) {
    const auto digest = attribute(data_.signer, kMessageDigest);
    if (!digest || digest->content != digest_signed()) {
      return say(Outcome::invalid, "digest differs");
    }
    // RFC 5652, 5.4: signed as a SET OF, not under the tag it stands with.
    const std::string attributes = retagged(der::kSet, data_.signer.attributes.content);
    const std::string_view message = attributes;
    return verified(certificate, {&message, 1});
  }

  SignatureCheck over_content(const Certificate& certificate) {
    const std::string_view inside = data_.content;
    return verified(certificate, form_ == CmsContent::detached ? content_ : std::span(&inside, 1));
  }

  SignatureCheck verified(const Certificate& certificate,
                          std::span<const std::string_view> message) {
    using Verified = Certificate::Verified;
    const auto verdict =
        certificate.verify(scheme_of(data_.signer), message, data_.signer.signature);
    if (verdict == Verified::cannot) return say(Outcome::unchecked, "algorithm unknown");
    if (verdict == Verified::no) return say(Outcome::invalid, "does not match");
    return say(Outcome::valid, {});
  }

  const SignedData& data_;
  CmsContent form_;
  std::span<const std::string_view> content_;
  SignatureCheck check_;
};

}  // namespace

SignatureCheck check_cms(std::string_view der, CmsContent form,
                         std::span<const std::string_view> content) {
  const auto data = signed_data(der);
  if (!data) return {.outcome = Outcome::invalid, .reason = "malformed", .signer = {}, .time = {}};
  return CmsCheck(*data, form, content).run();
}

std::string shown(const SignatureCheck& check) {
  std::string text = check.signer.empty() ? "?" : check.signer;
  if (!check.time.empty()) text += " · " + check.time;
  if (check.outcome == Outcome::valid) {
    text += check.root ? " · trusted: " + *check.root : " · issuer not known here";
  } else {
    text += " · " + check.reason;
  }
  return text;
}

}  // namespace jianzhen::ingest
