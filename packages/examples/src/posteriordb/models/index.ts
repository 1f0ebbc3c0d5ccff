/** The models by their names in the data base. */
import type { Declare } from '../posterior.js';
import { eight_schools_centered, eight_schools_noncentered } from './eightSchools.js';
import * as flatRegression from './flatRegression.js';
import { garch11 } from './garch.js';
import { accel_gp, gp_regr } from './gaussianProcess.js';
import { hmm_drive, hmm_example } from './hiddenMarkov.js';
import { lotka_volterra } from './lotkaVolterra.js';
import { low_dim_gauss_mix } from './mixture.js';
import { arK, blr, diamonds } from './priorRegression.js';

export const models: Readonly<Record<string, Declare>> = {
  ...flatRegression,
  accel_gp,
  arK,
  blr,
  diamonds,
  eight_schools_centered,
  eight_schools_noncentered,
  garch11,
  gp_regr,
  hmm_drive_0: hmm_drive,
  hmm_example,
  lotka_volterra,
  low_dim_gauss_mix,
};
