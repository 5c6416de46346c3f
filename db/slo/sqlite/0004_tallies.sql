-- What the days of long windows came to, so that nobody asks Prometheus for a year at each look.

-- Days that were tallied.
CREATE TABLE IF NOT EXISTS tallied_day (
  tally_sha256 BLOB NOT NULL CHECK (length(tally_sha256) <= 32),  -- SHA-256 of what was tallied: the indicator with its definition, the bounds, the least volume of a minute
  day_ms INTEGER NOT NULL,  -- begin of the day in UTC, epoch milliseconds; it may have had no series
  PRIMARY KEY (tally_sha256, day_ms)
);
CREATE INDEX IF NOT EXISTS tallied_day_age ON tallied_day (day_ms);

-- What days came to, by series.
CREATE TABLE IF NOT EXISTS day_tally (
  tally_sha256 BLOB NOT NULL CHECK (length(tally_sha256) <= 32),  -- tallied_day.tally_sha256
  day_ms INTEGER NOT NULL,  -- tallied_day.day_ms
  series_sha256 BLOB NOT NULL CHECK (length(series_sha256) <= 32),  -- SHA-256 of the canonical series in UTF-8
  metric TEXT NOT NULL,  -- name of the series
  labels TEXT NOT NULL,  -- labels of the series, JSON object
  known BLOB NOT NULL CHECK (length(known) <= 180),  -- a bit for each minute of the day that has a sample, the first one the lowest of the first byte
  violated BLOB NOT NULL CHECK (length(violated) <= 180),  -- as known, for the minutes outside the bounds
  left_out BLOB CHECK (length(left_out) <= 180),  -- as known, for the minutes of maintenance whose events are not counted; NULL where no events are
  events TEXT,  -- events and bad events of each hour, JSON array of pairs; NULL where no events are counted
  PRIMARY KEY (tally_sha256, day_ms, series_sha256)
);
CREATE INDEX IF NOT EXISTS day_tally_age ON day_tally (day_ms);
