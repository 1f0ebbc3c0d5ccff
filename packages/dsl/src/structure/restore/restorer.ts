/** How one draw of a variable that was left out is made, from values of what it depends on. */
import { broadcastTo, type Tensor } from '@credence/autodiff';
import { exp, type Rng } from '@credence/numerics';
import { eventDrawer } from '../../predict/eventDraws.js';
import type { DiscreteRestoration, ForwardRestoration, NormalRestoration, Restoration } from '../pass.js';

export interface Restorer {
  /** What is evaluated for each draw, of handles of the declared model. */
  readonly tensors: readonly Tensor[];
  /** Writes a draw, row-major, given values of the tensors. */
  readonly draw: (rng: Rng, values: readonly Float64Array[], out: Float64Array) => void;
}

export function restorer(restoration: Restoration): Restorer {
  switch (restoration.kind) {
    case 'normal':
      return normalRestorer(restoration);
    case 'discrete':
      return discreteRestorer(restoration);
    default:
      return forwardRestorer(restoration);
  }
}

function normalRestorer({ declaration, mean, sd }: NormalRestoration): Restorer {
  const { shape } = declaration.variable;
  return {
    tensors: [mean, sd].map((tensor) => (tensor.size === 1 ? tensor : broadcastTo(tensor, shape))),
    draw: (rng, [centre = none, scale = none], out) => {
      rng.normals(out);
      move(out, centre, scale);
    },
  };
}

const none = new Float64Array(1).fill(Number.NaN);

/** Standard normal numbers moved to their centres and scales; one of these stands for all elements. */
function move(row: Float64Array, centre: Float64Array, scale: Float64Array): void {
  const centres = centre.length === 1 ? 0 : 1;
  const scales = scale.length === 1 ? 0 : 1;
  for (let i = 0; i < row.length; i++) row[i] = centre[i * centres]! + scale[i * scales]! * row[i]!;
}

/** Each element by the inverse of its distribution function: one uniform number an element. */
function discreteRestorer({ declaration, levels, weights }: DiscreteRestoration): Restorer {
  const { shape } = declaration.variable;
  const chances = new Float64Array(levels.length);
  return {
    tensors: weights.map((weight) => broadcastTo(weight, shape)),
    draw: (rng, values, out) => {
      rng.uniforms(out);
      for (let i = 0; i < out.length; i++) {
        let largest = Number.NEGATIVE_INFINITY;
        for (const weight of values) largest = Math.max(largest, weight[i]!);
        let total = 0;
        for (let k = 0; k < chances.length; k++) {
          total += exp(values[k]![i]! - largest);
          chances[k] = total;
        }
        const mark = out[i]! * total;
        let chosen = 0;
        while (chosen < chances.length - 1 && chances[chosen]! <= mark) chosen++;
        out[i] = levels[chosen]!;
      }
    },
  };
}

function forwardRestorer({ declaration }: ForwardRestoration): Restorer {
  const drawer = eventDrawer(declaration);
  if (drawer === undefined) throw new Error(`${declaration.name} has no draws`);
  return { tensors: Object.values(declaration.parameters), draw: drawer };
}
