import { keyFromSeed, stream } from '@credence/numerics';
import { metricVariance } from '../hamiltonian/metric.js';
import { HamiltonianTrajectory } from '../hamiltonian/trajectory.js';
import { packedLength } from '../hamiltonian/triangular.js';
import { independentNormals } from '../testing/targets.js';
import { gradientMetric, gradientMetricSchedule } from './gradientMetric.js';
import { currentStepSize, finalStepSize, findStepSize, startStepSize, updateStepSize } from './stepSize.js';
import { RunningCovariance, RunningVariance, shrunkVariance } from './variance.js';
import { windowedCovariance } from './windowedMetric.js';
import { warmupWindows } from './windows.js';

describe('windows are those of Stan', () => {
  test.each([
    [1000, 75, 950, [99, 149, 249, 449, 949]],
    [500, 75, 450, [99, 149, 249, 449]],
    [300, 75, 250, [99, 149, 249]],
    [299, 75, 249, [99, 248]],
    [200, 75, 150, [99, 149]],
    [150, 75, 100, [99]],
    [149, 22, 135, [134]],
    [100, 15, 90, [89]],
    [20, 3, 18, [17]],
    [19, 19, 19, []],
    [0, 0, 0, []],
  ])('%d iterations: slow from %d to %d, windows end at %j', (tune, slowStart, slowEnd, windowEnds) => {
    expect(warmupWindows(tune)).toEqual({ slowStart, slowEnd, windowEnds });
  });
});

describe('running moments', () => {
  const rng = stream(keyFromSeed(5), 0);
  const draws = Array.from({ length: 40 }, () =>
    Float64Array.from([1e6 + rng.normal(), 3 * rng.normal(), rng.uniform()]),
  );
  const mean = (i: number) => draws.reduce((s, d) => s + d[i]!, 0) / draws.length;
  const covariance = (i: number, j: number) =>
    draws.reduce((s, d) => s + (d[i]! - mean(i)) * (d[j]! - mean(j)), 0) / (draws.length - 1);

  test('variance equals the two-pass formula, and its shrinkage Stan’s', () => {
    const running = new RunningVariance(3);
    for (const draw of draws) running.add(draw);
    const shrunk = new Float64Array(3);
    shrunkVariance(running, shrunk);
    for (let i = 0; i < 3; i++) {
      expect(running.squares(i) / 39 / covariance(i, i)).toBeCloseTo(1, 8);
      expect(shrunk[i]).toBeCloseTo((40 / 45) * covariance(i, i) + (5 / 45) * 1e-3, 7);
    }
  });

  test('of two sets are those of both together', () => {
    const all = new RunningVariance(3);
    const first = new RunningVariance(3);
    const second = new RunningVariance(3);
    draws.forEach((draw, i) => {
      all.add(draw);
      (i < 11 ? first : second).add(draw);
    });
    const [both, alone] = [new Float64Array(3), new Float64Array(3)];
    first.pooledSquares(second, both);
    all.pooledSquares(new RunningVariance(3), alone);
    for (let i = 0; i < 3; i++) {
      expect(both[i]! / all.squares(i)).toBeCloseTo(1, 8);
      expect(alone[i]).toBe(all.squares(i));
    }
  });

  test('covariance equals the two-pass formula, shrunk likewise', () => {
    const running = new RunningCovariance(3);
    for (const draw of draws) running.add(draw);
    const shrunk = running.takeShrunk(new Float64Array(6).fill(9));
    expect(running.save()).toEqual(new RunningCovariance(3).save());
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j <= i; j++) {
        const expected = (40 / 45) * covariance(i, j) + (i === j ? (5 / 45) * 1e-3 : 0);
        expect(shrunk[packedLength(i) + j]).toBeCloseTo(expected, 7);
      }
    }
  });

  test('go on from their saved state', () => {
    for (const make of [() => new RunningVariance(3), () => new RunningCovariance(3)]) {
      const whole = make();
      const first = make();
      for (const draw of draws) whole.add(draw);
      for (const draw of draws.slice(0, 17)) first.add(draw);
      const second = make();
      second.load(JSON.parse(JSON.stringify(first.save())));
      for (const draw of draws.slice(17)) second.add(draw);
      expect(second.save()).toEqual(whole.save());
    }
  });
});

