-- Rows for people and other programs from what is stored as arrays.
-- Times are UTC whatever the session's time zone is.

-- The newest decomposition, a row a timestamp. A NULL stands where the moving average does not reach.
CREATE VIEW IF NOT EXISTS decomposition AS
SELECT
  s.canonical AS series,
  s.metric AS metric,
  s.partition_name AS partition_name,
  strftime('%Y-%m-%d %H:%M:%f', (w.window_start_ms + p.key * w.window_step_ms) / 1000.0, 'unixepoch') AS timestamp,
  w.window_start_ms + p.key * w.window_step_ms AS timestamp_ms,
  p.value ->> 0 AS trend,
  p.value ->> 1 AS seasonal,
  p.value ->> 2 AS residual
FROM decomposition_window w
JOIN series s ON s.id = w.series_id
JOIN json_each(w.points) p;

-- The newest Hodrick-Prescott cycle and trend, a row a timestamp.
CREATE VIEW IF NOT EXISTS hodrick_prescott AS
SELECT
  s.canonical AS series,
  s.metric AS metric,
  s.partition_name AS partition_name,
  strftime('%Y-%m-%d %H:%M:%f', (w.window_start_ms + p.key * w.window_step_ms) / 1000.0, 'unixepoch') AS timestamp,
  w.window_start_ms + p.key * w.window_step_ms AS timestamp_ms,
  p.value ->> 0 AS cycle,
  p.value ->> 1 AS trend
FROM hodrick_prescott_window w
JOIN series s ON s.id = w.series_id
JOIN json_each(w.points) p;

-- The newest autocorrelation, a row a lag.
CREATE VIEW IF NOT EXISTS autocorrelation AS
SELECT
  s.canonical AS series,
  s.metric AS metric,
  s.partition_name AS partition_name,
  w.window_end_ms AS window_end_ms,
  p.key AS lag_samples,
  p.value ->> 0 AS autocorrelation
FROM autocorrelation_window w
JOIN series s ON s.id = w.series_id
JOIN json_each(w.points) p;

-- The forecasts, a row a point: all windows that are kept. The newest of a series has series.window_end_ms.
CREATE VIEW IF NOT EXISTS forecast_point AS
SELECT
  s.canonical AS series,
  s.metric AS metric,
  s.partition_name AS partition_name,
  strftime('%Y-%m-%d %H:%M:%f', (p.value ->> 0) / 1000.0, 'unixepoch') AS timestamp,
  p.value ->> 0 AS timestamp_ms,
  w.window_end_ms AS window_end_ms,
  w.model AS model,
  p.value ->> 1 AS mean_value,
  p.value ->> 2 AS lower_value,
  p.value ->> 3 AS upper_value
FROM forecast w
JOIN series s ON s.id = w.series_id
JOIN json_each(w.points) p;
