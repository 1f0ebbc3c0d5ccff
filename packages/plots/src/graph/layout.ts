/** Places of a graph's nodes, plates and edges, worked out by Graphviz. */
import { CredenceError } from '@credence/numerics';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** In pixels, y downwards. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Point>;
  /** By the name of the cluster. */
  readonly plates: ReadonlyMap<string, Box>;
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly curve: readonly Point[];
    readonly tip: Point;
  }[];
}

interface Placed {
  readonly name?: string;
  readonly pos?: string;
  readonly bb?: string;
}

interface LaidOut {
  readonly bb: string;
  readonly objects?: readonly Placed[];
  readonly edges?: readonly { readonly tail: number; readonly head: number; readonly pos?: string }[];
}

/** @throws CredenceError plots/graph with Graphviz' own words when it refuses the text */
export async function layOutGraph(dot: string): Promise<GraphLayout> {
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  const result = viz.render(dot, { format: 'json' });
  if (result.status === 'failure') {
    const reason = result.errors.map(({ message }) => message).join('; ');
    throw new CredenceError('plots/graph', `Graphviz could not lay out the graph: ${reason}.`, { dot });
  }
  const laid: LaidOut = JSON.parse(result.output);
  const [, , width = 0, height = 0] = numbers(laid.bb);
  const point = (x = 0, y = 0): Point => ({ x, y: height - y });
  const objects = laid.objects ?? [];
  const nodes = new Map<string, Point>();
  const plates = new Map<string, Box>();
  for (const { name = '', pos, bb } of objects) {
    if (pos !== undefined) nodes.set(name, point(...numbers(pos)));
    else if (bb !== undefined) {
      const [left = 0, low = 0, right = 0, high = 0] = numbers(bb);
      plates.set(name, { left, right, top: height - high, bottom: height - low });
    }
  }
  const edges = (laid.edges ?? []).map(({ tail, head, pos = '' }) => {
    const parts = pos.split(' ');
    const tip = parts.find((part) => part.startsWith('e,'));
    const curve = parts
      .filter((part) => !part.includes('e,') && !part.includes('s,'))
      .map((part) => point(...numbers(part)));
    return {
      from: objects[tail]?.name ?? '',
      to: objects[head]?.name ?? '',
      curve,
      tip: tip === undefined ? (curve.at(-1) ?? point()) : point(...numbers(tip.slice(2))),
    };
  });
  return { width, height, nodes, plates, edges };
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}
