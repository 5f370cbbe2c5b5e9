-- A second proof beside the password: the key that a telephone has too, and codes for when it is
-- lost. The key itself must be kept, for it is reckoned with; of recovery codes the hashes alone.

CREATE TABLE second_factor (
  account BIGINT PRIMARY KEY REFERENCES account (id),
  totp_key TEXT NOT NULL,
  in_use INTEGER NOT NULL CHECK (in_use IN (0, 1)),  -- asked for, once a code of it was shown
  used_step BIGINT NOT NULL                          -- no code up to this one counts any more
);
--
CREATE TABLE recovery_code (
  account BIGINT NOT NULL REFERENCES account (id),
  secret TEXT NOT NULL,       -- SHA-256, hexadecimal
  PRIMARY KEY (account, secret)
);
