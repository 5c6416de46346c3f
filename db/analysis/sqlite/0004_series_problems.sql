-- Series that are not analysed as they should be, and selectors whose series cannot be found out: how each stands.
CREATE TABLE IF NOT EXISTS series_problem (
  problem_sha256 BLOB NOT NULL PRIMARY KEY CHECK (length(problem_sha256) <= 32),  -- SHA-256 of kind, a blank and name in UTF-8
  sort_key BLOB NOT NULL CHECK (length(sort_key) <= 1000),  -- first 1000 bytes of name in UTF-8: the order of lists
  kind TEXT NOT NULL CHECK (length(kind) <= 10),  -- series or selector
  name TEXT NOT NULL,  -- canonical series, or the selector in PromQL
  partition_name TEXT NOT NULL,  -- short name of the series for people; empty for a selector
  selector TEXT NOT NULL,  -- configured selector that found the series; of a selector, itself
  code TEXT NOT NULL CHECK (length(code) <= 63),  -- code of the error, as docs/errors.md lists them
  detail TEXT NOT NULL,  -- sentence for people
  since_ms INTEGER NOT NULL,  -- when it was met first, epoch milliseconds UTC
  last_seen_ms INTEGER NOT NULL,  -- when it was met last, epoch milliseconds UTC
  attempts INTEGER NOT NULL,  -- failed attempts since then
  next_try_ms INTEGER NOT NULL,  -- when it is tried again, epoch milliseconds UTC
  expires_ms INTEGER NOT NULL,  -- gone unless reported again by then, epoch milliseconds UTC
  resolved_ms INTEGER  -- when it was over, epoch milliseconds UTC; NULL while it lasts
);
CREATE INDEX IF NOT EXISTS series_problem_order ON series_problem (sort_key, problem_sha256);
CREATE INDEX IF NOT EXISTS series_problem_age ON series_problem (expires_ms);
