/**
 * Radon in homes: a regression on the floor of the measurement with an intercept of each county (varying intercepts).
 *
 * Counties with few homes borrow strength from the others. The data are simulated in the shape of the Minnesota survey:
 * 85 counties, most with a few homes, some with many (Gelman & Hill 2007, Data Analysis Using Regression and
 * Multilevel/Hierarchical Models, chapter 12).
 */
import { Model, sample } from '@credence/dsl';
import { exp, keyFromSeed, stream } from '@credence/numerics';

const truth = { mean: 1.5, spread: 0.35, floor: -0.7, noise: 0.75 };

export interface Homes {
  readonly counties: number;
  /** County of each home, counted from 0. */
  readonly county: readonly number[];
  /** 0 for the basement, 1 for the first floor. */
  readonly floor: readonly number[];
  /** Natural logarithm of radon in picocuries per litre. */
  readonly logRadon: readonly number[];
}

export function simulateHomes(counties: number, seed: number): Homes {
  const random = stream(keyFromSeed(seed), 0);
  const intercept = Array.from({ length: counties }, () => truth.mean + truth.spread * random.normal());
  const homesPerCounty = intercept.map(() => 1 + Math.floor(exp(1.7 + 0.9 * random.normal())));
  const county = homesPerCounty.flatMap((homes, j) => Array.from({ length: homes }, () => j));
  const floor = county.map(() => (random.uniform() < 0.17 ? 1 : 0));
  const logRadon = county.map((j, i) => intercept[j]! + truth.floor * floor[i]! + truth.noise * random.normal());
  return { counties, county, floor, logRadon };
}

export function radon(homes: Homes): Model {
  const model = new Model('radon', { coords: { county: homes.counties } });
  const county = model.data('county_of_home', homes.county);
  const floor = model.data('floor', homes.floor);
  const mean = model.normal('mean', { mu: 0, sigma: 5 });
  const spread = model.halfNormal('spread', { sigma: 1 });
  const floorEffect = model.normal('floor_effect', { mu: 0, sigma: 5 });
  const noise = model.halfNormal('noise', { sigma: 1 });
  const standardised = model.normal('standardised', { mu: 0, sigma: 1 }, { dims: ['county'] });
  const intercept = model.deterministic('intercept', mean.add(spread.mul(standardised)), { dims: ['county'] });
  const expected = intercept.gather(county).add(floorEffect.mul(floor));
  model.normal('log_radon', { mu: expected, sigma: noise }, { observed: homes.logRadon });
  return model;
}

export async function main(): Promise<void> {
  const homes = simulateHomes(85, 1);
  const posterior = await sample(radon(homes), { seed: 1 });
  console.log(`${homes.county.length} homes in ${homes.counties} counties. True values:`, truth);
  console.log(posterior.summary(['mean', 'spread', 'floor_effect', 'noise']).toString());
}
