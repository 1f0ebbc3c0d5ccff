/** Lane programs with loops in every position, for the tests of all that runs lane programs. */
import { expProgram } from '../elementary/exp.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { LaneProgram, Lanes } from '../lanes/lanes.js';

/** Steps of Collatz' walk from |x|, at most 60: neighbouring numbers stop at very different steps. */
function walk<V, M>(l: Lanes<V, M>, x: V): readonly V[] {
  const one = l.constant(1);
  const start = l.floor(l.min(l.abs(x), l.constant(1000)));
  return l.repeat([start, l.constant(0)], 60, ([at, steps]) => {
    const half = l.mul(at!, l.constant(0.5));
    const next = l.branch(
      l.equal(l.floor(half), half),
      () => half,
      () => l.add(l.mul(at!, l.constant(3)), one),
    );
    return { next: [next, l.add(steps!, one)], going: l.less(one, next) };
  });
}

const walkedProgram = laneProgram({ name: 'walked', arity: 1, body: (l, x) => walk(l, x)[1]! });

export const loopPrograms: readonly LaneProgram[] = [
  walkedProgram,
  laneProgram({ name: 'placesOfWalk', arity: 2, body: (l, x, y) => l.add(walk(l, x)[0]!, walk(l, y)[1]!) }),
  laneProgram({
    name: 'exchanged',
    arity: 2,
    body: (l, x, y) => {
      // Both are set at once; what changes nothing is taken from outside, and used there too.
      const step = l.div(x, l.constant(7));
      const [a, b, left] = l.repeat([x, y, l.abs(y)], 9, ([first, second, rest]) => ({
        next: [second!, l.add(first!, step), l.sub(rest!, l.constant(1))],
        going: l.less(l.constant(1), rest!),
      }));
      return l.add(l.sub(a!, b!), l.mul(step, left!));
    },
  }),
  laneProgram({
    name: 'always',
    arity: 2,
    body: (l, x, y) => {
      const [sum] = l.repeat([l.constant(0), l.constant(1)], 12, ([total, k]) => ({
        next: [l.add(total!, l.div(x, l.add(k!, l.abs(y)))), l.add(k!, l.constant(1))],
        going: l.equal(k!, k!),
      }));
      return sum!;
    },
  }),
  laneProgram({
    name: 'nested',
    arity: 2,
    body: (l, x, y) => {
      const bound = l.min(l.abs(y), l.constant(6));
      const [sum, k] = l.repeat([x, l.constant(0)], 8, ([total, i]) => {
        const [inner] = l.repeat([total!, i!], 5, ([value, j]) => ({
          next: [l.add(l.mul(value!, l.constant(0.25)), l.call(walkedProgram, l.add(j!, x))), l.add(j!, l.constant(1))],
          going: l.less(l.add(i!, j!), bound),
        }));
        const next = l.add(inner!, l.call(expProgram, l.neg(l.abs(inner!))));
        return { next: [next, l.add(i!, l.constant(1))], going: l.less(i!, bound) };
      });
      return l.add(sum!, k!);
    },
  }),
  laneProgram({
    name: 'inBranches',
    arity: 2,
    body: (l, x, y) => {
      const shared = l.mul(x, y);
      const outside = walk(l, y);
      return l.branch(
        l.less(x, y),
        () => l.add(walk(l, l.add(x, shared))[1]!, outside[0]!),
        () =>
          l.branch(
            l.less(y, l.constant(0)),
            () => l.sub(l.call(walkedProgram, x), shared),
            () => l.add(outside[1]!, walk(l, x)[0]!),
          ),
      );
    },
  }),
];