describe('step size', () => {
  test('dual averaging follows Hoffman & Gelman, equation 6', () => {
    let state = startStepSize(0.1, 0.8);
    expect(state.mu).toBeCloseTo(0, 14);
    expect(finalStepSize(state)).toBeCloseTo(0.1, 14);
    const acceptances = [0.2, 0.95, 1, 0.4, 0.7];
    let error = 0;
    let logMean = 0;
    acceptances.forEach((acceptance, at) => {
      const m = at + 1;
      error = (1 - 1 / (m + 10)) * error + (0.8 - acceptance) / (m + 10);
      const logStep = -(Math.sqrt(m) / 0.05) * error;
      logMean = m ** -0.75 * logStep + (1 - m ** -0.75) * logMean;
      state = updateStepSize(state, acceptance);
      expect(currentStepSize(state)).toBeCloseTo(Math.exp(logStep), 12);
      expect(finalStepSize(state)).toBeCloseTo(Math.exp(logMean), 12);
    });
  });

  test('dual averaging finds the step size of a given acceptance curve', () => {
    // Noisy acceptance around exp(-stepSize): the target 0.8 is met at -log(0.8).
    const rng = stream(keyFromSeed(3), 0);
    let state = startStepSize(5, 0.8);
    for (let i = 0; i < 5000; i++) {
      state = updateStepSize(state, rng.uniform() < Math.exp(-currentStepSize(state)) ? 1 : 0);
    }
    expect(finalStepSize(state)).toBeGreaterThan(0.2);
    expect(finalStepSize(state)).toBeLessThan(0.25);
  });

  test('the search stops at the first crossing of 0.8', () => {
    const tried: number[] = [];
    const probe = {
      energyError(stepSize: number) {
        tried.push(stepSize);
        return stepSize * stepSize;
      },
    };
    // exp(-e^2) > 0.8 for e < 0.4724.
    expect(findStepSize(probe, 1)).toBe(0.25);
    expect(tried).toEqual([1, 0.5, 0.25]);
    expect(findStepSize(probe, 0.0625)).toBe(0.5);
  });

  test('the search gives its guess back where nothing or everything diverges', () => {
    expect(findStepSize({ energyError: () => 0 }, 1)).toBe(1);
    expect(findStepSize({ energyError: () => Number.POSITIVE_INFINITY }, 1)).toBe(1);
  });
});

