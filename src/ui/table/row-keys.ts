'use client';

import type { RefObject } from 'react';
import { useSingleKeys } from '../single-keys';

/**
 * `j` and `k` move the focus over the rows' own links, so Enter opens a row and the browser scrolls it into view; `x`
 * ticks the row's checkbox where there is one.
 */
export function useRowKeys(region: RefObject<HTMLElement | null>): void {
  const links = () => [...(region.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])];
  const at = (all: readonly HTMLAnchorElement[]) =>
    all.findIndex((link) => link.closest('tr')?.contains(document.activeElement));

  useSingleKeys({
    j: () => {
      const all = links();
      all[Math.min(at(all) + 1, all.length - 1)]?.focus();
    },
    k: () => {
      const all = links();
      all[Math.max(at(all) - 1, 0)]?.focus();
    },
    x: () => {
      const all = links();
      all[at(all)]?.closest('tr')?.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
    },
  });
}
