-- How objectives stood at the end of each minute, as they were judged then.

-- No foreign key: the history of an SLA that was deleted stays until it is old. Names of objectives are bytes, since the collations that MySQL
-- and MariaDB share make no difference between a name and the same name with a blank behind it.
CREATE TABLE IF NOT EXISTS objective_verdict (
  sla_name VARCHAR(63) NOT NULL COMMENT 'name of the SLA, which may have been deleted since',
  objective_name VARBINARY(1020) NOT NULL COMMENT 'name of the objective within the SLA, in UTF-8',
  end_ms BIGINT NOT NULL COMMENT 'behind the newest whole minute that the verdict knows, epoch milliseconds UTC',
  definition_sha256 BINARY(32) NOT NULL COMMENT 'SHA-256 of what was judged: the definitions of SLA, objective and indicator',
  evaluated_at_ms BIGINT NOT NULL COMMENT 'when it was judged, epoch milliseconds UTC',
  state VARCHAR(20) NOT NULL COMMENT 'violated, at-risk, insufficient-data or ok',
  reason VARCHAR(63) NULL COMMENT 'why there are not enough data; NULL for the other states',
  target_met BOOLEAN NULL COMMENT 'every series keeps the target over its window; NULL when unknown',
  compliance DOUBLE NULL COMMENT 'lowest share of its window in which a series kept the bounds, 0 to 1; NULL when unknown',
  budget_remaining DOUBLE NULL COMMENT 'smallest remaining share of the error budget, at most 1, negative when overspent; NULL when unknown, and where nothing is allowed',
  violation_probability DOUBLE NULL COMMENT 'highest predicted probability of a violation, 0 to 1; NULL without a prediction',
  first_violation_ms BIGINT NULL COMMENT 'the earliest violation that is predicted, epoch milliseconds UTC; NULL when none is',
  series_count BIGINT NOT NULL COMMENT 'series that the objective has',
  violated_count BIGINT NOT NULL COMMENT 'series that were violated',
  PRIMARY KEY (sla_name, objective_name, end_ms),
  KEY objective_verdict_age (end_ms)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'How objectives stood at the end of each minute';
