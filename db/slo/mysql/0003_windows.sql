-- Windows of the calendar, least volumes and planned maintenance.

-- ADD COLUMN IF NOT EXISTS is MariaDB's alone. One statement for all columns of a table: they are there or not together.
SET @add_windows = IF(
  (SELECT COUNT(*) FROM information_schema.columns
   WHERE table_schema = DATABASE() AND table_name = 'objective' AND column_name = 'calendar') = 0,
  'ALTER TABLE objective
     ADD COLUMN calendar VARCHAR(10) NULL COMMENT ''period of the calendar that is the window: day, week or month; NULL where it is the last window_ms'',
     ADD COLUMN time_zone VARCHAR(100) NULL COMMENT ''whose clocks the calendar goes by, a name of the IANA database; NULL without a calendar'',
     ADD COLUMN min_events BIGINT NULL COMMENT ''events that the window must have for a verdict; NULL where any number will do'',
     ADD COLUMN min_events_per_minute BIGINT NULL COMMENT ''events that a minute must have to be violated; NULL where any number will do''',
  'DO 0'
);
PREPARE add_windows FROM @add_windows;
EXECUTE add_windows;
DEALLOCATE PREPARE add_windows;
SET @add_maintenance = IF(
  (SELECT COUNT(*) FROM information_schema.columns
   WHERE table_schema = DATABASE() AND table_name = 'sla' AND column_name = 'maintenance') = 0,
  'ALTER TABLE sla
     ADD COLUMN maintenance MEDIUMTEXT NULL COMMENT ''planned maintenance, once or recurring, JSON; NULL where there is none''',
  'DO 0'
);
PREPARE add_maintenance FROM @add_maintenance;
EXECUTE add_maintenance;
DEALLOCATE PREPARE add_maintenance;
