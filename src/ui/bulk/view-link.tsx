'use client';

import type { ComponentProps, MouseEvent } from 'react';
import { type MatrixView, viewAddress } from './matrix';

interface ViewLinkProps extends Omit<ComponentProps<'a'>, 'href' | 'onClick'> {
  readonly path: string;
  readonly to: MatrixView;
}

/**
 * A link to another view of the same matrix. All of its devices are here already, so only the address changes; opened in
 * another tab, it brings the same view.
 */
export function ViewLink({ path, to, ...rest }: ViewLinkProps) {
  const address = viewAddress(path, to);
  function show(event: MouseEvent) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    window.history.pushState(null, '', address);
  }
  return <a {...rest} href={address} onClick={show} />;
}
