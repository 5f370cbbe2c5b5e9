// A judge's own notes: asked for once for each who logs in, and again after every change.
import { computed, shallowRef, watch } from 'vue';

import { lang } from '../locales';
import { ask, client, kBase } from './client';
import { may, session } from './session';
import type { Note, NoteList } from './types';

// Without a material the entry as a whole, without a page the material as a whole.
export interface NotePlace {
  entry: string;
  material?: number;
  page?: number;
}

const list = shallowRef<NoteList | null>(null);
let pending: Promise<void> | null = null;

export const notes = computed<Note[]>(() => list.value?.notes ?? []);
export const collections = computed(() => list.value?.collections ?? []);
export const writes = computed(() => may('note.own'));
export const workbook = () => `${kBase}/notes.xlsx?lang=${lang.value}`;

// What one person wrote is never shown to the next.
watch(
  () => session.value?.name,
  () => {
    list.value = null;
    pending = null;
  },
);

export function loadNotes(): Promise<void> {
  if (!writes.value) return Promise.resolve();
  if (pending) return pending;
  const asked: Promise<void> = ask(client.GET('/notes')).then(
    (loaded) => {
      if (pending === asked) list.value = loaded;
    },
    (error: unknown) => {
      if (pending === asked) pending = null; // the next one asks again
      throw error;
    },
  );
  pending = asked;
  return asked;
}

function reload(): Promise<void> {
  pending = null;
  return loadNotes();
}

export const notesAt = ({ entry, material, page }: NotePlace) =>
  notes.value.filter(
    (note) =>
      note.entry === entry && note.material_id === (material ?? null) && note.page === (page ?? null),
  );

export async function addNote(place: NotePlace, text: string, collection: string): Promise<void> {
  const body = {
    text,
    collection,
    ...(place.material === undefined ? {} : { material_id: place.material }),
    ...(place.page === undefined ? {} : { page: place.page }),
  };
  const params = { path: { id: place.entry } };
  await ask(client.POST('/entries/{id}/notes', { params, body }));
  await reload();
}

export async function changeNote(note: Note, text: string, collection: string): Promise<void> {
  const params = { path: { note: note.id }, header: { 'If-Match': `"${note.version}"` } };
  await ask(client.PUT('/notes/{note}', { params, body: { text, collection } }));
  await reload();
}

export async function removeNote(note: Note): Promise<void> {
  await ask(client.DELETE('/notes/{note}', { params: { path: { note: note.id } } }));
  await reload();
}

// An empty name gives the collection up.
export async function renameCollection(collection: string, name: string): Promise<void> {
  const params = { path: { collection } };
  list.value = await ask(client.PUT('/notes/collections/{collection}', { params, body: { name } }));
}
