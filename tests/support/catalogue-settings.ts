import {
  accessSettings,
  analysisSettings,
  kafkaSettings,
  mysqlSettings,
  operationsSettings,
  prometheusSettings,
} from '../../packages/config/src/index.js';
import type { Deployable } from './service-catalogue.js';

/** What the catalogue calls the groups of packages/config. */
const groups: Readonly<Record<string, object>> = {
  operations: operationsSettings(0),
  access: accessSettings,
  kafka: kafkaSettings,
  mysql: mysqlSettings,
  prometheus: prometheusSettings,
  analysis: analysisSettings,
};

/** The settings that say where a deployable listens; images set them, or leave their defaults. */
const listenSettings = ({ ports }: Deployable): string[] =>
  Object.values(ports).flatMap(({ setting, hostSetting }) => [hostSetting, setting]);

/**
 * Every setting that a deployable reads, by the catalogue.
 *
 * @throws when it names a group that packages/config does not have
 */
export function settingNames(deployable: Deployable): string[] {
  const { own, addresses, groups: named } = deployable.settings;
  const shared = named.flatMap((name) => {
    const group = groups[name];
    if (group === undefined) throw new Error(`deploy/services.json names the group of settings ${name}`);
    return Object.keys(group);
  });
  const all = [...shared, ...own, ...Object.keys(addresses), ...listenSettings(deployable)];
  return [...new Set(all)].sort();
}

/** The settings that an installation says: all but where a process listens. */
export const saidSettings = (deployable: Deployable): string[] => {
  const listen = listenSettings(deployable);
  return settingNames(deployable).filter((name) => !listen.includes(name));
};
