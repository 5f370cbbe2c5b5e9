#pragma once

// The words of OpenID Connect that a client speaks: the authorization code flow with PKCE (S256).
// Pure functions; thread-safe. Section numbers are of OpenID Connect Core 1.0.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/jose.h"
#include "core/error.h"
#include "store/accounts.h"

namespace jianzhen::api {

// As the operator registered the service with the provider (docs/settings.md, [oidc]).
struct OidcClient {
  std::string issuer;
  std::string id;
  std::string secret;  // empty: a public client, which PKCE alone protects
};

// What its discovery document says.
struct ProviderMetadata {
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
  bool names_itself = false;    // its answers carry `iss` (RFC 9207)
  bool secret_in_form = false;  // it takes no Basic authentication
};

std::string metadata_url(const std::string& issuer);
// Errors: corrupt (no such document, of another issuer, endpoints without https).
core::Result<ProviderMetadata> provider_metadata(std::string_view json, const std::string& issuer);

// What one log-in is known by on its way: all of it made from the secret that the browser keeps, so
// that the answer fits that browser and nobody who sees one of them knows the others.
struct LoginMarks {
  std::string state;
  std::string nonce;
  std::string verifier;  // PKCE
};
LoginMarks marks_of(std::string_view secret);

// Where the browser is sent to.
std::string authorization_url(const ProviderMetadata& provider, const OidcClient& client,
                              const std::string& redirect_uri, const LoginMarks& marks);

// What it comes back with.
struct ProviderAnswer {
  std::string code;
  std::string state;
  std::string issuer;  // empty: not said
  std::string error;   // of the provider's words; empty: none
};
// Errors: login.
core::Result<void> check_answer(const ProviderAnswer& answer, const ProviderMetadata& provider,
                                const OidcClient& client, const LoginMarks& marks);

// The code for a token.
struct TokenRequest {
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
TokenRequest token_request(const ProviderMetadata& provider, const OidcClient& client,
                           const std::string& redirect_uri, const std::string& code,
                           const LoginMarks& marks);
// Of the answer to it. Errors: login.
core::Result<std::string> id_token_of(int status, std::string_view json);

// Whose token it is, where it was made by that issuer, for this client and this log-in, and holds
// at `now`. Errors: login.
core::Result<std::string> subject_of(std::string_view payload, const OidcClient& client,
                                     const std::string& nonce, store::Seconds now);

}  // namespace jianzhen::api
