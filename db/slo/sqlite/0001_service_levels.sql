-- What is promised: SLAs and their objectives.

-- Service level agreements.
CREATE TABLE IF NOT EXISTS sla (
  name TEXT NOT NULL CHECK (length(name) <= 63),  -- lower-case letters, digits and hyphens
  description TEXT NOT NULL,  -- for people
  PRIMARY KEY (name)
);

-- Objectives of the SLAs.
CREATE TABLE IF NOT EXISTS objective (
  sla_name TEXT NOT NULL CHECK (length(sla_name) <= 63),  -- sla.name
  objective_index INTEGER NOT NULL,  -- 0, 1, ... in the order they were given
  name TEXT NOT NULL CHECK (length(name) <= 255),  -- unique within the SLA
  indicator TEXT NOT NULL,  -- selector of the series that must keep the bounds, PromQL
  min_value REAL,  -- lower bound, unit of the series; NULL when there is none
  max_value REAL,  -- upper bound, unit of the series; NULL when there is none
  target REAL NOT NULL,  -- share of the window's minutes in which the bounds must hold, 0 to 1
  window_ms INTEGER NOT NULL,  -- window of the target, milliseconds
  PRIMARY KEY (sla_name, objective_index),
  UNIQUE (sla_name, name),
  CONSTRAINT objective_of_sla FOREIGN KEY (sla_name) REFERENCES sla (name) ON DELETE CASCADE
);
