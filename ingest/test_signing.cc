#include "ingest/test_signing.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <vector>

#include "ingest/der.h"
#include "ingest/signing.h"
#include "ingest/test_pdf.h"

namespace jianzhen::ingest {
namespace {

constexpr std::string_view kIdentity = "1234567812345678";

struct KeyRow {
  const char* digest;
  const char* digest_identifier;
  const char* signature_identifier;
};
constexpr std::array kKeys = {
    KeyRow{"SHA256", "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.1"},
    KeyRow{"SHA256", "2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2"},
    KeyRow{"SM3", "1.2.156.10197.1.401", "1.2.156.10197.1.501"},
};

EVP_PKEY* made_key(TestSigner::Key key) {
  constexpr std::size_t kBits = 2048;
  if (key == TestSigner::Key::rsa) return EVP_RSA_gen(kBits);
  return key == TestSigner::Key::ecdsa ? EVP_EC_gen("P-256")
                                       : EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2");
}

template <class Encode>
std::string encoded(Encode encode) {
  unsigned char* bytes = nullptr;
  const int size = encode(&bytes);
  std::string text(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return text;
}

}  // namespace

struct TestSigner::State {
  Key kind;
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  ~State() {
    EVP_PKEY_free(key);
    X509_free(certificate);
  }
};

TestSigner::TestSigner(TestSigner&&) noexcept = default;
TestSigner::~TestSigner() = default;

TestSigner::TestSigner(Key kind, const std::string& name, const TestSigner* issuer)
    : state_(std::make_unique<State>()) {
  state_->kind = kind;
  state_->key = made_key(kind);
  X509* certificate = state_->certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 4711);
  X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, state_->key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.data()),
                             static_cast<int>(name.size()), -1, 0);
  if (issuer == nullptr) {
    X509_EXTENSION* may_issue =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "critical,CA:TRUE");
    X509_add_ext(certificate, may_issue, -1);
    X509_EXTENSION_free(may_issue);
  }
  const State& by = issuer == nullptr ? *state_ : *issuer->state_;
  X509_set_issuer_name(certificate, X509_get_subject_name(by.certificate));
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* inner = EVP_PKEY_CTX_new(by.key, nullptr);
  if (by.kind == Key::sm2) EVP_PKEY_CTX_set1_id(inner, kIdentity.data(), kIdentity.size());
  EVP_MD_CTX_set_pkey_ctx(context, inner);
  const EVP_MD* digest = EVP_get_digestbyname(kKeys[static_cast<std::size_t>(by.kind)].digest);
  EVP_DigestSignInit(context, nullptr, digest, nullptr, by.key);
  X509_sign_ctx(certificate, context);
  EVP_MD_CTX_free(context);
  EVP_PKEY_CTX_free(inner);
}

std::string TestSigner::sign(std::string_view message) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* inner = nullptr;
  EVP_DigestSignInit_ex(context, &inner, kKeys[static_cast<std::size_t>(state_->kind)].digest,
                        nullptr, nullptr, state_->key, nullptr);
  if (state_->kind == Key::sm2) EVP_PKEY_CTX_set1_id(inner, kIdentity.data(), kIdentity.size());
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  std::size_t size = 0;
  EVP_DigestSign(context, nullptr, &size, bytes, message.size());
  std::string signature(size, '\0');
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                 message.size());
  signature.resize(size);
  EVP_MD_CTX_free(context);
  return signature;
}

std::string TestSigner::certificate() const {
  return encoded([this](unsigned char** out) { return i2d_X509(state_->certificate, out); });
}

std::string TestSigner::certificate_pem() const {
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(memory, state_->certificate);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory, &text);
  std::string pem(text, static_cast<std::size_t>(size));
  BIO_free(memory);
  return pem;
}

std::string sequence(std::initializer_list<std::string> parts) {
  std::string content;
  for (const std::string& part : parts) content += part;
  return retagged(der::kSequence, content);
}

