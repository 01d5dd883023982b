-- What models were used for, by hour. Servers that share the store have rows of their own.
CREATE TABLE usage (
  model TEXT NOT NULL,
  -- Hours since 1970, UTC.
  hour INTEGER NOT NULL,
  server TEXT NOT NULL,
  requests INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  disconnects INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  cached_input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  -- USD, an exact decimal.
  cost TEXT NOT NULL,
  unpriced_requests INTEGER NOT NULL,
  latency BLOB NOT NULL,
  ttft BLOB NOT NULL,
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
  matches INTEGER NOT NULL,
  successes INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  -- As Java writes a double.
  strength TEXT NOT NULL,
  last_used_millis INTEGER NOT NULL,
  PRIMARY KEY (query, model)
);
