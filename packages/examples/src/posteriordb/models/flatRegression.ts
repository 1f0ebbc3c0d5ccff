/** Linear regressions without a prior of their coefficients: earnings, mesquite bushes, election studies, test scores of children. */
import { Model } from '@credence/dsl';
import { log } from '@credence/numerics';
import type { Column, Declare, PosteriorData } from '../posterior.js';
import { logOf, matrix, meanOf, minus, ones, plus, sdOf, shifted, times } from './columns.js';

/** y ~ Normal(X beta, sigma), the first column of X all ones. */
function regression(
  name: string,
  response: Column,
  regressors: readonly Column[],
  scale: 'flat' | 'cauchy' = 'flat',
): Model {
  const model = new Model(name);
  const X = model.data('X', matrix(ones(response), ...regressors));
  const beta = model.flat('beta', {}, { shape: regressors.length + 1 });
  const sigma = scale === 'flat' ? model.halfFlat('sigma') : model.halfCauchy('sigma', { beta: 2.5 });
  model.normal('y', { mu: X.dot(beta), sigma }, { observed: response });
  return model;
}

const LOG_10 = log(10);

export const log10earn_height: Declare = (data) => {
  const response = logOf(data.column('earn')).map((value) => value / LOG_10);
  return regression('log10earn_height', response, [data.column('height')]);
};

export const logearn_height: Declare = (data) =>
  regression('logearn_height', logOf(data.column('earn')), [data.column('height')]);

export const logearn_height_male: Declare = (data) =>
  regression('logearn_height_male', logOf(data.column('earn')), [data.column('height'), data.column('male')]);

export const logearn_interaction: Declare = (data) => {
  const [height, male] = [data.column('height'), data.column('male')];
  return regression('logearn_interaction', logOf(data.column('earn')), [height, male, times(height, male)]);
};

/** Logarithms of what was measured of each bush. */
function mesquite(data: PosteriorData) {
  const of = (name: string) => logOf(data.column(name));
  const [first, second, canopy] = [of('diam1'), of('diam2'), of('canopy_height')];
  const area = plus(first, second);
  return {
    weight: of('weight'),
    first,
    second,
    canopy,
    area,
    volume: plus(area, canopy),
    shape: minus(first, second),
    height: of('total_height'),
    density: of('density'),
    group: data.column('group'),
  };
}

export const logmesquite: Declare = (data) => {
  const { weight, first, second, canopy, height, density, group } = mesquite(data);
  return regression('logmesquite', weight, [first, second, canopy, height, density, group]);
};

export const logmesquite_logva: Declare = (data) => {
  const { weight, volume, area, group } = mesquite(data);
  return regression('logmesquite_logva', weight, [volume, area, group]);
};

export const logmesquite_logvas: Declare = (data) => {
  const { weight, volume, area, shape, height, density, group } = mesquite(data);
  return regression('logmesquite_logvas', weight, [volume, area, shape, height, density, group]);
};

export const logmesquite_logvolume: Declare = (data) => {
  const { weight, volume } = mesquite(data);
  return regression('logmesquite_logvolume', weight, [volume]);
};

export const nes: Declare = (data) => {
  const age = data.column('age_discrete');
  const ageIs = (category: number) => age.map((value) => (value === category ? 1 : 0));
  const of = (name: string) => data.column(name);
  const regressors = [
    of('real_ideo'),
    of('race_adj'),
    ageIs(2),
    ageIs(3),
    ageIs(4),
    of('educ1'),
    of('gender'),
    of('income'),
  ];
  return regression('nes', data.column('partyid7'), regressors);
};

export const kidscore_momhs: Declare = (data) =>
  regression('kidscore_momhs', data.column('kid_score'), [data.column('mom_hs')], 'cauchy');

export const kidscore_momiq: Declare = (data) =>
  regression('kidscore_momiq', data.column('kid_score'), [data.column('mom_iq')], 'cauchy');

export const kidscore_momhsiq: Declare = (data) =>
  regression('kidscore_momhsiq', data.column('kid_score'), [data.column('mom_hs'), data.column('mom_iq')], 'cauchy');

function interaction(name: string, data: PosteriorData, school: Column, iq: Column): Model {
  return regression(name, data.column('kid_score'), [school, iq, times(school, iq)]);
}

export const kidscore_interaction_c: Declare = (data) => {
  const centred = (column: Column) => shifted(column, meanOf(column));
  return interaction('kidscore_interaction_c', data, centred(data.column('mom_hs')), centred(data.column('mom_iq')));
};

export const kidscore_interaction_c2: Declare = (data) =>
  interaction(
    'kidscore_interaction_c2',
    data,
    shifted(data.column('mom_hs'), 0.5),
    shifted(data.column('mom_iq'), 100),
  );

export const kidscore_interaction_z: Declare = (data) => {
  const scaled = (column: Column) => shifted(column, meanOf(column)).map((value) => value / (2 * sdOf(column)));
  return interaction('kidscore_interaction_z', data, scaled(data.column('mom_hs')), scaled(data.column('mom_iq')));
};
