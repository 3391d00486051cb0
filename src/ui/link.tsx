import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/**
 * A link that is not fetched before it is pressed: opening a page of customer data leaves an audit entry, and an entry
 * for something nobody opened would be a lie.
 */
export function Link(props: Omit<ComponentProps<typeof NextLink>, 'prefetch'>) {
  return <NextLink {...props} prefetch={false} />;
}
