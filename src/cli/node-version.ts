/** The sentence for a Node that is too old, or null. It is asked before anything else is loaded, so it imports nothing. */
export function nodeProblem(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return null;
  return `Routeward needs Node 20.19 or newer; this is ${version}. Install a newer Node.`;
}
