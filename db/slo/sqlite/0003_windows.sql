-- Windows of the calendar, least volumes and planned maintenance.

-- Period of the calendar that is the window: day, week or month; NULL where it is the last window_ms.
ALTER TABLE objective ADD COLUMN calendar TEXT CHECK (length(calendar) <= 10);
-- Whose clocks the calendar goes by, a name of the IANA database; NULL without a calendar.
ALTER TABLE objective ADD COLUMN time_zone TEXT CHECK (length(time_zone) <= 100);
-- Events that the window must have for a verdict; NULL where any number will do.
ALTER TABLE objective ADD COLUMN min_events INTEGER;
-- Events that a minute must have to be violated; NULL where any number will do.
ALTER TABLE objective ADD COLUMN min_events_per_minute INTEGER;
-- Planned maintenance, once or recurring, JSON; NULL where there is none.
ALTER TABLE sla ADD COLUMN maintenance TEXT;
