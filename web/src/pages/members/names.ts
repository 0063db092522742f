/** Names that somebody has typed or pasted: apart by spaces, commas, semicolons or lines; each once. */
export function namesOf(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((name) => name !== ''))];
}
