-- What objectives are about, where that is more than a selector: named PromQL expressions.

-- Indicators of the objectives.
CREATE TABLE IF NOT EXISTS indicator (
  name TEXT NOT NULL CHECK (length(name) <= 63),  -- lower-case letters, digits and hyphens
  description TEXT NOT NULL,  -- for people
  expression TEXT NOT NULL,  -- PromQL that comes to a scalar or an instant vector
  PRIMARY KEY (name)
);