describe('the metric from draws and gradients', () => {
  const sds = [1e-3, 0.1, 1, 20, 1e4];

  test('is exact for independent normals after a start and some draws, growing 100 times at once', () => {
    const trajectory = new HamiltonianTrajectory(independentNormals([1, 2, 3, 4, 5], sds), 5);
    const rng = stream(keyFromSeed(8), 0);
    const estimate = gradientMetric(trajectory, 1000);
    trajectory.moveTo([0, 0, 0, 0, 0]);
    estimate.begin();
    const variance = () => {
      const { metric } = trajectory;
      if (metric.kind !== 'diagonal') throw new Error('the metric is diagonal');
      return metric.variance;
    };
    // Guesses 1 / |gradient| at 0, at most 1e4.
    expect(variance()[3]! / ((20 * 20) / 4)).toBeCloseTo(1, 10);
    expect(variance()[4]).toBe(1e4);
    const changes: string[] = [];
    for (let i = 0; i < 3; i++) {
      trajectory.moveTo(sds.map((sd, k) => k + 1 + sd * rng.normal()));
      changes.push(estimate.update(i, true, 7));
      if (changes[i] === 'replaced') expect(variance()[4]).toBe(1e6);
    }
    // Of the start and two draws; a search for a step size follows, for the one of the guess says nothing.
    expect(changes).toEqual(['same', 'replaced', 'refined']);
    sds.forEach((sd, i) => {
      expect(variance()[i]! / (sd * sd)).toBeCloseTo(1, 10);
    });
  });

  test('windows: 10 draws up to 30 %, then 80, none in the last 15 %', () => {
    const schedule = gradientMetricSchedule(1000);
    expect(schedule).toMatchObject({ earlyEnd: 300, metricEnd: 850, earlyWindow: 10, lateWindow: 80 });
    const trajectory = new HamiltonianTrajectory(independentNormals([0], [1]), 5);
    const rng = stream(keyFromSeed(9), 0);
    const estimate = gradientMetric(trajectory, 1000);
    trajectory.moveTo([0.5]);
    estimate.begin();
    const counts: number[] = [];
    const refined: number[] = [];
    const replaced: number[] = [];
    for (let i = 0; i < 1000; i++) {
      trajectory.moveTo([rng.normal()]);
      const change = estimate.update(i, true, 7);
      if (change === 'refined') refined.push(i);
      if (change === 'replaced') replaced.push(i);
      const [full, , filling] = estimate.save();
      counts.push(full!.count + filling!.count);
    }
    // Made from one to two windows: early 10 to 19 draws, later 80 to 159.
    expect(Math.max(...counts.slice(20, 300))).toBe(19);
    expect(Math.min(...counts.slice(20, 300))).toBe(10);
    expect(Math.min(...counts.slice(500))).toBe(80);
    expect(Math.max(...counts.slice(500, 750))).toBe(159);
    expect(replaced).toEqual([1]);
    expect(refined.filter((i) => i < 300)).toHaveLength(149);
    expect(refined.filter((i) => i >= 300)).toHaveLength(55);
    expect(Math.max(...refined)).toBeLessThan(850);
  });

  test('a coordinate without information keeps its variance', () => {
    const flat = {
      dimension: 2,
      logDensityAndGradient(position: Float64Array, gradient: Float64Array) {
        gradient[0] = 0.25;
        gradient[1] = -position[1]!;
        return 0.25 * position[0]! - 0.5 * position[1]! ** 2;
      },
    };
    const trajectory = new HamiltonianTrajectory(flat, 5);
    const estimate = gradientMetric(trajectory, 1000);
    trajectory.moveTo([0, 1]);
    estimate.begin();
    for (let i = 0; i < 3; i++) {
      trajectory.moveTo([i, i + 2]);
      estimate.update(i, true, 7);
    }
    const { metric } = trajectory;
    if (metric.kind !== 'diagonal') throw new Error('the metric is diagonal');
    expect(Array.from(metric.variance)).toEqual([4, 1]);
  });
});

describe('the dense metric', () => {
  /** The iterations after which the metric is replaced (first the guess), and when it becomes dense. */
  function replacements(dimension: number, tune: number) {
    const normals = independentNormals(new Array(dimension).fill(0), new Array(dimension).fill(1));
    const trajectory = new HamiltonianTrajectory(normals, 5);
    const rng = stream(keyFromSeed(12), 0);
    const draw = new Float64Array(dimension);
    const estimate = windowedCovariance(trajectory, tune);
    rng.normals(draw);
    trajectory.moveTo(draw);
    estimate.begin();
    const replaced: number[] = [];
    const kinds: string[] = [];
    for (let i = 0; i < tune; i++) {
      rng.normals(draw);
      trajectory.moveTo(draw);
      kinds.push(trajectory.metric.kind);
      if (estimate.update(i, true, 7) === 'replaced') replaced.push(i);
    }
    return { replaced, firstDense: kinds.indexOf('dense'), metric: trajectory.metric };
  }

  test('comes from every window that holds two draws a dimension', () => {
    expect(replacements(3, 1000)).toMatchObject({ replaced: [1, 99, 149, 249, 449, 949], firstDense: 100 });
    expect(replacements(30, 1000)).toMatchObject({ replaced: [1, 249, 449, 949], firstDense: 250 });
  });

  test('comes from the last window in any case', () => {
    expect(replacements(300, 200)).toMatchObject({ replaced: [1, 149], firstDense: 150 });
  });

  test('is near the covariance', () => {
    const variance = metricVariance(replacements(3, 1000).metric);
    for (const v of variance) expect(Math.abs(v - 1)).toBeLessThan(0.3);
  });
});
