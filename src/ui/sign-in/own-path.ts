const home = '/devices';
const own = 'https://own.invalid';

/** Where to go after the sign-in: a path of our own and nothing else, or home. The browser's own parser decides. */
export function ownPath(to: string | undefined): string {
  if (!to?.startsWith('/') || !URL.canParse(to, own)) return home;
  const { origin, pathname, search } = new URL(to, own);
  if (origin !== own || pathname === '/login' || pathname === '/resume') return home;
  // `/..//evil.example` is a path here and, once its dots are gone, an address of somebody else's.
  return pathname.startsWith('//') ? home : `${pathname}${search}`;
}
