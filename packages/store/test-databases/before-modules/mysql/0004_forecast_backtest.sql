-- How the chosen forecaster did on the series' own past. All NULL where its model was configured and not selected, or where the
-- series is too short for a backtest.

-- ADD COLUMN IF NOT EXISTS is MariaDB's alone. One statement for all columns: they are there or not together.
SET @add_backtest = IF(
  (SELECT COUNT(*) FROM information_schema.columns
   WHERE table_schema = DATABASE() AND table_name = 'forecast' AND column_name = 'backtest_origin_count') = 0,
  'ALTER TABLE forecast
     ADD COLUMN backtest_origin_count BIGINT NULL COMMENT ''origins that were forecast, at least 1; NULL without a backtest'',
     ADD COLUMN backtest_scaled_error DOUBLE NULL COMMENT ''mean absolute scaled error of the chosen model, newest origins counting most; 1 is the mean absolute step of the window'',
     ADD COLUMN backtest_last_value_error DOUBLE NULL COMMENT ''the same of the last value carried on'',
     ADD COLUMN backtest_coverage DOUBLE NULL COMMENT ''share of the values that the prediction interval held, 0 to 1'',
     ADD COLUMN backtest_interval_score DOUBLE NULL COMMENT ''mean interval score, scaled like the errors''',
  'DO 0'
);
PREPARE add_backtest FROM @add_backtest;
EXECUTE add_backtest;
DEALLOCATE PREPARE add_backtest;
