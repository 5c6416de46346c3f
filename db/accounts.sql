-- What the account of each service may do: the least that it works with. docs/mysql.md says how accounts are made and used.
--
-- Once, as an administrator, in the database of Forewarn, each with a password of its own; REQUIRE SSL or REQUIRE X509 where all use TLS:
--   CREATE USER 'forewarn_migration'@'%' IDENTIFIED BY '…';
--   CREATE USER 'forewarn_storage'@'%' IDENTIFIED BY '…';
--   CREATE USER 'forewarn_retrieval'@'%' IDENTIFIED BY '…';
--   CREATE USER 'forewarn_sla_manager'@'%' IDENTIFIED BY '…';
--   GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE VIEW ON * TO 'forewarn_migration'@'%';
--
-- Then, and again with each version that brings migrations: apply them by the command "database migrate" as forewarn_migration, and run
-- this file in the database of Forewarn: mysql --user=root --password forewarn < accounts.sql
-- It can be run again. It grants, and takes nothing back. A table must be there before rights to it can be granted.

GRANT SELECT ON module_migration TO 'forewarn_storage'@'%';
GRANT SELECT, INSERT, UPDATE ON consumer_offset TO 'forewarn_storage'@'%';
GRANT SELECT, INSERT, UPDATE ON series TO 'forewarn_storage'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON forecast TO 'forewarn_storage'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON dickey_fuller TO 'forewarn_storage'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON aggregates TO 'forewarn_storage'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON execution_time TO 'forewarn_storage'@'%';
GRANT SELECT, INSERT, UPDATE ON decomposition_window TO 'forewarn_storage'@'%';
GRANT SELECT, INSERT, UPDATE ON hodrick_prescott_window TO 'forewarn_storage'@'%';
GRANT SELECT, INSERT, UPDATE ON autocorrelation_window TO 'forewarn_storage'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON series_problem TO 'forewarn_storage'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON objective_verdict TO 'forewarn_storage'@'%';

GRANT SELECT ON module_migration TO 'forewarn_retrieval'@'%';
GRANT SELECT ON series TO 'forewarn_retrieval'@'%';
GRANT SELECT ON forecast TO 'forewarn_retrieval'@'%';
GRANT SELECT ON dickey_fuller TO 'forewarn_retrieval'@'%';
GRANT SELECT ON aggregates TO 'forewarn_retrieval'@'%';
GRANT SELECT ON decomposition_window TO 'forewarn_retrieval'@'%';
GRANT SELECT ON hodrick_prescott_window TO 'forewarn_retrieval'@'%';
GRANT SELECT ON autocorrelation_window TO 'forewarn_retrieval'@'%';
GRANT SELECT ON access_key TO 'forewarn_retrieval'@'%';

GRANT SELECT ON module_migration TO 'forewarn_sla_manager'@'%';
GRANT SELECT ON series TO 'forewarn_sla_manager'@'%';
GRANT SELECT ON forecast TO 'forewarn_sla_manager'@'%';
GRANT SELECT ON execution_time TO 'forewarn_sla_manager'@'%';
GRANT SELECT ON series_problem TO 'forewarn_sla_manager'@'%';
GRANT SELECT ON objective_verdict TO 'forewarn_sla_manager'@'%';
GRANT SELECT, INSERT, UPDATE ON access_key TO 'forewarn_sla_manager'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_entry TO 'forewarn_sla_manager'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON sla TO 'forewarn_sla_manager'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON objective TO 'forewarn_sla_manager'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON indicator TO 'forewarn_sla_manager'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON tallied_day TO 'forewarn_sla_manager'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON day_tally TO 'forewarn_sla_manager'@'%';
