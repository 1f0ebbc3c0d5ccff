/** Parts of series of numbers: time is the last axis. */
import { slice, type Tensor, transpose } from '@credence/autodiff';

/** The values at one time, or at the times from `from` to before `to` (from the end where negative). */
export function times(x: Tensor, range: number | { readonly from?: number; readonly to?: number }): Tensor {
  return slice(x, [...x.shape.slice(0, -1).map(() => undefined), range]);
}

/** A number for every series, beside all its times. */
export const forAllTimes = (value: Tensor): Tensor => value.expandDims(-1);

/** With time as the first axis, as `scan` walks it. */
export const timeFirst = (x: Tensor): Tensor => transpose(x, [x.rank - 1, ...x.shape.slice(0, -1).keys()]);
