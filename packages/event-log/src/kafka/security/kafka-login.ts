import type { Logger } from '@forewarn/core';
import type { KafkaConfig, SASLOptions } from 'kafkajs';
import type { KafkaPassword, KafkaSasl } from './kafka-security.js';
import { oauthLogin } from './oauth-login.js';
import { OauthTokens } from './oauth-tokens.js';

/** How kafkajs logs in. Each client has an object of its own, since kafkajs writes into it. */
export type KafkaLogin = () => NonNullable<KafkaConfig['sasl']>;

/** Translates to kafkajs. All clients of one log share their tokens. */
export function kafkaLogin(sasl: KafkaSasl, logger: Logger): KafkaLogin {
  if (sasl.mechanism === 'OAUTHBEARER') {
    const authenticationProvider = oauthLogin(new OauthTokens(sasl, { logger }));
    return () => ({ mechanism: 'OAUTHBEARER', authenticationProvider });
  }
  const { mechanism, username, password } = sasl;
  return () => passwordLogins[mechanism]({ username, password });
}

type Account = Pick<KafkaPassword, 'username' | 'password'>;

const passwordLogins: Readonly<Record<KafkaPassword['mechanism'], (account: Account) => SASLOptions>> = {
  PLAIN: (account) => ({ mechanism: 'plain', ...account }),
  'SCRAM-SHA-256': (account) => ({ mechanism: 'scram-sha-256', ...account }),
  'SCRAM-SHA-512': (account) => ({ mechanism: 'scram-sha-512', ...account }),
};
