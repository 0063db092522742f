function cellOf(text: string | null): string {
  if (text === null) return '';
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A text that a spreadsheet would take for a formula, after an apostrophe, by which it takes it for a text (OWASP, "CSV Injection"): a file that a page
 * gives is opened by a person, and its texts are those of strangers. A number is no text: -5 stays as it is. Who wants each byte has `hops sql --output csv`.
 */
export function noFormula(text: string | null): string | null {
  return text !== null && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
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
