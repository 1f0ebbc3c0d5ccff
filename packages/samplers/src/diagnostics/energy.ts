/** Energy diagnostic of Hamiltonian samplers. */

/**
 * Estimated Bayesian fraction of missing information of one chain: mean squared change of the energy from draw to draw,
 * divided by the variance of the energy. Under 0.3 the momenta cannot carry the chain through its energies: tails are
 * explored slowly.
 *
 * @param energies Hamiltonian at each draw (nats), warm-up left out
 * @returns NaN with fewer than two draws, with an energy that is not finite, or when all are equal
 *
 * Source: Betancourt (2016), Diagnosing suboptimal cotangent disintegrations in Hamiltonian Monte Carlo, arXiv:1604.00695.
 */
export function energyFraction(energies: Float64Array): number {
  const size = energies.length;
  if (size < 2) return Number.NaN;
  let sum = 0;
  for (let i = 0; i < size; i++) sum += energies[i]!;
  const mean = sum / size;
  let changes = 0;
  let squares = 0;
  for (let i = 0; i < size; i++) {
    squares += (energies[i]! - mean) ** 2;
    if (i > 0) changes += (energies[i]! - energies[i - 1]!) ** 2;
  }
  return changes / (size - 1) / (squares / (size - 1));
}
