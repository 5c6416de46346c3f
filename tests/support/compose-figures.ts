import type { ComposeStack } from './compose-stack.js';
import { stackServices } from './service-catalogue.js';

/** What a stack takes. */
export interface ComposeFigures {
  /** Mebibytes in use, by container. */
  readonly memory: ReadonlyMap<string, number>;
  readonly totalMemory: number;
}

/** Measures a stack, and prints it with the sizes of our images. */
export async function composeFigures(stack: ComposeStack): Promise<ComposeFigures> {
  const memory = await memoryOf(stack);
  const totalMemory = memory.reduce((sum, [, mebibytes]) => sum + mebibytes, 0);
  const images = await imageSizes(stack);
  process.stdout.write(
    `memory ${Math.round(totalMemory)} MiB: ${memory.map(([name, mebibytes]) => `${name} ${Math.round(mebibytes)}`).join(', ')}\n` +
      `images, MB: ${images.map(([name, bytes]) => `${name} ${Math.round(bytes / 1e6)}`).join(', ')}\n`,
  );
  return { memory: new Map(memory), totalMemory };
}

/** Without the project's name. */
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
  // Replicas are of one image.
  const sizes = new Map(images.map(({ Repository, Size }) => [Repository.replace(/^.*forewarn-/, ''), Size]));
  return stackServices.flatMap((name): [string, number][] => {
    const bytes = sizes.get(name);
    return bytes === undefined ? [] : [[name, bytes]];
  });
}
