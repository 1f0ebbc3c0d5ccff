/** Sums by computed places: the lanes of a vector are added one by one, the second into a buffer of its own. */

import type { Code, LaneNode, LaneSink, Local } from '@credence/numerics/wasm';
import type { Access, Region } from './access.js';
import { fill } from './fill.js';
import type { BodySink } from './loopBody.js';
import type { LoopReads } from './loopReads.js';

export type ScatterSink = BodySink & { readonly kind: 'scatter' };

/** The place of the second lane's sums: laid out as the result, in a region of its own. */
export function twinAccess(sink: ScatterSink, region: Region): Access {
  return { region, offset: 0, strides: sink.access.strides };
}

/** Zeros where sums will be scattered to. */
export function clearScatter(code: Code, sinks: readonly BodySink[]): void {
  for (const sink of sinks) {
    if (sink.kind !== 'scatter') continue;
    fill(code, sink.access.region, 8 * sink.access.offset, sink.size, 0);
    if (sink.twin) fill(code, sink.twin, 0, sink.size, 0);
  }
}

/** Adds the second lanes' sums to the first lanes'. */
export function mergeScatter(code: Code, sinks: readonly BodySink[]): void {
  for (const sink of sinks) {
    if (sink.kind !== 'scatter' || !sink.twin) continue;
    const { region, offset } = sink.access;
    const twin = sink.twin;
    const i = code.local('i32');
    const pairs = sink.size >> 1;
    const place = (shift: number): number => {
      code.get(i);
      if (region.pointer !== undefined) code.get(region.pointer).op('i32.add');
      return region.address + 8 * offset + shift;
    };
    if (pairs > 0) {
      code.count(i, 0, 16 * pairs, 16, () => {
        const to = place(0);
        const from = place(0);
        code.memory('v128.load', from).get(i).memory('v128.load', twin.address);
        code.op('f64x2.add').memory('v128.store', to);
      });
    } else code.i32(0).set(i);
    if (sink.size % 2 === 1) {
      const to = place(0);
      const from = place(0);
      code.memory('f64.load', from).get(i).memory('f64.load', twin.address).op('f64.add').memory('f64.store', to);
    }
    code.release('i32', i);
  }
}

/** The sinks that add a value's lanes to the places that indices name. */
export function scatterSinks(reads: LoopReads, sink: ScatterSink, node: LaneNode): LaneSink[] {
  const { places } = reads;
  const { code } = places;
  const { index, access } = sink;
  const value = code.local('v128');
  const keep = {
    node,
    write: (push: () => void) => {
      push();
      code.set(value);
    },
  };
  const add = (indexLocal: Local | undefined): void => {
    const place = code.local('i32');
    const varies = indexLocal !== undefined || ('table' in index && places.innerStride(index.table) !== 0);
    for (let lane = 0; lane < (places.tail ? 1 : 2); lane++) {
      const target = lane === 1 && sink.twin && varies ? twinAccess(sink, sink.twin) : access;
      if (indexLocal !== undefined) reads.lane(indexLocal, lane, sink.stride);
      else if ('table' in index) {
        const at = places.address(index.table, 4, 2 * places.copy + lane);
        code.memory('i32.load', at);
      }
      const offset = places.address(target, 8, 2 * places.copy + lane);
      code.op('i32.add').tee(place).get(place).memory('f64.load', offset);
      code.get(value).lane('f64x2.extract_lane', lane).op('f64.add').memory('f64.store', offset);
    }
    code.release('i32', place);
    code.release('v128', value);
  };
  if ('table' in index) {
    return [
      {
        node,
        write: (push) => {
          keep.write(push);
          add(undefined);
        },
      },
    ];
  }
  const indices = code.local('v128');
  return [
    keep,
    {
      node: index.value,
      write: (push) => {
        push();
        code.set(indices);
        add(indices);
        code.release('v128', indices);
      },
    },
  ];
}
