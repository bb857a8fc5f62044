-- People, their sessions and second factors: read and written by the sign-in library through http/sign-in.ts, and by nobody else.

CREATE TABLE auth_user (
  id                 text PRIMARY KEY,
  name               text NOT NULL,
  email              text NOT NULL UNIQUE,
  email_verified     boolean NOT NULL DEFAULT false,
  image              text,
  two_factor_enabled boolean NOT NULL DEFAULT false,
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE auth_session (
  id          text PRIMARY KEY,
  token       text NOT NULL UNIQUE,
  user_id     text NOT NULL REFERENCES auth_user ON DELETE CASCADE,
  -- The operator this session works for; empty: the member's first.
  operator_id integer,
  ip_address  text,
  user_agent  text,
  expires_at  timestamptz NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX auth_session_by_user ON auth_session (user_id);

CREATE TABLE auth_account (
  id                       text PRIMARY KEY,
  account_id               text NOT NULL,
  provider_id              text NOT NULL,
  user_id                  text NOT NULL REFERENCES auth_user ON DELETE CASCADE,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  password                 text,
  created_at               timestamptz NOT NULL DEFAULT now(),
  updated_at               timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX auth_account_by_user ON auth_account (user_id);

CREATE TABLE auth_verification (
  id         text PRIMARY KEY,
  identifier text NOT NULL,
  value      text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX auth_verification_by_identifier ON auth_verification (identifier);

CREATE TABLE auth_two_factor (
  id                        text PRIMARY KEY,
  user_id                   text NOT NULL REFERENCES auth_user ON DELETE CASCADE,
  secret                    text NOT NULL,
  backup_codes              text NOT NULL,
  verified                  boolean NOT NULL DEFAULT true,
  failed_verification_count integer NOT NULL DEFAULT 0,
  locked_until              timestamptz
);
CREATE UNIQUE INDEX auth_two_factor_by_user ON auth_two_factor (user_id);

-- Counters of attempts (rate-limiter-flexible): shared by all nodes, so that an attacker cannot go from one to the next.
CREATE TABLE auth_attempts (
  key    text PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);
CREATE INDEX auth_attempts_by_expiry ON auth_attempts (expire);

ALTER TABLE members ADD FOREIGN KEY (user_id) REFERENCES auth_user ON DELETE CASCADE;

-- The console may read the names of its own operator's people, and nothing else in here.
ALTER TABLE auth_user ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_people ON auth_user TO voltyard_console USING (id IN (SELECT user_id FROM members));
GRANT SELECT (id, name, email, two_factor_enabled) ON auth_user TO voltyard_console;
