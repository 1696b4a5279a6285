/** @file How long one program holds a page's thread at a stretch, from a profile: so many looks in a row that found it at work. */

interface Node {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

/** Of the debugging protocol's `Profiler.stop`. */
export interface Profile {
  readonly nodes: readonly Node[];
  /** Node ids, one a look. */
  readonly samples: readonly number[];
}

/** Between two of ours the thread did nothing, or somebody else's work: then a stretch ends. */
const NOBODY = new Set(['(idle)', '(program)']);

/** @param url what its scripts' addresses begin with. @returns how many looks each stretch was found at, the shortest first. */
export function stretchesOf({ nodes, samples }: Profile, url: string): number[] {
  const ours = new Set<number>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const mark = (id: number, within: boolean) => {
    const node = byId.get(id);
    if (!node) return;
    const isOurs = within || node.callFrame.url.startsWith(url);
    if (isOurs && !NOBODY.has(node.callFrame.functionName)) ours.add(id);
    for (const child of node.children ?? []) mark(child, isOurs);
  };
  const [root] = nodes;
  if (root) mark(root.id, false);
  const stretches: number[] = [];
  let now = 0;
  for (const id of [...samples, -1]) {
    if (ours.has(id)) now++;
    else if (now > 0) {
      stretches.push(now);
      now = 0;
    }
  }
  return stretches.sort((a, b) => a - b);
}
