import { servers } from '@forewarn/testkit';
import { describe } from 'vitest';
import { mysqlEngine } from './mysql-engine.fixture.js';
import { mysqlTroublePromises } from './mysql-trouble.fixture.js';
import { storeContract } from './store-contract.fixture.js';

const address = servers()?.mysql;

describe.skipIf(address === undefined)('with a real server', () => {
  storeContract(mysqlEngine('MySQL', () => address!));
  mysqlTroublePromises('MySQL', () => address!);
});
