/** The verdict: which findings there are, in which words. */
import { convergenceVerdict, type VerdictInput } from './verdict.js';

const fine: VerdictInput = {
  quantities: [
    { name: 'mu', rHat: 1.002, essBulk: 900, essTail: 700 },
    { name: 'tau', rHat: 1.01, essBulk: 400, essTail: 400 },
  ],
  chains: Array.from({ length: 4 }, () => ({ draws: 1000, divergences: 0, deepTrees: 50, energyFraction: 0.9 })),
};
const chain = (c: number, change: Partial<VerdictInput['chains'][number]>): VerdictInput => ({
  ...fine,
  chains: fine.chains.map((one, i) => (i === c ? { ...one, ...change } : one)),
});
const quantity = (change: Partial<VerdictInput['quantities'][number]>): VerdictInput => ({
  ...fine,
  quantities: [{ ...fine.quantities[0]!, ...change }, fine.quantities[1]!],
});

test('all well, thresholds included', () => {
  expect(convergenceVerdict(fine)).toEqual({
    converged: true,
    findings: [],
    text: 'No divergences; R-hat, effective sample sizes, E-BFMI and tree depths are as they should be.',
  });
});

test.each<[VerdictInput, object, string]>([
  [
    chain(2, { divergences: 3 }),
    { kind: 'divergences', where: [2], worst: 3 },
    '3 of 4000 draws ended in a divergence (chain 2)',
  ],
  [
    {
      ...fine,
      chains: fine.chains.map((one, c) => ({ ...one, logDensity: { mean: c === 2 ? -177 : -137 + 0.1 * c, sd: 2 } })),
    },
    { kind: 'stuck-chains', where: [2], worst: -137 + 0.1 * 3 + 177 },
    'Chain 2 stays up to 40 nats below chain 3 in log density: a minor mode',
  ],
  [
    quantity({ rHat: 1.0152 }),
    { kind: 'r-hat', where: ['mu'], worst: 1.0152 },
    'R-hat is above 1.01 for mu (largest 1.015)',
  ],
  [
    quantity({ essBulk: 399 }),
    { kind: 'ess-bulk', where: ['mu'], worst: 399 },
    'Bulk effective sample size is below 400 (100 a chain) for mu (smallest 399)',
  ],
  [
    quantity({ essTail: 12.2 }),
    { kind: 'ess-tail', where: ['mu'], worst: 12.2 },
    'Tail effective sample size is below 400 (100 a chain) for mu (smallest 12)',
  ],
  [
    chain(0, { energyFraction: 0.21 }),
    { kind: 'energy', where: [0], worst: 0.21 },
    'E-BFMI is below 0.3 in chain 0 (smallest 0.21)',
  ],
  [
    chain(1, { deepTrees: 71 }),
    { kind: 'tree-depth', where: [1], worst: 0.071 },
    'More than 5 % of trajectories were cut at the greatest tree depth in chain 1 (at most 7 %)',
  ],
  [
    chain(3, { draws: 0, failed: true }),
    { kind: 'failed-chains', where: [3], worst: 1 },
    'Chain 3 failed; the result rests on what the others drew.',
  ],
])('%#', (input, finding, words) => {
  const verdict = convergenceVerdict(input);
  expect(verdict.converged).toBe(false);
  expect(verdict.findings).toHaveLength(1);
  expect(verdict.findings[0]).toMatchObject(finding);
  expect(verdict.text).toContain(words);
});

test('the worst come first, long lists are cut', () => {
  const quantities = Array.from({ length: 8 }, (_, i) => ({
    name: `x[${i}]`,
    rHat: 1.02 + i / 100,
    essBulk: 500,
    essTail: 500,
  }));
  const [finding] = convergenceVerdict({ ...fine, quantities }).findings;
  expect(finding!.where[0]).toBe('x[7]');
  expect(finding!.where).toHaveLength(8);
  expect(finding!.sentence).toContain('for x[7], x[6], x[5], x[4], x[3] and 3 more (largest 1.090)');
});

test('what could not be checked is told, without a verdict against the run', () => {
  const constant = quantity({ rHat: Number.NaN, essBulk: Number.NaN, essTail: Number.NaN });
  expect(convergenceVerdict(constant)).toMatchObject({
    converged: true,
    findings: [{ kind: 'undefined', where: ['mu'] }],
  });
  const one = { ...fine, chains: [fine.chains[0]!] };
  expect(convergenceVerdict(one)).toMatchObject({ converged: true, findings: [{ kind: 'few-chains' }] });
  const none = { ...fine, chains: [{ draws: 0, divergences: 0, deepTrees: 0, energyFraction: Number.NaN }] };
  expect(convergenceVerdict(none)).toMatchObject({
    converged: false,
    findings: [{ kind: 'no-draws' }],
    text: 'No draws were made.',
  });
});

test('thresholds can be set', () => {
  const strict = { rHat: 1.001, essPerChain: 200, energyFraction: 0.95, deepTrees: 0.01 };
  const kinds = convergenceVerdict(fine, strict).findings.map(({ kind }) => kind);
  expect(kinds).toEqual(['r-hat', 'ess-bulk', 'ess-tail', 'energy', 'tree-depth']);
});

test('chains of different levels are not stuck while their draws overlap', () => {
  const level = (mean: number, sd: number) => ({
    ...fine,
    chains: fine.chains.map((one, c) => ({ ...one, logDensity: { mean: c === 1 ? mean : 0, sd } })),
  });
  // 500 dimensions have a standard deviation of 16 nats.
  expect(convergenceVerdict(level(-60, 16)).findings).toEqual([]);
  expect(convergenceVerdict(level(-9, 1e-3)).findings).toEqual([]);
  expect(convergenceVerdict(level(-91, 16)).findings).toHaveLength(1);
  expect(convergenceVerdict(level(Number.NaN, 1)).findings).toEqual([]);
});
