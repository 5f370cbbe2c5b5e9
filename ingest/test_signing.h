#pragma once

// Keys, certificates and signed data that tests make for themselves.

#include <memory>
#include <string>
#include <string_view>

namespace jianzhen::ingest {

class TestPdf;

class TestSigner {
 public:
  enum class Key { rsa, ecdsa, sm2 };
  // Without an issuer the certificate is signed by itself.
  TestSigner(Key key, const std::string& name, const TestSigner* issuer = nullptr);
  TestSigner(TestSigner&&) noexcept;
  ~TestSigner();

  // SignedData over a digest of `content`, which stands outside.
  std::string detached(std::string_view content) const;
  // The same with the content inside.
  std::string enclosing(std::string_view content) const;

  std::string sign(std::string_view message) const;
  std::string certificate() const;  // DER
  std::string certificate_pem() const;

 private:
  std::string signed_data(std::string_view content, bool inside) const;
  struct State;
  std::unique_ptr<State> state_;
};

std::string sequence(std::initializer_list<std::string> parts);
// The DER of an object identifier in dotted form.
std::string object_identifier_der(std::string_view dotted);

// The bytes of a PDF that carries a signature by `signer`.
std::string signed_pdf(TestPdf pdf, const TestSigner& signer,
                       const std::string& sub_filter = "adbe.pkcs7.detached");

}  // namespace jianzhen::ingest
