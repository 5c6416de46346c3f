-- Which offsets of the topics are in the tables.

-- How far each partition is stored; moved in the transaction of the rows.
CREATE TABLE IF NOT EXISTS consumer_offset (
  consumer_group TEXT NOT NULL CHECK (length(consumer_group) <= 255),  -- consumer group that reads the topic
  topic TEXT NOT NULL CHECK (length(topic) <= 255),  -- topic
  partition_number INTEGER NOT NULL,  -- partition of the topic
  next_offset INTEGER NOT NULL,  -- offset to read next; all below is in these tables
  PRIMARY KEY (consumer_group, topic, partition_number)
);
