import { canStartServers, startMariadb } from '@forewarn/testkit';
import { describe } from 'vitest';
import { mysqlTlsPromises } from './mysql-tls.fixture.js';

describe.skipIf(!canStartServers())('TLS to MariaDB', { timeout: 120_000 }, () => {
  mysqlTlsPromises({ start: startMariadb, reload: 'FLUSH SSL' });
});
