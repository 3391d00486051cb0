'use client';

import { useEffect } from 'react';

/**
 * Next keeps a refusal page with the layout around it, so after a move inside the app it may be the one of an earlier
 * request. When its path is not the one in the address bar, the page is asked for anew: then status, sentence and id are
 * of this very request.
 */
export function FreshRefusal({ path }: { readonly path: string }) {
  useEffect(() => {
    if (location.pathname + location.search !== path) location.reload();
  }, [path]);
  return null;
}
