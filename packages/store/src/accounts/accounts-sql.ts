import { type DatabaseService, databaseServices, migrationRights, tableRights } from './table-rights.js';

/** The account of a service, as db/accounts.sql names it. */
export const accountOf = (service: DatabaseService | 'migration'): string =>
  `forewarn_${service.replaceAll('-', '_')}`;

const quoted = (service: DatabaseService | 'migration'): string => `'${accountOf(service)}'@'%'`;

const createUser = (service: DatabaseService | 'migration'): string =>
  `--   CREATE USER ${quoted(service)} IDENTIFIED BY '…';`;

const head = `-- What the account of each service may do: the least that it works with. docs/mysql.md says how accounts are made and used.
--
-- Once, as an administrator, in the database of Forewarn, each with a password of its own; REQUIRE SSL or REQUIRE X509 where all use TLS:
${[createUser('migration'), ...databaseServices.map(createUser)].join('\n')}
--   GRANT ${migrationRights} ON * TO ${quoted('migration')};
--
-- Then, and again with each version that brings migrations: apply them by the command "database migrate" as ${accountOf('migration')}, and run
-- this file in the database of Forewarn: mysql --user=root --password forewarn < accounts.sql
-- It can be run again. It grants, and takes nothing back. A table must be there before rights to it can be granted.
`;

/** SQL that grants each service its rights in the current database, for MySQL 8 and 9 and MariaDB ≥ 10.6. */
export const accountsSql = (): string =>
  `${[head, databaseServices.map((service) => grantsOf(service).join('\n')).join('\n\n')].join('\n')}\n`;

const grantsOf = (service: DatabaseService): readonly string[] =>
  tableRights.flatMap(({ tables, [service]: rights }) =>
    rights === undefined ? [] : tables.map((table) => `GRANT ${rights} ON ${table} TO ${quoted(service)};`),
  );
