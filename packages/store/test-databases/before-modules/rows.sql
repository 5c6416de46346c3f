-- What the version before the modules wrote: two analyses, an offset, an SLA.

INSERT INTO series (id, canonical_sha256, sort_key, canonical, metric, partition_name, labels, window_start_ms, window_end_ms, window_step_ms, sample_count, missing_count) VALUES
  (4669114784356620, X'84b4480118c8661634c7a3bc77e0831ffc7179f942ab406bcd1dd91f5b734cf8', X'6469736b5f62797465737b6465766963653d226430222c6a6f623d226e6f6465227d', 'disk_bytes{device="d0",job="node"}', 'disk_bytes', 'd0', '{"device":"d0","job":"node"}', 1767311700000, 1767312000000, 60000, 5, 1),
  (5963463373819820, X'a97de820387d65a1ae4694fb91c3c40765de872609ffb106caa51a2e96364986', X'6469736b5f62797465737b6465766963653d226431222c6a6f623d226e6f6465227d', 'disk_bytes{device="d1",job="node"}', 'disk_bytes', 'd1', '{"device":"d1","job":"node"}', 1767311700000, 1767312000000, 60000, 5, 1);

INSERT INTO dickey_fuller (series_id, window_start_ms, window_end_ms, window_step_ms, sample_count, missing_count, statistic, p_value, used_lag, observations, critical_value_1_percent, critical_value_5_percent, critical_value_10_percent, stationary, reason, reason_detail) VALUES
  (4669114784356620, 1767311700000, 1767312000000, 60000, 5, 1, -3.1, 1e-20, 2, 3, -3.4, -2.8, -2.5, 1, NULL, NULL),
  (5963463373819820, 1767311700000, 1767312000000, 60000, 5, 1, -4.1, 1e-20, 2, 3, -3.4, -2.8, -2.5, 1, NULL, NULL);

INSERT INTO aggregates (series_id, window_start_ms, window_end_ms, window_step_ms, sample_count, missing_count, bin_index, bin_ms, bin_count, max_value, min_value, mean_value, standard_deviation, reason, reason_detail) VALUES
  (4669114784356620, 1767311700000, 1767312000000, 60000, 5, 1, 0, 3600000, 2, 3, 1, 2, 0.1, NULL, NULL),
  (4669114784356620, 1767311700000, 1767312000000, 60000, 5, 1, 1, 10800000, 1, 3, 3, 3, NULL, NULL, NULL),
  (5963463373819820, 1767311700000, 1767312000000, 60000, 5, 1, 0, 3600000, 2, 3, 1, 3, 0.1, NULL, NULL),
  (5963463373819820, 1767311700000, 1767312000000, 60000, 5, 1, 1, 10800000, 1, 3, 3, 4, NULL, NULL, NULL);

INSERT INTO forecast (series_id, window_start_ms, window_end_ms, window_step_ms, sample_count, missing_count, model, model_choice, interval_level, forecast_step_ms, max_value, min_value, mean_value, points, reason, reason_detail, backtest_origin_count, backtest_scaled_error, backtest_last_value_error, backtest_coverage, backtest_interval_score) VALUES
  (4669114784356620, 1767311700000, 1767312000000, 60000, 5, 1, 'holt(additive)', 'selected', 0.95, 60000, 2, 1, 1.5, '[[1767312060000,1,0.5,1.5],[1767312120000,2,1.5,2.5]]', NULL, NULL, 12, 0.8, 1.1, 0.95, 6.5),
  (5963463373819820, 1767311700000, 1767312000000, 60000, 5, 1, 'holt(additive)', 'selected', 0.95, 60000, 3, 2, 2.5, '[[1767312060000,2,0.5,1.5],[1767312120000,3,1.5,2.5]]', NULL, NULL, 12, 1.8, 1.1, 0.95, 6.5);

INSERT INTO execution_time (series_id, window_start_ms, window_end_ms, window_step_ms, sample_count, missing_count, dickey_fuller_ms, hodrick_prescott_ms, autocorrelation_ms, decomposition_ms, aggregates_ms, forecast_ms, total_ms) VALUES
  (4669114784356620, 1767311700000, 1767312000000, 60000, 5, 1, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 25),
  (5963463373819820, 1767311700000, 1767312000000, 60000, 5, 1, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 26);

INSERT INTO hodrick_prescott_window (series_id, window_start_ms, window_end_ms, window_step_ms, sample_count, missing_count, lambda, points, reason, reason_detail) VALUES
  (4669114784356620, 1767311700000, 1767312000000, 60000, 5, 1, 1600, '[[0.3030991422752272,0.0470400026866224],[0.24102862724610818,-0.06352265429182846],[0.152424208878604,-0.16709234952944826],[0.0470400026866224,-0.25226749843597607],[-0.06352265429182831,-0.3096715004235873],[-0.16709234952944838,-0.3329849723659761]]', NULL, NULL),
  (5963463373819820, 1767311700000, 1767312000000, 60000, 5, 1, 1600, '[[0.0470400026866224,-0.25226749843597607],[-0.06352265429182846,-0.30967150042358743],[-0.16709234952944826,-0.3329849723659761],[-0.25226749843597607,-0.3196414248877128],[-0.3096715004235873,-0.2711097971891933],[-0.3329849723659761,-0.19273274724810296]]', NULL, NULL);

INSERT INTO autocorrelation_window (series_id, window_start_ms, window_end_ms, window_step_ms, sample_count, missing_count, points, reason, reason_detail) VALUES
  (4669114784356620, 1767311700000, 1767312000000, 60000, 5, 1, '[[1],[0.5],[-0.1]]', NULL, NULL),
  (5963463373819820, 1767311700000, 1767312000000, 60000, 5, 1, '[[1],[0.51],[-0.1]]', NULL, NULL);

INSERT INTO decomposition_window (series_id, window_start_ms, window_end_ms, window_step_ms, sample_count, missing_count, model, period_samples, points, reason, reason_detail) VALUES
  (4669114784356620, 1767311700000, 1767312000000, 60000, 5, 1, 'additive', 2, '[[null,-0.25226749843597607,-0.3196414248877128],[0.32397930045443757,-0.3096715004235873,-0.2711097971891933],[0.33180265258392166,-0.3329849723659761,-0.19273274724810296],[0.3030991422752272,-0.3196414248877128,-0.09313849939964196],[0.24102862724610827,-0.2711097971891933,0.016709003294057573],[0.15242420887860386,-0.19273274724810296,0.12471707685707333]]', NULL, NULL),
  (5963463373819820, 1767311700000, 1767312000000, 60000, 5, 1, 'additive', 2, '[[null,-0.3196414248877128,-0.09313849939964196],[0.24102862724610827,-0.2711097971891933,0.016709003294057573],[0.152424208878604,-0.19273274724810296,0.12471707685707333],[0.0470400026866224,-0.09313849939964196,0.21899553290626303],[-0.06352265429182831,0.016709003294057573,0.28916562320626865],[-0.16709234952944838,0.12471707685707333,0.3275025956621244]]', NULL, NULL);

INSERT INTO consumer_offset (consumer_group, topic, partition_number, next_offset) VALUES
  ('storage', 'prometheusdata', 0, 2);

INSERT INTO sla (name, description) VALUES
  ('disk-space', 'Room for logs');

INSERT INTO objective (sla_name, objective_index, name, indicator, min_value, max_value, target, window_ms) VALUES
  ('disk-space', 0, 'free bytes', 'disk_bytes', 1, NULL, 0.999, 3600000);
