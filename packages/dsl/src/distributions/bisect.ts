/** Where a condition on numbers stops to hold, for modes without a closed form. */

/** The float64 between `low` and `high` up to which `holds`, to a last place: it holds at the low end and not at the high one. */
export function bisect(holds: (at: number) => boolean, low: number, high: number): number {
  let [from, to] = [low, high];
  for (;;) {
    const middle = from + (to - from) / 2;
    if (middle === from || middle === to) return middle;
    if (holds(middle)) from = middle;
    else to = middle;
  }
}
