-- How the chosen forecaster did on the series' own past. All NULL where its model was configured and not selected, or where the
-- series is too short for a backtest.

-- Origins that were forecast, at least 1; NULL without a backtest.
ALTER TABLE forecast ADD COLUMN backtest_origin_count INTEGER;
-- Mean absolute scaled error of the chosen model, newest origins counting most; 1 is the mean absolute step of the window.
ALTER TABLE forecast ADD COLUMN backtest_scaled_error REAL;
-- The same of the last value carried on.
ALTER TABLE forecast ADD COLUMN backtest_last_value_error REAL;
-- Share of the values that the prediction interval held, 0 to 1.
ALTER TABLE forecast ADD COLUMN backtest_coverage REAL;
-- Mean interval score, scaled like the errors.
ALTER TABLE forecast ADD COLUMN backtest_interval_score REAL;
