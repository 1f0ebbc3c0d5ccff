/** A model's graph in Graphviz' language. */
import type { ModelGraph, ModelNode } from '@credence/dsl';
import { nameLabel } from '../label/label.js';
import { labelGraphviz } from '../text/svgText.js';

/** A model, or what its `graph()` gave. */
export type GraphSource = ModelGraph | { graph(): ModelGraph };

export function graphOf(source: GraphSource): ModelGraph {
  return 'nodes' in source ? source : source.graph();
}

const SHAPES: Readonly<Record<ModelNode['kind'], string>> = {
  free: 'shape=ellipse, style=solid',
  observed: 'shape=ellipse, style=filled, fillcolor="#d9d9d9"',
  deterministic: 'shape=box, style=solid',
  data: 'shape=box, style="rounded,filled", fillcolor="#eeeeee"',
  potential: 'shape=octagon, style=filled, fillcolor="#eeeeee"',
};

/**
 * The model as a graph in DOT, for Graphviz: plates are clusters, observed variables grey, deterministics boxes. Names are
 * written with Greek letters and subscripts.
 * @example writeFileSync('model.dot', modelToGraphviz(model))
 */
export function modelToGraphviz(model: GraphSource): string {
  return dotOf(graphOf(model), ({ name, kind, distribution }) => {
    const second = distribution === undefined ? (kind === 'potential' ? 'Potential' : '') : `~ ${distribution}`;
    const line = second === '' ? '' : `<BR/><FONT POINT-SIZE="10">${second}</FONT>`;
    return `label=<${labelGraphviz(nameLabel(name), 14)}${line}>, ${SHAPES[kind]}`;
  });
}

/** Data that only hold observed values are not drawn: the observed variable stands for them. */
export function drawnNodes({ nodes, edges }: ModelGraph): readonly ModelNode[] {
  const sources = new Set(nodes.map(({ observedFrom }) => observedFrom));
  return nodes.filter(
    ({ name, kind }) => kind !== 'data' || !sources.has(name) || edges.some(({ from }) => from === name),
  );
}

/** @param attributes of a node, as DOT writes them */
export function dotOf(graph: ModelGraph, attributes: (node: ModelNode) => string): string {
  const drawn = drawnNodes(graph);
  const line = (node: ModelNode) => `${quoted(node.name)} [${attributes(node)}];`;
  const plates = graph.plates.flatMap(({ name }, i) => {
    const inside = drawn.filter(({ plate }) => plate === name);
    if (inside.length === 0) return [];
    return [
      `  subgraph ${quoted(`cluster_${i}`)} {`,
      `    label=${quoted(plateText(name))}; labelloc=b; labeljust=r; style=rounded; margin=14;`,
      ...inside.map((node) => `    ${line(node)}`),
      '  }',
    ];
  });
  const names = new Set(drawn.map(({ name }) => name));
  return [
    `digraph ${quoted(graph.name)} {`,
    '  graph [fontname="Credence Sans", fontsize=11, nodesep=0.3, ranksep=0.4];',
    '  node [fontname="Credence Sans", fontsize=14];',
    '  edge [arrowsize=0.7];',
    ...drawn.filter(({ plate }) => plate === undefined).map((node) => `  ${line(node)}`),
    ...plates,
    ...graph.edges
      .filter(({ from, to }) => names.has(from) && names.has(to))
      .map(({ from, to }) => `  ${quoted(from)} -> ${quoted(to)};`),
    '}',
    '',
  ].join('\n');
}

/** `school (8) × 3`. */
export function plateText(name: string): string {
  return name.replaceAll(' x ', ' × ');
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
