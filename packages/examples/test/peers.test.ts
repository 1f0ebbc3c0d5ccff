/** The nine peer models: log density differences and gradients against Stan's, at three unconstrained points each. */
import { compile } from '@credence/dsl';
import type { LogDensity } from '@credence/samplers';
import { peerModels } from '../../../bench/models/index.js';
import { peerData, peerReference } from '../../../bench/peers.js';

const tolerance = 1e-10;

describe.each(peerModels)('$name', (peer) => {
  const { grad_check: points } = peerReference(peer.name);

  /** Largest relative error of a difference of log densities, and of a gradient's element. */
  function errorsOf(density: LogDensity): { value: number; gradient: number } {
    const offsets: number[] = [];
    let gradient = 0;
    for (const { upars, lp_dropconst, grad } of points) {
      const computed = new Float64Array(density.dimension);
      offsets.push(density.logDensityAndGradient(Float64Array.from(upars), computed) - lp_dropconst);
      expect(grad).toHaveLength(density.dimension);
      grad.forEach((expected, i) => {
        gradient = Math.max(gradient, Math.abs(computed[i]! - expected) / Math.max(1, Math.abs(expected)));
      });
    }
    // Stan drops constants: the offset is the same at every point.
    const scale = Math.max(1, ...points.map(({ lp_dropconst }) => Math.abs(lp_dropconst)));
    return { value: (Math.max(...offsets) - Math.min(...offsets)) / scale, gradient };
  }

  test.each(['wasm', 'reference'] as const)('as compiled from its declaration, backend %s', (backend) => {
    const { value, gradient } = errorsOf(compile(peer.declare(peerData(peer.data)), { backend }));
    expect(value).toBeLessThan(tolerance);
    expect(gradient).toBeLessThan(tolerance);
  });

  test('by hand, as the bench times it', () => {
    const { value, gradient } = errorsOf(peer.javascript(peerData(peer.data)));
    expect(value).toBeLessThan(tolerance);
    expect(gradient).toBeLessThan(tolerance);
  });
});
