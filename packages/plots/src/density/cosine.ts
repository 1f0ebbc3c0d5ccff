/** The cosine transform of a histogram, as the choice of a bandwidth needs it. */
import { cos } from '@credence/numerics';

/** Sum of values[j] cos(pi k (2 j + 1) / (2 n)) for every k. Cost n² without a cosine in the loop: n is some hundreds. */
export function cosineTransform(values: Float64Array): Float64Array {
  const size = values.length;
  const period = 4 * size;
  const table = Float64Array.from({ length: period }, (_, i) => cos((Math.PI * i) / (2 * size)));
  const result = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    let sum = 0;
    let angle = k;
    for (let j = 0; j < size; j++) {
      sum += values[j]! * table[angle]!;
      angle += 2 * k;
      if (angle >= period) angle -= period;
    }
    result[k] = sum;
  }
  return result;
}
