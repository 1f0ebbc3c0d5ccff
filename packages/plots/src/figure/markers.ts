/** Shapes that tell series apart beside their colours: by Plot's names in a panel, as paths in a legend. */

export const MARKERS = ['circle', 'square', 'diamond', 'triangle'] as const;
export type Marker = (typeof MARKERS)[number];

/** The marker of series number `k`. */
export function seriesMarker(k: number): Marker {
  return MARKERS[k % MARKERS.length] ?? 'circle';
}

/** Height of a diamond over its width, as Plot draws it. */
const SLENDER = Math.sqrt(3);

/** Corners of a marker about (0, 0) with the area of a circle of radius `r`; none for the circle. */
export function markerCorners(marker: Marker, r: number): readonly (readonly [number, number])[] {
  const area = Math.PI * r * r;
  switch (marker) {
    case 'circle':
      return [];
    case 'square': {
      const half = Math.sqrt(area) / 2;
      return [
        [-half, -half],
        [half, -half],
        [half, half],
        [-half, half],
      ];
    }
    case 'diamond': {
      const across = Math.sqrt(area / (2 * SLENDER));
      const up = SLENDER * across;
      return [
        [0, -up],
        [across, 0],
        [0, up],
        [-across, 0],
      ];
    }
    case 'triangle': {
      const side = Math.sqrt((4 * area) / Math.sqrt(3));
      const height = (side * Math.sqrt(3)) / 2;
      return [
        [0, (-2 / 3) * height],
        [side / 2, height / 3],
        [-side / 2, height / 3],
      ];
    }
  }
}
