// Files and folders as a person drops or picks them, with the paths they have in the submission
// folder.

export interface PlacedFile {
  path: string; // '/'-separated, relative to the submission folder
  file: File;
}

export interface Dropped {
  files: PlacedFile[];
  form: File | null; // entry.json at the top: the registration, not a material
}

// What systems and office programs leave behind; nobody means to hand these in.
const kLeftovers = /^(\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*|\._.*)$/i;

export async function droppedFiles(transfer: DataTransfer): Promise<Dropped> {
  // All must be taken before the first await: the list is emptied after the event. What is no file
  // of a file system (dragged out of a mail program, say) has no entry, but may be a file.
  const taken = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found: PlacedFile[] = [];
  for (const { entry, file } of taken) {
    if (entry) await walk(entry, found);
    else if (file) found.push({ path: file.name, file });
  }
  return placed(found);
}

// Of an <input type=file>, with or without webkitdirectory.
export function pickedFiles(list: FileList): Dropped {
  return placed([...list].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

async function walk(entry: FileSystemEntry, found: PlacedFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.push({ path: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A folder is read in portions (100 in Chromium) until an empty one.
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) return;
    for (const child of portion) await walk(child, found);
  }
}

// Where one folder with an entry.json was dropped, it is the submission folder itself, and paths
// begin below it. Any other folder (of certificates, say) stays part of the path.
export function placed(found: readonly PlacedFile[]): Dropped {
  const real = found.filter(({ path }) => !kLeftovers.test(path.split('/').at(-1) ?? ''));
  const tops = new Set(real.map(({ path }) => path.split('/')[0]));
  const [top] = tops;
  const wrapped = tops.size === 1 && real.some(({ path }) => path === `${top}/entry.json`);
  const files = wrapped
    ? real.map(({ path, file }) => ({ path: path.slice(`${top}/`.length), file }))
    : real;
  return {
    files: files.filter(({ path }) => path !== 'entry.json'),
    form: files.find(({ path }) => path === 'entry.json')?.file ?? null,
  };
}
