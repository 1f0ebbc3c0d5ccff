/** A model as a graph of its names: what depends on what, and what is repeated. For pictures and tables. */
import type { Tensor } from '@credence/autodiff';
import type { Declaration, ModelSnapshot, RandomDeclaration } from './declarations.js';
import { Variable } from './variable.js';

/** What a name stands for. */
export type ModelNodeKind = 'free' | 'observed' | 'deterministic' | 'potential' | 'data';

export interface ModelNode {
  readonly name: string;
  readonly kind: ModelNodeKind;
  /** Of free and observed variables, e.g. `Normal`. */
  readonly distribution?: string;
  readonly shape: readonly number[];
  /** Names of its axes, where they have names. */
  readonly dims?: readonly string[];
  /** The plate that it stands in; none for a scalar. */
  readonly plate?: string;
  /** Data that hold its observed values. */
  readonly observedFrom?: string;
}

/** `to` is computed or drawn from `from`. */
export interface ModelEdge {
  readonly from: string;
  readonly to: string;
}

/** Nodes with the same axes. */
export interface ModelPlate {
  /** `school (8)`, `1000`, `school (8) x 3`. */
  readonly name: string;
  readonly axes: readonly { readonly dim?: string; readonly size: number }[];
  readonly nodes: readonly string[];
}

export interface ModelGraph {
  readonly name: string;
  /** In order of declaration. */
  readonly nodes: readonly ModelNode[];
  readonly edges: readonly ModelEdge[];
  readonly plates: readonly ModelPlate[];
}

/** @param observedData name of the data that an observed variable takes its values from */
export function modelGraph(snapshot: ModelSnapshot, observedData: ReadonlyMap<string, string>): ModelGraph {
  const names = new Set(snapshot.declarations.map(({ name }) => name));
  const plates = new Map<string, { axes: ModelPlate['axes']; nodes: string[] }>();
  const nodes = snapshot.declarations.map((declaration): ModelNode => {
    const { name, variable } = declaration;
    const axes = axesOf(variable);
    const plate = axes.map(({ dim, size }) => (dim === undefined ? String(size) : `${dim} (${size})`)).join(' x ');
    if (axes.length > 0) {
      const known = plates.get(plate);
      if (known === undefined) plates.set(plate, { axes, nodes: [name] });
      else known.nodes.push(name);
    }
    const from = observedData.get(name);
    return {
      name,
      kind: kindOf(declaration),
      ...(declaration.kind === 'random' ? { distribution: declaration.distribution.name } : {}),
      shape: variable.shape,
      ...(variable.dims === undefined ? {} : { dims: variable.dims }),
      ...(axes.length === 0 ? {} : { plate }),
      ...(from === undefined ? {} : { observedFrom: from }),
    };
  });
  const edges = snapshot.declarations.flatMap((declaration) =>
    parentsOf(declaration, names).map((from) => ({ from, to: declaration.name })),
  );
  return {
    name: snapshot.name,
    nodes,
    edges,
    plates: [...plates].map(([name, plate]) => ({ name, ...plate })),
  };
}

function kindOf(declaration: Declaration): ModelNodeKind {
  if (declaration.kind === 'factor') return 'potential';
  if (declaration.kind !== 'random') return declaration.kind;
  return declaration.observed ? 'observed' : 'free';
}

function axesOf({ shape, dims }: Variable): ModelPlate['axes'] {
  return shape.map((size, axis) => {
    const dim = dims?.[axis];
    return dim === undefined ? { size } : { dim, size };
  });
}

/** The handle of an observed variable is computed where some of its values are imputed. */
function imputedInputs({ gaps, variable }: RandomDeclaration): readonly Tensor[] {
  return gaps?.imputed === undefined ? [] : variable.inputs;
}

/** Names that a declaration is computed or drawn from, found by walking the tensors of its parameters up to the next names. */
function parentsOf(declaration: Declaration, names: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<Tensor>();
  const waiting: Tensor[] =
    declaration.kind === 'random'
      ? [...Object.values(declaration.parameters), ...imputedInputs(declaration)].reverse()
      : [...declaration.variable.inputs].reverse();
  for (let tensor = waiting.pop(); tensor !== undefined; tensor = waiting.pop()) {
    if (seen.has(tensor)) continue;
    seen.add(tensor);
    if (tensor instanceof Variable && names.has(tensor.name)) found.add(tensor.name);
    else waiting.push(...[...tensor.inputs].reverse());
  }
  return [...found];
}
