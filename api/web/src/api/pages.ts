// Which pages a material has; of a video, which frame stands at a second.
import { ask, client } from './client';
import type { PageList } from './types';

export function loadPages(entry: string, material: number): Promise<PageList> {
  const params = { path: { id: entry, mid: material } };
  return ask(client.GET('/entries/{id}/materials/{mid}/pages', { params }));
}

export function frameAt(list: PageList, time: number): number | null {
  const frame = list.pages.findLast((page) => (page.time ?? 0) <= time + 0.01);
  return frame?.number ?? null;
}

export async function pageAt(entry: string, material: number, time: number) {
  try {
    return frameAt(await loadPages(entry, material), time);
  } catch {
    return null; // the card stays without a picture
  }
}
