-- What was computed: one row a series, and one row a series and window for each stage of its analysis.
-- Every statement can be run again: MySQL commits each by itself, so a migration that stops half way starts over.
-- Names are compared by bytes (utf8mb4_bin): labels differ by case and accents.

CREATE TABLE IF NOT EXISTS series (
  id BIGINT NOT NULL COMMENT 'first 53 bits of canonical_sha256: the same in every database, exact in every client',
  canonical_sha256 BINARY(32) NOT NULL COMMENT 'SHA-256 of canonical in UTF-8',
  sort_key VARBINARY(1000) NOT NULL COMMENT 'first 1000 bytes of canonical in UTF-8: the order of lists',
  canonical MEDIUMTEXT NOT NULL COMMENT 'metric{a="x",b="y"}, labels sorted by name',
  metric MEDIUMTEXT NOT NULL COMMENT 'metric name',
  partition_name MEDIUMTEXT NOT NULL COMMENT 'short name for people, such as a device',
  labels MEDIUMTEXT NOT NULL COMMENT 'JSON object of the labels, sorted by name',
  window_start_ms BIGINT NOT NULL COMMENT 'newest window: first grid point, epoch milliseconds UTC',
  window_end_ms BIGINT NOT NULL COMMENT 'newest window: last grid point, epoch milliseconds UTC',
  window_step_ms BIGINT NOT NULL COMMENT 'newest window: distance of the grid points, milliseconds',
  sample_count BIGINT NOT NULL COMMENT 'newest window: grid points with a sample',
  missing_count BIGINT NOT NULL COMMENT 'newest window: grid points without a sample',
  PRIMARY KEY (id),
  UNIQUE KEY series_canonical (canonical_sha256),
  KEY series_order (sort_key, id),
  KEY series_text (canonical(191)),
  KEY series_partition (partition_name(64))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Series that were analysed, each with its newest window';

CREATE TABLE IF NOT EXISTS dickey_fuller (
  series_id BIGINT NOT NULL COMMENT 'series.id',
  window_start_ms BIGINT NOT NULL COMMENT 'first grid point, epoch milliseconds UTC',
  window_end_ms BIGINT NOT NULL COMMENT 'last grid point, epoch milliseconds UTC',
  window_step_ms BIGINT NOT NULL COMMENT 'distance of the grid points, milliseconds',
  sample_count BIGINT NOT NULL COMMENT 'grid points with a sample',
  missing_count BIGINT NOT NULL COMMENT 'grid points without a sample',
  statistic DOUBLE NULL COMMENT 'test statistic',
  p_value DOUBLE NULL COMMENT 'approximate p-value, 0 to 1',
  used_lag BIGINT NULL COMMENT 'lagged differences in the regression',
  observations BIGINT NULL COMMENT 'rows of the regression',
  critical_value_1_percent DOUBLE NULL COMMENT 'critical value at 1 percent',
  critical_value_5_percent DOUBLE NULL COMMENT 'critical value at 5 percent',
  critical_value_10_percent DOUBLE NULL COMMENT 'critical value at 10 percent',
  stationary BOOLEAN NULL COMMENT 'p < 0.05: a unit root is rejected',
  reason VARCHAR(255) NULL COMMENT 'why there is no result, NULL when there is one',
  reason_detail MEDIUMTEXT NULL COMMENT 'the reason with its numbers',
  PRIMARY KEY (series_id, window_end_ms),
  KEY dickey_fuller_age (window_end_ms)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Augmented Dickey-Fuller test, a row a series and window';

CREATE TABLE IF NOT EXISTS aggregates (
  series_id BIGINT NOT NULL COMMENT 'series.id',
  window_start_ms BIGINT NOT NULL COMMENT 'first grid point, epoch milliseconds UTC',
  window_end_ms BIGINT NOT NULL COMMENT 'last grid point, epoch milliseconds UTC',
  window_step_ms BIGINT NOT NULL COMMENT 'distance of the grid points, milliseconds',
  sample_count BIGINT NOT NULL COMMENT 'grid points with a sample',
  missing_count BIGINT NOT NULL COMMENT 'grid points without a sample',
  bin_index INT NOT NULL COMMENT '0, 1, ... from the narrowest bins; 0 with bin_ms NULL when there is no result',
  bin_ms BIGINT NULL COMMENT 'width of the bins, milliseconds',
  bin_count BIGINT NULL COMMENT 'bins that hold a sample',
  max_value DOUBLE NULL COMMENT 'largest of the bins'' last values, unit of the series',
  min_value DOUBLE NULL COMMENT 'smallest of the bins'' last values, unit of the series',
  mean_value DOUBLE NULL COMMENT 'mean of the bins'' last values, unit of the series',
  standard_deviation DOUBLE NULL COMMENT 'sample standard deviation, unit of the series; NULL for fewer than two bins',
  reason VARCHAR(255) NULL COMMENT 'why there is no result, NULL when there is one',
  reason_detail MEDIUMTEXT NULL COMMENT 'the reason with its numbers',
  PRIMARY KEY (series_id, window_end_ms, bin_index),
  KEY aggregates_age (window_end_ms)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Statistics over bins of one width, a row a series, window and width';

CREATE TABLE IF NOT EXISTS forecast (
  series_id BIGINT NOT NULL COMMENT 'series.id',
  window_start_ms BIGINT NOT NULL COMMENT 'first grid point, epoch milliseconds UTC',
  window_end_ms BIGINT NOT NULL COMMENT 'last grid point, epoch milliseconds UTC',
  window_step_ms BIGINT NOT NULL COMMENT 'distance of the grid points, milliseconds',
  sample_count BIGINT NOT NULL COMMENT 'grid points with a sample',
  missing_count BIGINT NOT NULL COMMENT 'grid points without a sample',
  model MEDIUMTEXT NULL COMMENT 'model that was fitted',
  model_choice MEDIUMTEXT NULL COMMENT 'why this model',
  interval_level DOUBLE NULL COMMENT 'probability that the prediction interval holds, 0 to 1',
  forecast_step_ms BIGINT NULL COMMENT 'distance of the points, milliseconds',
  max_value DOUBLE NULL COMMENT 'largest of the points'' means, unit of the series',
  min_value DOUBLE NULL COMMENT 'smallest of the points'' means, unit of the series',
  mean_value DOUBLE NULL COMMENT 'mean of the points'' means, unit of the series',
  points MEDIUMTEXT NULL COMMENT 'JSON [[timestamp_ms, mean, lower, upper], ...]; rows in the view forecast_point',
  reason VARCHAR(255) NULL COMMENT 'why there is no result, NULL when there is one',
  reason_detail MEDIUMTEXT NULL COMMENT 'the reason with its numbers',
  PRIMARY KEY (series_id, window_end_ms),
  KEY forecast_age (window_end_ms)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Forecasts from the end of a window on, a row a series and window';

CREATE TABLE IF NOT EXISTS execution_time (
  series_id BIGINT NOT NULL COMMENT 'series.id',
  window_start_ms BIGINT NOT NULL COMMENT 'first grid point, epoch milliseconds UTC',
  window_end_ms BIGINT NOT NULL COMMENT 'last grid point, epoch milliseconds UTC',
  window_step_ms BIGINT NOT NULL COMMENT 'distance of the grid points, milliseconds',
  sample_count BIGINT NOT NULL COMMENT 'grid points with a sample',
  missing_count BIGINT NOT NULL COMMENT 'grid points without a sample',
  dickey_fuller_ms DOUBLE NULL COMMENT 'milliseconds of the augmented Dickey-Fuller test',
  hodrick_prescott_ms DOUBLE NULL COMMENT 'milliseconds of the Hodrick-Prescott filter',
  autocorrelation_ms DOUBLE NULL COMMENT 'milliseconds of the autocorrelation',
  decomposition_ms DOUBLE NULL COMMENT 'milliseconds of the decomposition',
  aggregates_ms DOUBLE NULL COMMENT 'milliseconds of the aggregates',
  forecast_ms DOUBLE NULL COMMENT 'milliseconds of the forecast',
  total_ms DOUBLE NULL COMMENT 'milliseconds of all stages with the preparation',
  PRIMARY KEY (series_id, window_end_ms),
  KEY execution_time_age (window_end_ms)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'How long each stage took, a row a series and window';

CREATE TABLE IF NOT EXISTS hodrick_prescott_window (
  series_id BIGINT NOT NULL COMMENT 'series.id',
  window_start_ms BIGINT NOT NULL COMMENT 'first grid point, epoch milliseconds UTC',
  window_end_ms BIGINT NOT NULL COMMENT 'last grid point, epoch milliseconds UTC',
  window_step_ms BIGINT NOT NULL COMMENT 'distance of the grid points, milliseconds',
  sample_count BIGINT NOT NULL COMMENT 'grid points with a sample',
  missing_count BIGINT NOT NULL COMMENT 'grid points without a sample',
  lambda DOUBLE NULL COMMENT 'smoothing of the trend',
  points MEDIUMTEXT NULL COMMENT 'JSON [[cycle, trend], ...], a pair a grid point; rows in the view hodrick_prescott',
  reason VARCHAR(255) NULL COMMENT 'why there is no result, NULL when there is one',
  reason_detail MEDIUMTEXT NULL COMMENT 'the reason with its numbers',
  PRIMARY KEY (series_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Hodrick-Prescott filter of the newest window, a row a series';

CREATE TABLE IF NOT EXISTS autocorrelation_window (
  series_id BIGINT NOT NULL COMMENT 'series.id',
  window_start_ms BIGINT NOT NULL COMMENT 'first grid point, epoch milliseconds UTC',
  window_end_ms BIGINT NOT NULL COMMENT 'last grid point, epoch milliseconds UTC',
  window_step_ms BIGINT NOT NULL COMMENT 'distance of the grid points, milliseconds',
  sample_count BIGINT NOT NULL COMMENT 'grid points with a sample',
  missing_count BIGINT NOT NULL COMMENT 'grid points without a sample',
  points MEDIUMTEXT NULL COMMENT 'JSON [[autocorrelation], ...], from lag 0; rows in the view autocorrelation',
  reason VARCHAR(255) NULL COMMENT 'why there is no result, NULL when there is one',
  reason_detail MEDIUMTEXT NULL COMMENT 'the reason with its numbers',
  PRIMARY KEY (series_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Autocorrelation of the newest window, a row a series';

CREATE TABLE IF NOT EXISTS decomposition_window (
  series_id BIGINT NOT NULL COMMENT 'series.id',
  window_start_ms BIGINT NOT NULL COMMENT 'first grid point, epoch milliseconds UTC',
  window_end_ms BIGINT NOT NULL COMMENT 'last grid point, epoch milliseconds UTC',
  window_step_ms BIGINT NOT NULL COMMENT 'distance of the grid points, milliseconds',
  sample_count BIGINT NOT NULL COMMENT 'grid points with a sample',
  missing_count BIGINT NOT NULL COMMENT 'grid points without a sample',
  model VARCHAR(20) NULL COMMENT 'additive or multiplicative',
  period_samples BIGINT NULL COMMENT 'season, samples',
  points MEDIUMTEXT NULL COMMENT 'JSON [[trend, seasonal, residual], ...], a triple a grid point; rows in the view decomposition',
  reason VARCHAR(255) NULL COMMENT 'why there is no result, NULL when there is one',
  reason_detail MEDIUMTEXT NULL COMMENT 'the reason with its numbers',
  PRIMARY KEY (series_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Seasonal decomposition of the newest window, a row a series';
