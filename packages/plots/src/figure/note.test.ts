/** Notes name quantities as programs do, and print them as pictures do. */

import { nameLabel } from '../label/label.js';
import { plotCorner } from '../plots/corner.js';
import { normals } from '../testing/samples.js';
import { listOf, note, noteLabel, noteText } from './note.js';

const named = (name: string) => ({ name, label: nameLabel(name) });

test('a quantity by its name, and as it is written', () => {
  const given = note`all ${3} draws of ${named('theta_mu')} are ${'0'}`;
  expect(noteText(given)).toBe('all 3 draws of theta_mu are 0');
  expect(noteLabel(given)).toEqual([
    { text: 'all 3 draws of θ', script: 'base', italic: false },
    { text: 'μ', script: 'sub', italic: false },
    { text: ' are 0', script: 'base', italic: false },
  ]);
  const list = listOf(
    [
      { ...named('a'), by: 2 },
      { ...named('tau'), by: 3 },
    ],
    ({ by }) => ` by ${by}`,
  );
  expect(noteText(note`thinned: ${list}`)).toBe('thinned: a by 2, tau by 3');
});

test('below a corner plot: the letters of its axes', () => {
  const { notes, svg } = plotCorner({ theta_mu: [normals(2000, 1)], theta_sigma: [normals(2000, 2)] });
  expect(notes[0]).toMatch(/^draws outside the ranges shown: theta_mu \d, theta_sigma \d$/);
  expect(svg).not.toMatch(/>[^<]*theta_mu/);
  expect(svg).toContain('draws outside the ranges shown: θ');
});
