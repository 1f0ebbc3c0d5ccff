/** The energies of a Hamiltonian sampler: their marginal distribution against their changes from draw to draw. */

import { CredenceError, checkOptions } from '@credence/numerics';
import { energyFraction } from '@credence/samplers';
import type { Markish } from '@observablehq/plot';
import { type Marginal, marginalDomain, marginalHeight, marginalOf, unionOf } from '../density/marginal.js';
import { makePlot } from '../figure/makePlot.js';
import { marginalMarks } from '../figure/marks.js';
import type { FigureOptions, Plot } from '../figure/plot.js';
import { FIGURE_OPTIONS } from '../figure/plot.js';
import { horizontalTicks } from '../figure/ticks.js';
import { plainLabel } from '../label/label.js';
import { asSource, type Source } from '../source/source.js';
import { theme } from '../theme/theme.js';

export interface EnergyData {
  /** Energy less its mean over all chains (nats). */
  readonly marginal: Marginal;
  /** Change of the energy from draw to draw. */
  readonly transition: Marginal;
  /** E-BFMI by chain; under 0.3 the chain moves too slowly through its energies. */
  readonly energyFractions: readonly number[];
}

/**
 * Marginal energy and energy transitions. Where the second is much narrower, tails are explored slowly.
 *
 * Source: Betancourt (2016), Diagnosing suboptimal cotangent disintegrations in Hamiltonian Monte Carlo, arXiv:1604.00695.
 * @throws CredenceError plots/no-statistic without energies; plots/not-finite
 */
export function plotEnergy(input: Source, options: FigureOptions = {}): Plot<EnergyData> {
  checkOptions('plotEnergy(source, options)', options, FIGURE_OPTIONS);
  const chains = (asSource(input).statistic?.('energy') ?? []).map((chain) => Float64Array.from(chain));
  if (chains.length === 0) {
    throw new CredenceError(
      'plots/no-statistic',
      'An energy plot needs the energy of every draw, and the source has none: take a posterior, inference data with sample_stats, or give statistics.energy.',
      { statistic: 'energy' },
    );
  }
  const finite = chains.flatMap((chain) => Array.from(chain.filter((value) => value - value === 0)));
  const changes = chains
    .flatMap((chain) => Array.from(chain.subarray(1), (value, i) => value - chain[i]!))
    .filter((value) => value - value === 0);
  if (finite.length === 0 || changes.length === 0)
    throw new CredenceError(
      'plots/not-finite',
      `There are no two finite energies of one chain after another, so there is nothing to draw.`,
      {},
    );
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const free = { bounds: { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY } };
  const marginal = marginalOf(
    Float64Array.from(finite, (value) => value - mean),
    free,
  );
  const transition = marginalOf(Float64Array.from(changes), free);
  const fractions = chains.map(energyFraction);
  const domain = unionOf([marginalDomain(marginal), marginalDomain(transition)]);
  const top = 1.06 * Math.max(marginalHeight(marginal), marginalHeight(transition));
  const width = options.frame?.width ?? 380;
  const marks: Markish[] = [
    ...marginalMarks(marginal, top, { colour: theme.series[0], fill: 0.2 }),
    ...marginalMarks(transition, top, { colour: theme.series[1], fill: 0.2, dash: '6,3' }),
  ];
  const texts = fractions.map((value) => (Number.isFinite(value) ? value.toFixed(2) : '–'));
  const least = Math.min(...fractions.filter((value) => Number.isFinite(value)));
  const shown = texts.length > 8 ? `${texts.slice(0, 8).join(', ')} ...` : texts.join(', ');
  return makePlot(
    {
      data: { marginal, transition, energyFractions: fractions },
      panels: [
        [
          {
            width,
            height: options.frame?.height ?? 190,
            x: {
              domain,
              ticks: horizontalTicks(domain, width, 7),
              label: plainLabel('energy less its mean, change of energy (nats)'),
            },
            y: { domain: [0, top], ticks: [] },
            marks,
            headings: [
              {
                label: plainLabel(`E-BFMI by chain: ${shown}`),
                colour: least < 0.3 ? theme.truth : theme.muted,
              },
            ],
            align: 'start',
          },
        ],
      ],
      legend: [
        { label: plainLabel('marginal energy'), colour: theme.series[0], swatch: 'line' },
        { label: plainLabel('energy transition'), colour: theme.series[1], swatch: 'line', dash: '6,3' },
      ],
      usualTitle: plainLabel('Energy'),
      alt: `Densities of the energy and of its changes; E-BFMI ${shown}.`,
      notes: least < 0.3 ? ['an E-BFMI under 0.3 means that tails are explored slowly'] : [],
    },
    options,
  );
}
