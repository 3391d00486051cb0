/** A template of somebody's own is never called as one of the library, now or later. */
export const ownId = /^own(?:\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*){1,3}$/;
export const isOwnId = (id: string): boolean => ownId.test(id) && id.length <= 64;