std::string object_identifier_der(std::string_view dotted) {
  ASN1_OBJECT* object = OBJ_txt2obj(std::string(dotted).c_str(), 1);
  std::string bytes =
      encoded([object](unsigned char** out) { return i2d_ASN1_OBJECT(object, out); });
  ASN1_OBJECT_free(object);
  return bytes;
}

std::string TestSigner::signed_data(std::string_view content, bool inside) const {
  const KeyRow& row = kKeys[static_cast<std::size_t>(state_->kind)];
  const std::string digest = sequence({object_identifier_der(row.digest_identifier)});
  const std::string type = object_identifier_der("1.2.840.113549.1.7.1");
  const auto attribute = [](std::string_view name, const std::string& value) {
    return sequence({object_identifier_der(name), retagged(der::kSet, value)});
  };
  const std::string attributes =
      attribute("1.2.840.113549.1.9.3", type) +
      attribute("1.2.840.113549.1.9.5", retagged(der::kUtcTime, "240709013000Z")) +
      attribute("1.2.840.113549.1.9.4",
                retagged(der::kOctetString, digest_of(row.digest, {&content, 1})));
  const std::string issuer = encoded([this](unsigned char** out) {
    return i2d_X509_NAME(X509_get_issuer_name(state_->certificate), out);
  });
  const std::string serial = encoded([this](unsigned char** out) {
    return i2d_ASN1_INTEGER(X509_get_serialNumber(state_->certificate), out);
  });
  const std::string version = retagged(der::kInteger, std::string(1, '\1'));
  const std::string signer =
      sequence({version, sequence({issuer, serial}), digest, retagged(der::context(0), attributes),
                sequence({object_identifier_der(row.signature_identifier)}),
                retagged(der::kOctetString, sign(retagged(der::kSet, attributes)))});
  const std::string enclosed =
      inside ? retagged(der::context(0), retagged(der::kOctetString, content)) : "";
  return sequence({object_identifier_der("1.2.840.113549.1.7.2"),
                   retagged(der::context(0), sequence({version, retagged(der::kSet, digest),
                                                       sequence({type, enclosed}),
                                                       retagged(der::context(0), certificate()),
                                                       retagged(der::kSet, signer)}))});
}

std::string TestSigner::detached(std::string_view content) const {
  return signed_data(content, false);
}

std::string TestSigner::enclosing(std::string_view content) const {
  return signed_data(content, true);
}

std::string signed_pdf(TestPdf pdf, const TestSigner& signer, const std::string& sub_filter) {
  constexpr std::size_t kRoom = 8000;  // hexadecimal digits
  const std::string range = "/ByteRange [0 0000000000 0000000000 0000000000]";
  const int value = pdf.object("<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /" + sub_filter +
                               " " + range + " /Contents <" + std::string(kRoom, '0') + "> >>");
  const int field =
      pdf.object("<< /FT /Sig /T (Signature1) /V " + std::to_string(value) + " 0 R >>");
  pdf.catalogue("/AcroForm << /SigFlags 3 /Fields [" + std::to_string(field) + " 0 R] >>");
  std::string bytes = pdf.bytes();
  const std::size_t gap = bytes.find("/Contents <0") + 10;
  const std::size_t after = gap + kRoom + 2;
  std::array<char, 64> exact{};
  std::snprintf(exact.data(), exact.size(), "/ByteRange [0 %010zu %010zu %010zu]", gap, after,
                bytes.size() - after);
  bytes.replace(bytes.find(range), range.size(), exact.data());
  const std::string covered = bytes.substr(0, gap) + bytes.substr(after);
  const std::string_view view = covered;
  const std::string cms = sub_filter == "adbe.pkcs7.sha1"
                              ? signer.enclosing(digest_of("SHA1", {&view, 1}))
                              : signer.detached(covered);
  for (std::size_t i = 0; i < cms.size(); ++i) {
    std::array<char, 3> hex{};
    std::snprintf(hex.data(), hex.size(), "%02x", static_cast<unsigned char>(cms[i]));
    bytes.replace(gap + 1 + 2 * i, 2, hex.data());
  }
  return bytes;
}

}  // namespace jianzhen::ingest
