-- What is promised: SLAs and their objectives.

CREATE TABLE IF NOT EXISTS sla (
  name VARCHAR(63) NOT NULL COMMENT 'lower-case letters, digits and hyphens',
  description MEDIUMTEXT NOT NULL COMMENT 'for people',
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Service level agreements';

CREATE TABLE IF NOT EXISTS objective (
  sla_name VARCHAR(63) NOT NULL COMMENT 'sla.name',
  objective_index INT NOT NULL COMMENT '0, 1, ... in the order they were given',
  name VARCHAR(255) NOT NULL COMMENT 'unique within the SLA',
  indicator MEDIUMTEXT NOT NULL COMMENT 'selector of the series that must keep the bounds, PromQL',
  min_value DOUBLE NULL COMMENT 'lower bound, unit of the series; NULL when there is none',
  max_value DOUBLE NULL COMMENT 'upper bound, unit of the series; NULL when there is none',
  target DOUBLE NOT NULL COMMENT 'share of the window''s minutes in which the bounds must hold, 0 to 1',
  window_ms BIGINT NOT NULL COMMENT 'window of the target, milliseconds',
  PRIMARY KEY (sla_name, objective_index),
  UNIQUE KEY objective_name (sla_name, name),
  CONSTRAINT objective_of_sla FOREIGN KEY (sla_name) REFERENCES sla (name) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Objectives of the SLAs';
