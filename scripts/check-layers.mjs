import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import { root } from './install-and-build.mjs';

const { forbidden, options } = JSON.parse(readFileSync(path.join(root, '.dependency-cruiser.json'), 'utf8'));

process.chdir(root);
const { output } = await cruise(['packages', 'apps'], { ...options, ruleSet: { forbidden }, validate: true });
const { violations, totalCruised, totalDependenciesCruised } = output.summary;
for (const { rule, from, to } of violations) process.stderr.write(`${rule.name}: ${from} → ${to}\n`);
process.stdout.write(
  `layers: ${totalCruised} modules, ${totalDependenciesCruised} imports, ${violations.length} violations\n`,
);
// A parser that reads nothing finds nothing wrong.
if (violations.length > 0 || totalCruised < 100 || totalDependenciesCruised < 200) process.exitCode = 1;
