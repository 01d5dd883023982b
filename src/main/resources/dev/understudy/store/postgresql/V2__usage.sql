-- What models were used for, by hour. Servers that share the store have rows of their own.
CREATE TABLE usage (
  model TEXT COLLATE "C" NOT NULL,
  -- Hours since 1970, UTC.
  hour BIGINT NOT NULL,
  server TEXT NOT NULL,
  requests BIGINT NOT NULL,
  errors BIGINT NOT NULL,
  disconnects BIGINT NOT NULL,
  input_tokens BIGINT NOT NULL,
  cached_input_tokens BIGINT NOT NULL,
  output_tokens BIGINT NOT NULL,
  reasoning_tokens BIGINT NOT NULL,
  -- USD, an exact decimal.
  cost TEXT NOT NULL,
  unpriced_requests BIGINT NOT NULL,
  latency BYTEA NOT NULL,
  ttft BYTEA NOT NULL,
  PRIMARY KEY (model, hour, server)
);

CREATE INDEX usage_by_hour ON usage (hour);

-- The last batch of counts that each server has added.
CREATE TABLE usage_batches (
  server TEXT PRIMARY KEY,
  batch TEXT NOT NULL
);

-- What names were taken to mean.
CREATE TABLE learned_matches (
  query TEXT NOT NULL,
  model TEXT NOT NULL,
  matches BIGINT NOT NULL,
  successes BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  -- As Java writes a double.
  strength TEXT NOT NULL,
  last_used_millis BIGINT NOT NULL,
  PRIMARY KEY (query, model)
);
