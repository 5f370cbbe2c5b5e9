-- Log-in by a provider of identities (OpenID Connect): whose account a subject of it is, and
-- log-ins that are on their way there and back.

CREATE TABLE account_subject (
  account BIGINT PRIMARY KEY REFERENCES account (id),
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL CHECK (length(subject) > 0),
  UNIQUE (issuer, subject)
);
--
CREATE TABLE provider_login (
  secret TEXT PRIMARY KEY,    -- SHA-256 of the cookie's value, hexadecimal
  invitation TEXT NOT NULL,   -- SHA-256 of the link's secret that is taken with it; empty: none
  account BIGINT REFERENCES account (id),  -- once the provider has said who it is, and a code lacks
  expires_at BIGINT NOT NULL
);
