-- What objectives are about, where that is more than a selector: named PromQL expressions and ratios.

-- Indicators of the objectives.
CREATE TABLE IF NOT EXISTS indicator (
  name TEXT NOT NULL CHECK (length(name) <= 63),  -- lower-case letters, digits and hyphens
  description TEXT NOT NULL,  -- for people
  definition TEXT NOT NULL,  -- an expression, or a ratio of counters; JSON
  PRIMARY KEY (name)
);
