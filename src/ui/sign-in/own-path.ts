const home = '/devices';
const own = 'https://own.invalid';

/** Pages for whoever is not signed in (yet): nobody who just signed in wants to go there. */
const doors = ['/login', '/resume', '/setup', '/invitation', '/reset'];

/** Where to go after the sign-in: a path of our own and nothing else, or home. The browser's own parser decides. */
export function ownPath(to: string | undefined): string {
  if (!to?.startsWith('/') || !URL.canParse(to, own)) return home;
  const { origin, pathname, search } = new URL(to, own);
  if (origin !== own || doors.includes(pathname)) return home;
  // `/..//evil.example` is a path here and, once its dots are gone, an address of somebody else's.
  return pathname.startsWith('//') ? home : `${pathname}${search}`;
}
