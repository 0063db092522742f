import type { Chosen } from '../../uploads/queue';

/** Folders below each other that are looked into: more than a path of the server may have. */
const DEPTH_MAX = 100;

/** Files that were chosen by a dialogue; of a folder each has its path in it. */
export async function* ofInput(files: readonly File[]): AsyncGenerator<Chosen> {
  for (const file of files) yield { file, name: file.webkitRelativePath || file.name };
}

/** Files and folders that were dropped; what is in folders is looked up when it is its turn, so that a folder of any size takes little room. */
export function ofDrop(dropped: DataTransfer): AsyncGenerator<Chosen> {
  // The list is emptied when the event is over.
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return entries.length > 0 ? walk(entries, 0) : ofInput([...dropped.files]);
}

async function* walk(entries: readonly FileSystemEntry[], depth: number): AsyncGenerator<Chosen> {
  for (const entry of entries) {
    if (isFile(entry)) yield await chosen(entry);
    else if (isDirectory(entry) && depth < DEPTH_MAX) yield* walkDirectory(entry, depth + 1);
  }
}

async function* walkDirectory(directory: FileSystemDirectoryEntry, depth: number): AsyncGenerator<Chosen> {
  const reader = directory.createReader();
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return;
    yield* walk(entries, depth);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** A file that cannot be read is one of the uploads too: it has failed, and the others go on. */
async function chosen(entry: FileSystemFileEntry): Promise<Chosen> {
  const name = entry.fullPath.replace(/^\//, '');
  try {
    return { file: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)), name };
  } catch {
    return { file: new File([], entry.name), name, isUnreadable: true };
  }
}
