-- What was computed: one row a series, and one row a series and window for each stage of its analysis.
-- Texts are compared by bytes: labels differ by case and accents.

-- Series that were analysed, each with its newest window.
CREATE TABLE IF NOT EXISTS series (
  id INTEGER NOT NULL PRIMARY KEY,  -- first 53 bits of canonical_sha256: the same in every database, exact in every client
  canonical_sha256 BLOB NOT NULL CHECK (length(canonical_sha256) <= 32),  -- SHA-256 of canonical in UTF-8
  sort_key BLOB NOT NULL CHECK (length(sort_key) <= 1000),  -- first 1000 bytes of canonical in UTF-8: the order of lists
  canonical TEXT NOT NULL,  -- metric{a="x",b="y"}, labels sorted by name
  metric TEXT NOT NULL,  -- metric name
  partition_name TEXT NOT NULL,  -- short name for people, such as a device
  labels TEXT NOT NULL,  -- JSON object of the labels, sorted by name
  window_start_ms INTEGER NOT NULL,  -- newest window: first grid point, epoch milliseconds UTC
  window_end_ms INTEGER NOT NULL,  -- newest window: last grid point, epoch milliseconds UTC
  window_step_ms INTEGER NOT NULL,  -- newest window: distance of the grid points, milliseconds
  sample_count INTEGER NOT NULL,  -- newest window: grid points with a sample
  missing_count INTEGER NOT NULL,  -- newest window: grid points without a sample
  UNIQUE (canonical_sha256)
);
CREATE INDEX IF NOT EXISTS series_order ON series (sort_key, id);
CREATE INDEX IF NOT EXISTS series_text ON series (canonical);
CREATE INDEX IF NOT EXISTS series_partition ON series (partition_name);

-- Augmented Dickey-Fuller test, a row a series and window.
CREATE TABLE IF NOT EXISTS dickey_fuller (
  series_id INTEGER NOT NULL,  -- series.id
  window_start_ms INTEGER NOT NULL,  -- first grid point, epoch milliseconds UTC
  window_end_ms INTEGER NOT NULL,  -- last grid point, epoch milliseconds UTC
  window_step_ms INTEGER NOT NULL,  -- distance of the grid points, milliseconds
  sample_count INTEGER NOT NULL,  -- grid points with a sample
  missing_count INTEGER NOT NULL,  -- grid points without a sample
  statistic REAL,  -- test statistic
  p_value REAL,  -- approximate p-value, 0 to 1
  used_lag INTEGER,  -- lagged differences in the regression
  observations INTEGER,  -- rows of the regression
  critical_value_1_percent REAL,  -- critical value at 1 percent
  critical_value_5_percent REAL,  -- critical value at 5 percent
  critical_value_10_percent REAL,  -- critical value at 10 percent
  stationary INTEGER,  -- p < 0.05: a unit root is rejected
  reason TEXT CHECK (length(reason) <= 255),  -- why there is no result, NULL when there is one
  reason_detail TEXT,  -- the reason with its numbers
  PRIMARY KEY (series_id, window_end_ms)
);
CREATE INDEX IF NOT EXISTS dickey_fuller_age ON dickey_fuller (window_end_ms);

-- Statistics over bins of one width, a row a series, window and width.
CREATE TABLE IF NOT EXISTS aggregates (
  series_id INTEGER NOT NULL,  -- series.id
  window_start_ms INTEGER NOT NULL,  -- first grid point, epoch milliseconds UTC
  window_end_ms INTEGER NOT NULL,  -- last grid point, epoch milliseconds UTC
  window_step_ms INTEGER NOT NULL,  -- distance of the grid points, milliseconds
  sample_count INTEGER NOT NULL,  -- grid points with a sample
  missing_count INTEGER NOT NULL,  -- grid points without a sample
  bin_index INTEGER NOT NULL,  -- 0, 1, ... from the narrowest bins; 0 with bin_ms NULL when there is no result
  bin_ms INTEGER,  -- width of the bins, milliseconds
  bin_count INTEGER,  -- bins that hold a sample
  max_value REAL,  -- largest of the bins' last values, unit of the series
  min_value REAL,  -- smallest of the bins' last values, unit of the series
  mean_value REAL,  -- mean of the bins' last values, unit of the series
  standard_deviation REAL,  -- sample standard deviation, unit of the series; NULL for fewer than two bins
  reason TEXT CHECK (length(reason) <= 255),  -- why there is no result, NULL when there is one
  reason_detail TEXT,  -- the reason with its numbers
  PRIMARY KEY (series_id, window_end_ms, bin_index)
);
CREATE INDEX IF NOT EXISTS aggregates_age ON aggregates (window_end_ms);

-- Forecasts from the end of a window on, a row a series and window.
CREATE TABLE IF NOT EXISTS forecast (
  series_id INTEGER NOT NULL,  -- series.id
  window_start_ms INTEGER NOT NULL,  -- first grid point, epoch milliseconds UTC
  window_end_ms INTEGER NOT NULL,  -- last grid point, epoch milliseconds UTC
  window_step_ms INTEGER NOT NULL,  -- distance of the grid points, milliseconds
  sample_count INTEGER NOT NULL,  -- grid points with a sample
  missing_count INTEGER NOT NULL,  -- grid points without a sample
  model TEXT,  -- model that was fitted
  model_choice TEXT,  -- why this model
  interval_level REAL,  -- probability that the prediction interval holds, 0 to 1
  forecast_step_ms INTEGER,  -- distance of the points, milliseconds
  max_value REAL,  -- largest of the points' means, unit of the series
  min_value REAL,  -- smallest of the points' means, unit of the series
  mean_value REAL,  -- mean of the points' means, unit of the series
  points TEXT,  -- JSON [[timestamp_ms, mean, lower, upper], ...]; rows in the view forecast_point
  reason TEXT CHECK (length(reason) <= 255),  -- why there is no result, NULL when there is one
  reason_detail TEXT,  -- the reason with its numbers
  PRIMARY KEY (series_id, window_end_ms)
);
CREATE INDEX IF NOT EXISTS forecast_age ON forecast (window_end_ms);

