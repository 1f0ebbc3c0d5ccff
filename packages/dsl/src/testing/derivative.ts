/** Slope at 0 by central differences with two steps, extrapolated. */
export function slopeAtZero(f: (h: number) => number, step: number): number {
  const central = (h: number) => (f(h) - f(-h)) / (2 * h);
  return (4 * central(step / 2) - central(step)) / 3;
}
