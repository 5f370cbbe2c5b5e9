#pragma once

// Digests, certificates and raw signatures by OpenSSL. Its types and errors stop in the .cc file.
// Nothing is fetched: no revocation, no certificate that the file itself does not bring.

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jianzhen::ingest {

// A digest fed piece by piece.
class Hasher {
 public:
  // By OpenSSL's name: "SHA256", "SM3". is_known() tells whether there is such a digest.
  explicit Hasher(const std::string& digest);
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  ~Hasher();

  bool is_known() const;
  void update(std::string_view bytes);
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Of pieces that follow each other; empty where the digest is not known.
std::string digest_of(const std::string& digest, std::span<const std::string_view> pieces);

// The digest that an object identifier names; empty: none known here.
std::string digest_named(std::string_view object_identifier);

// How a signature was made, as far as the key itself does not say it.
struct SignatureScheme {
  std::string digest;      // of the message; for SM2 always SM3
  bool pss = false;        // RSASSA-PSS, whose digest stands above
  std::string mgf_digest;  // of its mask; empty: the same
};

class Certificate {
 public:
  static std::optional<Certificate> parse(std::string_view der);

  Certificate(Certificate&&) noexcept;
  Certificate& operator=(Certificate&&) noexcept;
  ~Certificate();

  // The common name of the subject, else its organisation; UTF-8.
  std::string subject() const;

  // True where this is the certificate that an issuer's Name and a serial number (both DER) name.
  bool is_named(std::string_view issuer, std::string_view serial) const;
  bool has_key_identifier(std::string_view identifier) const;
  bool has_bytes(std::string_view der) const;

  enum class Verified { yes, no, cannot };
  // RSA, ECDSA, EdDSA, and SM2 with the signer identifier of GB/T 35276 ("1234567812345678").
  // The message in pieces that follow each other.
  Verified verify(const SignatureScheme& scheme, std::span<const std::string_view> message,
                  std::string_view signature) const;

  // The common name of the root in trust_roots() that a chain over `others` leads to, each link
  // verified; nothing where there is none.
  std::optional<std::string> trusted_by(std::span<const Certificate> others) const;

 private:
  struct State;
  explicit Certificate(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The roots that the operator trusts: a file of certificates in PEM. Call it once, before anything
// is read; without it no issuer is known here. False: the file cannot be read, or holds none.
bool trust_roots(const std::filesystem::path& pem);

}  // namespace jianzhen::ingest
