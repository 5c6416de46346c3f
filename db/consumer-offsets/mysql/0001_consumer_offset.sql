-- Which offsets of the topics are in the tables.

CREATE TABLE IF NOT EXISTS consumer_offset (
  consumer_group VARCHAR(255) NOT NULL COMMENT 'consumer group that reads the topic',
  topic VARCHAR(255) NOT NULL COMMENT 'topic',
  partition_number INT NOT NULL COMMENT 'partition of the topic',
  next_offset BIGINT NOT NULL COMMENT 'offset to read next; all below is in these tables',
  PRIMARY KEY (consumer_group, topic, partition_number)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'How far each partition is stored; moved in the transaction of the rows';
