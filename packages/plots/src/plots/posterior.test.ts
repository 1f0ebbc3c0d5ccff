import { keyFromSeed, stream } from '@credence/numerics';
import { exampleDraws } from '../testing/exampleDraws.js';
import { pictureFaults } from '../testing/pictureFaults.js';
import { plotPosterior } from './posterior.js';

const source = exampleDraws();
const normals = (size: number, seed = 3) => {
  const rng = stream(keyFromSeed(seed), 0);
  return Array.from({ length: size }, () => rng.normal());
};

test('shows every kind of element, without faults', () => {
  const plot = plotPosterior(source, { refVal: { mu: 0 }, rope: { log_tau: [-1, 1] } });
  expect(pictureFaults(plot.svg)).toEqual([]);
  expect(plot.data.elements.map(({ name, marginal }) => [name, marginal.kind]).slice(0, 6)).toEqual([
    ['mu', 'density'],
    ['tau', 'density'],
    ['log_tau', 'density'],
    ['p', 'density'],
    ['k', 'bars'],
    ['theta[Choate]', 'density'],
  ]);
  expect(plot.alt).toMatch(/^Posterior densities: mu mean 4\.\d, 94 % interval /);
});

test('the interval holds its mass, the reference and the region their shares', () => {
  const values = normals(4000);
  const [panel] = plotPosterior({ x: values }, { hdiProb: 0.8, refVal: 1, rope: [-1, 1] }).data.elements;
  const inside = values.filter((value) => value >= panel!.hdi.lower && value <= panel!.hdi.upper).length / 4000;
  expect(Math.abs(inside - 0.8)).toBeLessThan(0.001);
  expect(panel!.reference!.below).toBe(values.filter((value) => value < 1).length / 4000);
  expect(panel!.reference!.below + panel!.reference!.above).toBe(1);
  expect(panel!.rope!.inside).toBe(values.filter((value) => Math.abs(value) <= 1).length / 4000);
});

test('a histogram holds all draws', () => {
  const [panel] = plotPosterior({ x: normals(1000) }, { kind: 'hist' }).data.elements;
  const { marginal } = panel!;
  if (marginal.kind !== 'histogram') throw new Error(marginal.kind);
  expect(marginal.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  expect(marginal.counts.reduce((sum, share) => sum + share, 0)).toBe(1000);
});

test('chooses by name, handle, element and coordinate', () => {
  const names = (options: Parameters<typeof plotPosterior>[1]) =>
    plotPosterior(source, options).data.elements.map(({ name }) => name);
  expect(names({ variables: [{ name: 'mu' }, 'theta[Hotchkiss]'] })).toEqual(['mu', 'theta[Hotchkiss]']);
  expect(names({ variables: 'theta', coords: { school: ['Mt. Hermon', 'Choate'] } })).toEqual([
    'theta[Mt. Hermon]',
    'theta[Choate]',
  ]);
});

test('says what it left out of ten thousand elements', () => {
  const draws = [
    Array.from({ length: 20 }, (_, i) => Array.from({ length: 10_000 }, (_, k) => ((i * 7 + k) % 20) + 0.5)),
  ];
  const plot = plotPosterior({ mu: draws });
  expect(plot.data.elements).toHaveLength(24);
  expect(plot.notes).toEqual(['first 24 of 10\u2009000 elements']);
  expect(plot.svg).toContain('first 24 of 10\u2009000 elements');
  expect(pictureFaults(plot.svg)).toEqual([]);
});

describe('bad input', () => {
  test('draws that are not finite are left out, and it says so', () => {
    const plot = plotPosterior({
      mu: [
        [1, 2.5, Number.NaN, 3],
        [2, 1, 4, Number.POSITIVE_INFINITY],
      ],
    });
    expect(plot.notes).toEqual(['2 of 8 draws of mu are not finite and are left out']);
    expect(pictureFaults(plot.svg)).toEqual([]);
  });

  test('constant draws and a single draw are a line with a note', () => {
    for (const mu of [[2.5, 2.5, 2.5], [2.5]]) {
      const plot = plotPosterior({ mu });
      expect(plot.data.elements[0]!.marginal).toEqual({ kind: 'constant', x: 2.5 });
      expect(plot.notes).toEqual(['all draws of mu are 2.50']);
      expect(pictureFaults(plot.svg)).toEqual([]);
    }
  });

  test.each([
    [{ mu: [Number.NaN, Number.NaN] }, {}, 'plots/not-finite', /None of the 2 draws of 'mu' is finite/],
    [{ mu: [1, 2] }, { variables: 'nu' }, 'plots/unknown-variable', /no draws of 'nu'. There are mu\./],
    [{ mu: [1, 2] }, { variables: [] }, 'plots/empty-selection', /nothing to draw/],
    [{}, {}, 'plots/empty-selection', /has no variables/],
    [{ mu: [] }, {}, 'plots/draws', /The draws of 'mu' cannot be drawn: the array is empty/],
    [{ mu: [[1, 2], [1]] }, {}, 'plots/draws', /chains of the shapes \[2\] and \[1\]/],
    [{ mu: [1, 2] }, { coords: { school: 'A' } }, 'plots/unknown-dim', /no variable here has the dimension 'school'/],
    [{ mu: [1, 2] }, { hdiProb: 1.5 }, 'plots/probability', /hdiProb must lie between 0 and 1, not 1.5/],
    [{ mu: [1, 2] }, { rope: [1, 0] as const }, 'plots/rope', /must rise/],
    [{ mu: [1, 2] }, { limit: 0 }, 'plots/limit', /above 0, not 0/],
  ])('%j with %j is refused', (draws, options, code, text) => {
    expect(() => plotPosterior(draws, options)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(text) }),
    );
  });

  test('an unknown label names the known ones', () => {
    expect(() => plotPosterior(source, { variables: 'theta', coords: { school: 'Eton' } })).toThrow(
      expect.objectContaining({
        code: 'plots/unknown-label',
        message: expect.stringMatching(/'theta' has no element 'Eton' along school; it has Choate, Deerfield/),
      }),
    );
  });
});
