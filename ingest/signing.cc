#include "ingest/signing.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <array>

namespace jianzhen::ingest {
namespace {

// GB/T 35276-2017, 10: the signer's identity where nobody agreed on another.
constexpr std::string_view kSm2Identity = "1234567812345678";

template <auto free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using X509Ptr = std::unique_ptr<X509, Freed<X509_free>>;
using Store = std::unique_ptr<X509_STORE, Freed<X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, Freed<X509_STORE_CTX_free>>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

struct DigestRow {
  std::string_view object_identifier;
  std::string_view digest;
};
// Of digests, and of signature algorithms that name one.
constexpr std::array kDigests = {
    DigestRow{"1.3.14.3.2.26", "SHA1"},
    DigestRow{"2.16.840.1.101.3.4.2.1", "SHA256"},
    DigestRow{"2.16.840.1.101.3.4.2.2", "SHA384"},
    DigestRow{"2.16.840.1.101.3.4.2.3", "SHA512"},
    DigestRow{"2.16.840.1.101.3.4.2.4", "SHA224"},
    DigestRow{"2.16.840.1.101.3.4.2.8", "SHA3-256"},
    DigestRow{"2.16.840.1.101.3.4.2.10", "SHA3-512"},
    DigestRow{"1.2.840.113549.2.5", "MD5"},
    DigestRow{"1.3.36.3.2.1", "RIPEMD160"},
    DigestRow{"1.2.156.10197.1.401", "SM3"},
    DigestRow{"1.2.156.10197.1.501", "SM3"},  // SM2 with SM3
    DigestRow{"1.2.840.113549.1.1.5", "SHA1"},
    DigestRow{"1.2.840.113549.1.1.11", "SHA256"},
    DigestRow{"1.2.840.113549.1.1.12", "SHA384"},
    DigestRow{"1.2.840.113549.1.1.13", "SHA512"},
    DigestRow{"1.2.840.10045.4.1", "SHA1"},
    DigestRow{"1.2.840.10045.4.3.2", "SHA256"},
    DigestRow{"1.2.840.10045.4.3.3", "SHA384"},
    DigestRow{"1.2.840.10045.4.3.4", "SHA512"},
};

// Before the first child is forked written once, read ever after.
std::vector<X509Ptr>& roots() {
  static std::vector<X509Ptr> trusted;
  return trusted;
}

bool is_sm2(const EVP_PKEY* key) { return EVP_PKEY_is_a(key, "SM2") == 1; }

// OpenSSL gives the identifier to the leaf alone; each certificate of a chain needs it.
void identify(X509* certificate) {
  const EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr || !is_sm2(key)) return;
  ASN1_OCTET_STRING* identity = ASN1_OCTET_STRING_new();
  ASN1_OCTET_STRING_set(identity, bytes_of(kSm2Identity), static_cast<int>(kSm2Identity.size()));
  X509_set0_distinguishing_id(certificate, identity);
}

std::string name_part(const X509_NAME* name, int nid) {
  const int at = X509_NAME_get_index_by_NID(name, nid, -1);
  if (at < 0) return {};
  unsigned char* utf8 = nullptr;
  const int size =
      ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (size < 0) return {};
  std::string text(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
  OPENSSL_free(utf8);
  return text;
}

std::string shown_name(const X509* certificate) {
  const X509_NAME* name = X509_get_subject_name(certificate);
  for (const int nid : {NID_commonName, NID_organizationName, NID_organizationalUnitName}) {
    if (std::string text = name_part(name, nid); !text.empty()) return text;
  }
  return {};
}

bool set_pss(EVP_PKEY_CTX* key, const SignatureScheme& scheme) {
  const std::string& mask = scheme.mgf_digest.empty() ? scheme.digest : scheme.mgf_digest;
  return EVP_PKEY_CTX_set_rsa_padding(key, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(key, RSA_PSS_SALTLEN_AUTO) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md_name(key, mask.c_str(), nullptr) == 1;
}

// EdDSA takes its message in one piece only.
int verified(EVP_MD_CTX* context, bool in_one, std::span<const std::string_view> message,
             std::string_view signature) {
  if (in_one) {
    std::string whole;
    for (const std::string_view piece : message) whole += piece;
    return EVP_DigestVerify(context, bytes_of(signature), signature.size(), bytes_of(whole),
                            whole.size());
  }
  for (const std::string_view piece : message) {
    if (EVP_DigestVerifyUpdate(context, piece.data(), piece.size()) != 1) return 0;
  }
  return EVP_DigestVerifyFinal(context, bytes_of(signature), signature.size());
}

}  // namespace

struct Hasher::State {
  DigestContext context{EVP_MD_CTX_new()};
  bool known = false;
};

Hasher::Hasher(const std::string& digest) : state_(std::make_unique<State>()) {
  EVP_MD* type = EVP_MD_fetch(nullptr, digest.c_str(), nullptr);
  state_->known = type != nullptr && EVP_DigestInit_ex(state_->context.get(), type, nullptr) == 1;
  EVP_MD_free(type);
}
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

bool Hasher::is_known() const { return state_->known; }

void Hasher::update(std::string_view bytes) {
  if (state_->known) EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size());
}

std::string Hasher::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  if (!state_->known || EVP_DigestFinal_ex(state_->context.get(), out.data(), &size) != 1) {
    return {};
  }
  return {reinterpret_cast<const char*>(out.data()), size};
}

