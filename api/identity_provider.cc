#include "api/identity_provider.h"

#include <chrono>

namespace jianzhen::api {

using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

constexpr store::Seconds kKept = 3600;
constexpr store::Seconds kNewKeys = 60;
constexpr std::chrono::milliseconds kWithin{5000};
constexpr std::size_t kMost = 1 << 20;  // bytes of an answer

}  // namespace

IdentityProvider::IdentityProvider(ProviderOptions options, Outgoing ask, Clock clock)
    : options_(std::move(options)), ask_(std::move(ask)), clock_(std::move(clock)) {}

// The operator named it in the settings: it may well be in the organiser's own network.
Result<OutgoingAnswer> IdentityProvider::ask(OutgoingRequest request) {
  request.internal = true;
  request.most = kMost;
  request.within = kWithin;
  if (!places_.try_acquire()) {
    return fail(ErrorCode::too_many, {"正在登录的人较多，请稍后重试。",
                                      "Many people are logging in. Try again in a moment."});
  }
  auto answer = ask_(request);
  places_.release();
  if (answer) return answer;
  return fail(ErrorCode::unreadable,
              {"统一身份认证服务没有应答，请稍后再试，或用账号和口令登录。",
               "The provider does not answer. Try again later, or log in by name and password."},
              answer.error().detail, "oidc");
}

Result<IdentityProvider::Known> IdentityProvider::asked() {
  const std::string& issuer = options_.client.issuer;
  const auto told = ask({OutgoingRequest::Verb::get, metadata_url(issuer)});
  if (!told) return fail(told.error());
  auto metadata = provider_metadata(told->body, issuer);
  if (!metadata) return fail(metadata.error());
  const auto published = ask({OutgoingRequest::Verb::get, metadata->jwks_uri});
  if (!published) return fail(published.error());
  auto keys = KeySet::parse(published->body);
  if (!keys) return fail(keys.error());
  return Known{std::move(*metadata), std::make_shared<const KeySet>(std::move(*keys)), clock_()};
}

Result<IdentityProvider::Known> IdentityProvider::known(store::Seconds not_older) {
  {
    const std::lock_guard lock(mutex_);
    if (known_ && known_->at > clock_() - not_older) return *known_;
  }
  auto fresh = asked();  // without the lock: it may take long
  if (!fresh) return fresh;
  const std::lock_guard lock(mutex_);
  known_ = *fresh;
  return fresh;
}

Result<std::string> IdentityProvider::address(const std::string& secret,
                                              const std::string& redirect_uri) {
  const auto provider = known(kKept);
  if (!provider) return fail(provider.error());
  return authorization_url(provider->metadata, options_.client, redirect_uri, marks_of(secret));
}

Result<store::Subject> IdentityProvider::subject(const ProviderAnswer& answer,
                                                 const std::string& secret,
                                                 const std::string& redirect_uri) {
  auto provider = known(kKept);
  if (!provider) return fail(provider.error());
  const OidcClient& client = options_.client;
  const LoginMarks marks = marks_of(secret);
  if (auto good = check_answer(answer, provider->metadata, client, marks); !good) {
    return fail(good.error());
  }
  TokenRequest asking = token_request(provider->metadata, client, redirect_uri, answer.code, marks);
  const auto given = ask({OutgoingRequest::Verb::post, provider->metadata.token_endpoint,
                          std::move(asking.headers), std::move(asking.body)});
  if (!given) return fail(given.error());
  const auto token = id_token_of(given->status, given->body);
  if (!token) return fail(token.error());
  if (!provider->keys->may_know(*token)) {
    provider = known(kNewKeys);
    if (!provider) return fail(provider.error());
  }
  const auto payload = provider->keys->payload_of(*token);
  if (!payload) return fail(payload.error());
  auto subject = subject_of(*payload, client, marks.nonce, clock_());
  if (!subject) return fail(subject.error());
  return store::Subject{client.issuer, std::move(*subject)};
}

}  // namespace jianzhen::api
