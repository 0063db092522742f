/** Where the content of a file is read and written. */
export function contentUrl(project: string, path: string, overwrite = false): string {
  const query = new URLSearchParams({ path, ...(overwrite ? { overwrite: 'true' } : {}) });
  return `/api/v1/projects/${encodeURIComponent(project)}/files/content?${query.toString()}`;
}

/** Where a folder is read as a ZIP archive. */
export function archiveUrl(project: string, path: string): string {
  return `/api/v1/projects/${encodeURIComponent(project)}/files/archive?${new URLSearchParams({ path }).toString()}`;
}
