#pragma once

// Signed data of PKCS #7 / CMS (RFC 5652) and its Chinese form with SM2 and SM3 (GB/T 35275): one
// signer's signature checked against the content. OpenSSL's own CMS knows no SM2 in 3.0.

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace jianzhen::ingest {

// What a check of one signature says.
struct SignatureCheck {
  enum class Outcome {
    valid,
    invalid,    // what is signed and what is here differ, or the signature is not of that key
    unchecked,  // an algorithm or a form that is not known here: nothing is said against it
  };
  Outcome outcome = Outcome::invalid;
  std::string reason;               // of a check that is not valid, in a word or two
  std::string signer;               // the certificate's subject; empty where there is none
  std::string time;                 // as the signer states it: "2024-07-09 01:30:00 UTC", or empty
  std::optional<std::string> root;  // trusted, to which the signer's chain leads
};

// How a signature takes in the content (ISO 32000-1, 12.8.3.3; RFC 3161).
enum class CmsContent {
  detached,         // the content is outside
  sha1_inside,      // inside stands the SHA-1 of the content: adbe.pkcs7.sha1
  timestamp_token,  // inside stands a TSTInfo with the digest of the content
};

// The first signer's signature. Never fails: what cannot be understood is `invalid`, what is not
// known here `unchecked`.
// `content`: what is signed, in pieces.
SignatureCheck check_cms(std::string_view der, CmsContent form,
                         std::span<const std::string_view> content);

// One word or two for people: "name · time · root or that the issuer is not known · reason".
std::string shown(const SignatureCheck& check);

}  // namespace jianzhen::ingest
