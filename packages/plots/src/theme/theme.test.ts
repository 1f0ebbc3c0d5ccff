import { colourDifference, contrastOnWhite, labOf } from '../testing/colour.js';
import { theme } from './theme.js';

/** Pairs of Sharma, Wu & Dalal (2005), table 1. */
test.each([
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
  [[50, -1, 2], [50, 0, 0], 2.3669],
  [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
] as const)('CIEDE2000 of %j and %j is %d', (a, b, expected) => {
  expect(colourDifference(a, b)).toBeCloseTo(expected, 4);
});

const least = (colours: readonly string[], sight: Parameters<typeof labOf>[1]) =>
  Math.min(
    ...colours.flatMap((a, i) => colours.slice(i + 1).map((b) => colourDifference(labOf(a, sight), labOf(b, sight)))),
  );

test.each(['normal', 'protanopia', 'deuteranopia', 'tritanopia'] as const)('series are told apart by %s', (sight) => {
  expect(least(theme.series, sight)).toBeGreaterThan(15);
});

test('red and green of the same lightness would not pass', () => {
  expect(least(['#c44e52', '#55873f'], 'deuteranopia')).toBeLessThan(15);
});

test('series are seen on white paper', () => {
  for (const colour of theme.series) expect(contrastOnWhite(colour)).toBeGreaterThan(2.5);
});
