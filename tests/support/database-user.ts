import type { MysqlAddress } from '@forewarn/testkit';
import { createConnection } from 'mysql2/promise';

/** A user without rights over the server, as services have it; what is refused to such a user is not refused to an administrator. */
export interface OrdinaryUser {
  readonly address: MysqlAddress;
  /** Sets a variable of the whole server, as its administrator. */
  setGlobal(variable: string, value: 'ON' | 'OFF'): Promise<void>;
  /** Takes back what was set, and removes the user. */
  dispose(): Promise<void>;
}

/**
 * Makes a user who may do everything with the databases named, and nothing else.
 *
 * @param admin  who may create users
 */
export async function createOrdinaryUser(
  admin: MysqlAddress,
  databases: readonly string[],
): Promise<OrdinaryUser> {
  const connection = await createConnection({ ...admin });
  const [user, password] = ['ordinary', 'ordinary'];
  await connection.query(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`);
  for (const name of databases) await connection.query(`GRANT ALL ON \`${name}\`.* TO '${user}'@'%'`);
  const switchedOn = new Set<string>();
  const set = (variable: string, value: 'ON' | 'OFF') =>
    connection.query(`SET GLOBAL ${variable} = ${value}`);
  return {
    address: { ...admin, user, password },
    async setGlobal(variable, value) {
      switchedOn.add(variable);
      await set(variable, value);
    },
    async dispose() {
      for (const variable of switchedOn) await set(variable, 'OFF');
      await connection.query(`DROP USER '${user}'@'%'`);
      await connection.end();
    },
  };
}
