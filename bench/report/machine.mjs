import os from 'node:os';

/**
 * What the figures were measured on, in one line.
 *
 * @returns {string} processor, cores and version of Node
 */
export const machine = () =>
  `${os.cpus()[0]?.model.trim() ?? 'unknown processor'}, ${os.cpus().length} cores, Node ${process.version}`;
