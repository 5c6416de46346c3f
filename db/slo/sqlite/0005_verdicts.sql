-- How objectives stood at the end of each minute, as they were judged then.

-- No foreign key: the history of an SLA that was deleted stays until it is old.
CREATE TABLE IF NOT EXISTS objective_verdict (
  sla_name TEXT NOT NULL CHECK (length(sla_name) <= 63),  -- name of the SLA, which may have been deleted since
  objective_name TEXT NOT NULL CHECK (length(objective_name) <= 255),  -- name of the objective within the SLA
  end_ms INTEGER NOT NULL,  -- behind the newest whole minute that the verdict knows, epoch milliseconds UTC
  definition_sha256 BLOB NOT NULL CHECK (length(definition_sha256) <= 32),  -- SHA-256 of what was judged: the definitions of SLA, objective and indicator
  evaluated_at_ms INTEGER NOT NULL,  -- when it was judged, epoch milliseconds UTC
  state TEXT NOT NULL CHECK (length(state) <= 20),  -- violated, at-risk, insufficient-data or ok
  reason TEXT CHECK (length(reason) <= 63),  -- why there are not enough data; NULL for the other states
  target_met INTEGER,  -- every series keeps the target over its window; NULL when unknown
  compliance REAL,  -- lowest share of its window in which a series kept the bounds, 0 to 1; NULL when unknown
  budget_remaining REAL,  -- smallest remaining share of the error budget, at most 1, negative when overspent; NULL when unknown, and where nothing is allowed
  violation_probability REAL,  -- highest predicted probability of a violation, 0 to 1; NULL without a prediction
  first_violation_ms INTEGER,  -- the earliest violation that is predicted, epoch milliseconds UTC; NULL when none is
  series_count INTEGER NOT NULL,  -- series that the objective has
  violated_count INTEGER NOT NULL,  -- series that were violated
  PRIMARY KEY (sla_name, objective_name, end_ms)
);
CREATE INDEX IF NOT EXISTS objective_verdict_age ON objective_verdict (end_ms);