-- How long each stage took, a row a series and window.
CREATE TABLE IF NOT EXISTS execution_time (
  series_id INTEGER NOT NULL,  -- series.id
  window_start_ms INTEGER NOT NULL,  -- first grid point, epoch milliseconds UTC
  window_end_ms INTEGER NOT NULL,  -- last grid point, epoch milliseconds UTC
  window_step_ms INTEGER NOT NULL,  -- distance of the grid points, milliseconds
  sample_count INTEGER NOT NULL,  -- grid points with a sample
  missing_count INTEGER NOT NULL,  -- grid points without a sample
  dickey_fuller_ms REAL,  -- milliseconds of the augmented Dickey-Fuller test
  hodrick_prescott_ms REAL,  -- milliseconds of the Hodrick-Prescott filter
  autocorrelation_ms REAL,  -- milliseconds of the autocorrelation
  decomposition_ms REAL,  -- milliseconds of the decomposition
  aggregates_ms REAL,  -- milliseconds of the aggregates
  forecast_ms REAL,  -- milliseconds of the forecast
  total_ms REAL,  -- milliseconds of all stages with the preparation
  PRIMARY KEY (series_id, window_end_ms)
);
CREATE INDEX IF NOT EXISTS execution_time_age ON execution_time (window_end_ms);

-- Hodrick-Prescott filter of the newest window, a row a series.
CREATE TABLE IF NOT EXISTS hodrick_prescott_window (
  series_id INTEGER NOT NULL PRIMARY KEY,  -- series.id
  window_start_ms INTEGER NOT NULL,  -- first grid point, epoch milliseconds UTC
  window_end_ms INTEGER NOT NULL,  -- last grid point, epoch milliseconds UTC
  window_step_ms INTEGER NOT NULL,  -- distance of the grid points, milliseconds
  sample_count INTEGER NOT NULL,  -- grid points with a sample
  missing_count INTEGER NOT NULL,  -- grid points without a sample
  lambda REAL,  -- smoothing of the trend
  points TEXT,  -- JSON [[cycle, trend], ...], a pair a grid point; rows in the view hodrick_prescott
  reason TEXT CHECK (length(reason) <= 255),  -- why there is no result, NULL when there is one
  reason_detail TEXT  -- the reason with its numbers
);

-- Autocorrelation of the newest window, a row a series.
CREATE TABLE IF NOT EXISTS autocorrelation_window (
  series_id INTEGER NOT NULL PRIMARY KEY,  -- series.id
  window_start_ms INTEGER NOT NULL,  -- first grid point, epoch milliseconds UTC
  window_end_ms INTEGER NOT NULL,  -- last grid point, epoch milliseconds UTC
  window_step_ms INTEGER NOT NULL,  -- distance of the grid points, milliseconds
  sample_count INTEGER NOT NULL,  -- grid points with a sample
  missing_count INTEGER NOT NULL,  -- grid points without a sample
  points TEXT,  -- JSON [[autocorrelation], ...], from lag 0; rows in the view autocorrelation
  reason TEXT CHECK (length(reason) <= 255),  -- why there is no result, NULL when there is one
  reason_detail TEXT  -- the reason with its numbers
);

-- Seasonal decomposition of the newest window, a row a series.
CREATE TABLE IF NOT EXISTS decomposition_window (
  series_id INTEGER NOT NULL PRIMARY KEY,  -- series.id
  window_start_ms INTEGER NOT NULL,  -- first grid point, epoch milliseconds UTC
  window_end_ms INTEGER NOT NULL,  -- last grid point, epoch milliseconds UTC
  window_step_ms INTEGER NOT NULL,  -- distance of the grid points, milliseconds
  sample_count INTEGER NOT NULL,  -- grid points with a sample
  missing_count INTEGER NOT NULL,  -- grid points without a sample
  model TEXT CHECK (length(model) <= 20),  -- additive or multiplicative
  period_samples INTEGER,  -- season, samples
  points TEXT,  -- JSON [[trend, seasonal, residual], ...], a triple a grid point; rows in the view decomposition
  reason TEXT CHECK (length(reason) <= 255),  -- why there is no result, NULL when there is one
  reason_detail TEXT  -- the reason with its numbers
);

-- How far each partition is stored; moved in the transaction of the rows.
CREATE TABLE IF NOT EXISTS consumer_offset (
  consumer_group TEXT NOT NULL CHECK (length(consumer_group) <= 255),  -- consumer group that reads the topic
  topic TEXT NOT NULL CHECK (length(topic) <= 255),  -- topic
  partition_number INTEGER NOT NULL,  -- partition of the topic
  next_offset INTEGER NOT NULL,  -- offset to read next; all below is in these tables
  PRIMARY KEY (consumer_group, topic, partition_number)
);
