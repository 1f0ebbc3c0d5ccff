import { MARKERS, markerCorners, seriesMarker } from './markers.js';

/** Twice the area between the corners. */
function area(corners: readonly (readonly [number, number])[]): number {
  return corners.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length]!;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

test('markers have the area of the circle, about its middle', () => {
  for (const marker of MARKERS.slice(1)) {
    const corners = markerCorners(marker, 3);
    expect(area(corners)).toBeCloseTo(Math.PI * 9, 10);
    for (const axis of [0, 1] as const) {
      expect(corners.reduce((sum, corner) => sum + corner[axis], 0)).toBeCloseTo(0, 10);
    }
  }
  expect(markerCorners('circle', 3)).toEqual([]);
  expect([0, 1, 5].map(seriesMarker)).toEqual(['circle', 'square', 'square']);
});
