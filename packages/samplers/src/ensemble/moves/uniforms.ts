/** Memory for blocks of random numbers, kept from call to call. */

/** Gives an array of the length asked for; the same one as long as the length is. */
export function uniformsFor(): (length: number) => Float64Array {
  let memory = new Float64Array(0);
  let view = memory;
  return (length) => {
    if (memory.length < length) memory = new Float64Array(length);
    if (view.length !== length || view.buffer !== memory.buffer) view = memory.subarray(0, length);
    return view;
  };
}
