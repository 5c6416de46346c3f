-- What objectives are about, where that is more than a selector: named PromQL expressions and ratios.

CREATE TABLE IF NOT EXISTS indicator (
  name VARCHAR(63) NOT NULL COMMENT 'lower-case letters, digits and hyphens',
  description MEDIUMTEXT NOT NULL COMMENT 'for people',
  definition MEDIUMTEXT NOT NULL COMMENT 'an expression, or a ratio of counters; JSON',
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Indicators of the objectives';
