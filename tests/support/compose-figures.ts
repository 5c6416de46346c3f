import { type ComposeStack, ownServices } from './compose-stack.js';

/** What a stack takes, as a few lines for people: memory of its containers, and sizes of our images. */
export async function composeFigures(stack: ComposeStack): Promise<string> {
  const memory = await memoryOf(stack);
  const total = memory.reduce((sum, [, mebibytes]) => sum + mebibytes, 0);
  const images = await imageSizes(stack);
  return [
    `memory ${Math.round(total)} MiB: ${memory.map(([name, mebibytes]) => `${name} ${Math.round(mebibytes)}`).join(', ')}`,
    `images, MB: ${images.map(([name, bytes]) => `${name} ${Math.round(bytes / 1e6)}`).join(', ')}`,
  ].join('\n');
}

/** Mebibytes in use, by container, without the project's name. */
async function memoryOf(stack: ComposeStack): Promise<[string, number][]> {
  const text = await stack.compose(['stats', '--no-stream', '--format', '{{.Name}} {{.MemUsage}}']);
  const unit: Record<string, number> = { KiB: 1 / 1024, MiB: 1, GiB: 1024 };
  return Array.from(
    text.matchAll(/test-[0-9a-f]+-(\S+) ([\d.]+)([KMG]iB)/g),
    ([, name, value, prefix]): [string, number] => [name!, Number(value) * unit[prefix!]!],
  ).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Bytes of our own images. */
async function imageSizes(stack: ComposeStack): Promise<[string, number][]> {
  const images = JSON.parse(await stack.compose(['images', '--format', 'json'])) as {
    Repository: string;
    Size: number;
  }[];
  return images
    .map(({ Repository, Size }): [string, number] => [Repository.replace(/^.*forewarn-/, ''), Size])
    .filter(([name]) => ownServices.some((own) => own === name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
