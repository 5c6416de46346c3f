-- What the days of long windows came to, so that nobody asks Prometheus for a year at each look.

CREATE TABLE IF NOT EXISTS tallied_day (
  tally_sha256 BINARY(32) NOT NULL COMMENT 'SHA-256 of what was tallied: the indicator with its definition, the bounds, the least volume of a minute',
  day_ms BIGINT NOT NULL COMMENT 'begin of the day in UTC, epoch milliseconds; it may have had no series',
  PRIMARY KEY (tally_sha256, day_ms),
  KEY tallied_day_age (day_ms)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Days that were tallied';

CREATE TABLE IF NOT EXISTS day_tally (
  tally_sha256 BINARY(32) NOT NULL COMMENT 'tallied_day.tally_sha256',
  day_ms BIGINT NOT NULL COMMENT 'tallied_day.day_ms',
  series_sha256 BINARY(32) NOT NULL COMMENT 'SHA-256 of the canonical series in UTF-8',
  metric MEDIUMTEXT NOT NULL COMMENT 'name of the series',
  labels MEDIUMTEXT NOT NULL COMMENT 'labels of the series, JSON object',
  known VARBINARY(180) NOT NULL COMMENT 'a bit for each minute of the day that has a sample, the first one the lowest of the first byte',
  violated VARBINARY(180) NOT NULL COMMENT 'as known, for the minutes outside the bounds',
  left_out VARBINARY(180) NULL COMMENT 'as known, for the minutes of maintenance whose events are not counted; NULL where no events are',
  events MEDIUMTEXT NULL COMMENT 'events and bad events of each hour, JSON array of pairs; NULL where no events are counted',
  PRIMARY KEY (tally_sha256, day_ms, series_sha256),
  KEY day_tally_age (day_ms)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'What days came to, by series';
