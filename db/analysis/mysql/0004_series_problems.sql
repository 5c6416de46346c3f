-- Series that are not analysed as they should be, and selectors whose series cannot be found out: how each stands.
CREATE TABLE IF NOT EXISTS series_problem (
  problem_sha256 BINARY(32) NOT NULL COMMENT 'SHA-256 of kind, a blank and name in UTF-8',
  sort_key VARBINARY(1000) NOT NULL COMMENT 'first 1000 bytes of name in UTF-8: the order of lists',
  kind VARCHAR(10) NOT NULL COMMENT 'series or selector',
  name MEDIUMTEXT NOT NULL COMMENT 'canonical series, or the selector in PromQL',
  partition_name MEDIUMTEXT NOT NULL COMMENT 'short name of the series for people; empty for a selector',
  selector MEDIUMTEXT NOT NULL COMMENT 'configured selector that found the series; of a selector, itself',
  code VARCHAR(63) NOT NULL COMMENT 'code of the error, as docs/errors.md lists them',
  detail MEDIUMTEXT NOT NULL COMMENT 'sentence for people',
  since_ms BIGINT NOT NULL COMMENT 'when it was met first, epoch milliseconds UTC',
  last_seen_ms BIGINT NOT NULL COMMENT 'when it was met last, epoch milliseconds UTC',
  attempts BIGINT NOT NULL COMMENT 'failed attempts since then',
  next_try_ms BIGINT NOT NULL COMMENT 'when it is tried again, epoch milliseconds UTC',
  expires_ms BIGINT NOT NULL COMMENT 'gone unless reported again by then, epoch milliseconds UTC',
  resolved_ms BIGINT NULL COMMENT 'when it was over, epoch milliseconds UTC; NULL while it lasts',
  PRIMARY KEY (problem_sha256),
  KEY series_problem_order (sort_key, problem_sha256),
  KEY series_problem_age (expires_ms)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Series that are not analysed as they should be, and selectors whose series cannot be found out';