std::string digest_of(const std::string& digest, std::span<const std::string_view> pieces) {
  Hasher hasher(digest);
  for (const std::string_view piece : pieces) hasher.update(piece);
  return hasher.finish();
}

std::string digest_named(std::string_view object_identifier) {
  for (const DigestRow& row : kDigests) {
    if (row.object_identifier == object_identifier) return std::string(row.digest);
  }
  return {};
}

struct Certificate::State {
  X509Ptr x509;
  std::string der;
};

Certificate::Certificate(std::unique_ptr<State> state) : state_(std::move(state)) {}
Certificate::Certificate(Certificate&&) noexcept = default;
Certificate& Certificate::operator=(Certificate&&) noexcept = default;
Certificate::~Certificate() = default;

std::optional<Certificate> Certificate::parse(std::string_view der) {
  const unsigned char* at = bytes_of(der);
  X509Ptr x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (!x509) return std::nullopt;
  identify(x509.get());
  return Certificate(std::make_unique<State>(State{std::move(x509), std::string(der)}));
}

std::string Certificate::subject() const { return shown_name(state_->x509.get()); }

bool Certificate::is_named(std::string_view issuer, std::string_view serial) const {
  unsigned char* own = nullptr;
  const int size = i2d_X509_NAME(X509_get_issuer_name(state_->x509.get()), &own);
  const bool same_issuer = size > 0 && std::string_view(reinterpret_cast<char*>(own),
                                                        static_cast<std::size_t>(size)) == issuer;
  OPENSSL_free(own);
  unsigned char* number = nullptr;
  const int digits = i2d_ASN1_INTEGER(X509_get_serialNumber(state_->x509.get()), &number);
  const bool same_serial =
      digits > 0 &&
      std::string_view(reinterpret_cast<char*>(number), static_cast<std::size_t>(digits)) == serial;
  OPENSSL_free(number);
  return same_issuer && same_serial;
}

bool Certificate::has_key_identifier(std::string_view identifier) const {
  const ASN1_OCTET_STRING* own = X509_get0_subject_key_id(state_->x509.get());
  return own != nullptr &&
         std::string_view(reinterpret_cast<const char*>(ASN1_STRING_get0_data(own)),
                          static_cast<std::size_t>(ASN1_STRING_length(own))) == identifier;
}

bool Certificate::has_bytes(std::string_view der) const { return state_->der == der; }

Certificate::Verified Certificate::verify(const SignatureScheme& scheme,
                                          std::span<const std::string_view> message,
                                          std::string_view signature) const {
  EVP_PKEY* key = X509_get0_pubkey(state_->x509.get());
  if (key == nullptr) return Verified::cannot;
  const bool sm2 = is_sm2(key);
  const bool own_digest = EVP_PKEY_is_a(key, "ED25519") == 1 || EVP_PKEY_is_a(key, "ED448") == 1;
  const char* digest = own_digest ? nullptr : sm2 ? "SM3" : scheme.digest.c_str();
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* inner = nullptr;
  bool ready =
      EVP_DigestVerifyInit_ex(context.get(), &inner, digest, nullptr, nullptr, key, nullptr) == 1;
  // Only now: a context that does not yet know its digest refuses the identifier.
  if (ready && sm2) {
    ready = EVP_PKEY_CTX_set1_id(inner, kSm2Identity.data(),
                                 static_cast<int>(kSm2Identity.size())) == 1;
  }
  if (ready && scheme.pss) ready = set_pss(inner, scheme);
  const int status = ready ? verified(context.get(), own_digest, message, signature) : 0;
  ERR_clear_error();
  if (!ready) return Verified::cannot;
  return status == 1 ? Verified::yes : Verified::no;
}

std::optional<std::string> Certificate::trusted_by(std::span<const Certificate> others) const {
  if (roots().empty()) return std::nullopt;
  const Store store(X509_STORE_new());
  for (const X509Ptr& root : roots()) X509_STORE_add_cert(store.get(), root.get());
  STACK_OF(X509)* between = sk_X509_new_null();
  for (const Certificate& other : others) sk_X509_push(between, other.state_->x509.get());
  const StoreContext context(X509_STORE_CTX_new());
  std::optional<std::string> root;
  if (X509_STORE_CTX_init(context.get(), store.get(), state_->x509.get(), between) == 1) {
    // A signature outlives its certificate: whether it was valid on the day is not told by today.
    X509_VERIFY_PARAM_set_flags(X509_STORE_CTX_get0_param(context.get()),
                                X509_V_FLAG_NO_CHECK_TIME);
    if (X509_verify_cert(context.get()) == 1) {
      const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context.get());
      root = shown_name(sk_X509_value(chain, sk_X509_num(chain) - 1));
    }
  }
  sk_X509_free(between);
  ERR_clear_error();
  return root;
}

bool trust_roots(const std::filesystem::path& pem) {
  BIO* file = BIO_new_file(pem.c_str(), "r");
  if (file == nullptr) return false;
  while (X509* root = PEM_read_bio_X509(file, nullptr, nullptr, nullptr)) {
    identify(root);
    roots().emplace_back(root);
  }
  ERR_clear_error();
  BIO_free(file);
  return !roots().empty();
}

}  // namespace jianzhen::ingest
