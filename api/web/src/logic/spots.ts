// The way to a place in a material: its page with the box, or the second of its video.
import type { RouteLocationRaw } from 'vue-router';

import type { Spot } from '../api/types';
import { boxesToText } from './findings';
import { clockText } from './format';

export function toSpot(entry: string, spot: Spot): RouteLocationRaw | null {
  if (spot.material_id === null) return null;
  return {
    name: 'material',
    params: { id: entry, mid: spot.material_id },
    query: {
      ...(spot.time === undefined ? { page: spot.page ?? 1 } : { time: spot.time }),
      ...(spot.box ? { b: boxesToText([spot.box]) } : {}),
    },
  };
}

export const clockOf = (spot: Spot) => (spot.time === undefined ? '' : clockText(spot.time));
