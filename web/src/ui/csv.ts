function cellOf(text: string | null): string {
  if (text === null) return '';
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV (RFC 4180): null is an empty cell, an empty text is two quotes. */
export function csvText(rows: readonly (readonly (string | null)[])[]): string {
  return rows.map((row) => row.map(cellOf).join(',')).join('\r\n') + '\r\n';
}

/** Lets the user keep a CSV file. */
export function downloadCsv(name: string, text: string): void {
  const link = document.createElement('a');
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
