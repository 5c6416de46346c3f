import { isLoopback, type Logger } from '@forewarn/core';
import type { KafkaSasl } from './kafka-security.js';

/** What somebody on the way learns. */
const losses: Readonly<Record<KafkaSasl['mechanism'], string>> = {
  PLAIN: 'the password',
  OAUTHBEARER: 'the token',
  'SCRAM-SHA-256': 'what a weak password can be guessed from',
  'SCRAM-SHA-512': 'what a weak password can be guessed from',
};

/** Says, once, that what logs this process in goes to brokers of other machines without TLS. */
export function warnOfPlainText(brokers: readonly string[], sasl: KafkaSasl, logger: Logger): void {
  const exposed = brokers.filter((broker) => !isLoopback(broker.replace(/:\d+$/, '')));
  if (exposed.length === 0) return;
  const { mechanism } = sasl;
  const what = `${losses[mechanism]} goes to Kafka in plain text, and everybody on the way can read it and all records: use TLS`;
  logger.warn({ brokers: exposed, mechanism }, what);
}
