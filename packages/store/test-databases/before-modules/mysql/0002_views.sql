-- Rows for people and other programs from what is stored as arrays.
-- Times are UTC whatever the session's time zone is.

-- The newest decomposition, a row a timestamp. A NULL stands where the moving average does not reach.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW decomposition AS
SELECT
  s.canonical AS series,
  s.metric AS metric,
  s.partition_name AS partition_name,
  CAST(DATE_ADD(CAST('1970-01-01 00:00:00' AS DATETIME(3)), INTERVAL (w.window_start_ms + (p.item_number - 1) * w.window_step_ms) * 1000 MICROSECOND) AS DATETIME(3)) AS `timestamp`,
  w.window_start_ms + (p.item_number - 1) * w.window_step_ms AS timestamp_ms,
  p.trend AS trend,
  p.seasonal AS seasonal,
  p.residual AS residual
FROM decomposition_window w
JOIN series s ON s.id = w.series_id
JOIN JSON_TABLE(
  w.points, '$[*]' COLUMNS (
    item_number FOR ORDINALITY,
    trend DOUBLE PATH '$[0]',
    seasonal DOUBLE PATH '$[1]',
    residual DOUBLE PATH '$[2]'
  )
) p;

-- The newest Hodrick-Prescott cycle and trend, a row a timestamp.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW hodrick_prescott AS
SELECT
  s.canonical AS series,
  s.metric AS metric,
  s.partition_name AS partition_name,
  CAST(DATE_ADD(CAST('1970-01-01 00:00:00' AS DATETIME(3)), INTERVAL (w.window_start_ms + (p.item_number - 1) * w.window_step_ms) * 1000 MICROSECOND) AS DATETIME(3)) AS `timestamp`,
  w.window_start_ms + (p.item_number - 1) * w.window_step_ms AS timestamp_ms,
  p.cycle AS cycle,
  p.trend AS trend
FROM hodrick_prescott_window w
JOIN series s ON s.id = w.series_id
JOIN JSON_TABLE(
  w.points, '$[*]' COLUMNS (
    item_number FOR ORDINALITY,
    cycle DOUBLE PATH '$[0]',
    trend DOUBLE PATH '$[1]'
  )
) p;

-- The newest autocorrelation, a row a lag.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW autocorrelation AS
SELECT
  s.canonical AS series,
  s.metric AS metric,
  s.partition_name AS partition_name,
  w.window_end_ms AS window_end_ms,
  p.item_number - 1 AS lag_samples,
  p.autocorrelation AS autocorrelation
FROM autocorrelation_window w
JOIN series s ON s.id = w.series_id
JOIN JSON_TABLE(
  w.points, '$[*]' COLUMNS (
    item_number FOR ORDINALITY,
    autocorrelation DOUBLE PATH '$[0]'
  )
) p;

-- The forecasts, a row a point: all windows that are kept. The newest of a series has series.window_end_ms.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW forecast_point AS
SELECT
  s.canonical AS series,
  s.metric AS metric,
  s.partition_name AS partition_name,
  CAST(DATE_ADD(CAST('1970-01-01 00:00:00' AS DATETIME(3)), INTERVAL (p.at_ms) * 1000 MICROSECOND) AS DATETIME(3)) AS `timestamp`,
  p.at_ms AS timestamp_ms,
  w.window_end_ms AS window_end_ms,
  w.model AS model,
  p.mean_value AS mean_value,
  p.lower_value AS lower_value,
  p.upper_value AS upper_value
FROM forecast w
JOIN series s ON s.id = w.series_id
JOIN JSON_TABLE(
  w.points, '$[*]' COLUMNS (
    item_number FOR ORDINALITY,
    at_ms BIGINT PATH '$[0]',
    mean_value DOUBLE PATH '$[1]',
    lower_value DOUBLE PATH '$[2]',
    upper_value DOUBLE PATH '$[3]'
  )
) p;
