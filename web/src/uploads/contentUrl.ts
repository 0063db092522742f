/** Where the content of a file is read and written. */
export function contentUrl(project: string, path: string, overwrite = false): string {
  const query = new URLSearchParams({ path, ...(overwrite ? { overwrite: 'true' } : {}) });
  return `/api/v1/projects/${encodeURIComponent(project)}/files/content?${query.toString()}`;
}
