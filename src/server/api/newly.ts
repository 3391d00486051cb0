/** Whether this is another value than the one last shown of that thing. Notes it as shown. */
export function isNewly(shown: Map<string, string>, id: string, value: unknown): boolean {
  const text = JSON.stringify(value);
  if (shown.get(id) === text) return false;
  shown.set(id, text);
  return true;
}
