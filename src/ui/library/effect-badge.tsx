/** READ, or WRITE in the one colour that means that a router will change. */
export function EffectBadge({ effect }: { readonly effect: 'read' | 'write' }) {
  return effect === 'read' ? <span className="badge">READ</span> : <span className="badge badge-write">WRITE</span>;
}
