import { goTool } from '@forewarn/testkit';

/** What judges the workflows of GitHub. */
export const actionlintTool = { source: 'github.com/rhysd/actionlint/cmd/actionlint', version: 'v1.7.7' };

/** What renders the chart. */
export const helmTool = { source: 'helm.sh/helm/v3/cmd/helm', version: 'v3.17.3' };

/** What judges Kubernetes documents; it carries the schemas. */
export const kubectlValidateTool = { source: 'sigs.k8s.io/kubectl-validate', version: 'v0.0.4' };

/** What people call RPCs with, by the types that the server itself tells of. */
export const grpcurlTool = { source: 'github.com/fullstorydev/grpcurl/cmd/grpcurl', version: 'v1.9.3' };

/** What knows secrets by their looks. */
export const gitleaksTool = { source: 'github.com/zricethezav/gitleaks/v8', version: 'v8.30.1' };

/** Builds them before the first test, one after the other: no test's time-out allows for compilers on a new machine. */
export async function setup(): Promise<void> {
  for (const tool of [actionlintTool, gitleaksTool, grpcurlTool, helmTool, kubectlValidateTool])
    await goTool(tool);
}
