'use client';

import { Menu } from '@base-ui/react/menu';
import { counted } from '@/core/shown/format';
import { Link } from '../link';
import { inScope, listAt } from './navigation-items';
import type { ScopeCustomer } from './shell';

interface ScopePickerProps {
  readonly customers: readonly ScopeCustomer[];
  /** `null`: all customers of this person. */
  readonly current: ScopeCustomer | null;
  readonly devices: number;
  /** The list on screen, which stays there when the scope changes. */
  readonly at: string;
}

/** More than fits a menu one can read; the rest is found on the page of customers. */
const shown = 40;

export function ScopePicker({ customers, current, devices, at }: ScopePickerProps) {
  return (
    <Menu.Root>
      <Menu.Trigger className="button font-semibold min-w-0">
        {current ? <span className="scope-mark" /> : null}
        <span className="sr-only">Scope: </span>
        <span className="truncate">{current?.slug ?? 'All my customers'}</span>
        <span className="mono text-ink-3 font-normal max-desk:hidden">
          {counted(current?.deviceCount ?? devices, 'device')}
        </span>
        <Caret />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="start" sideOffset={4} className="z-20">
          <Menu.Popup className="popup min-w-[280px]">
            <ScopeItem href={listAt(at)} selected={current === null} name="All my customers" devices={devices} />
            <div className="popup-rule" />
            {customers.slice(0, shown).map((customer) => (
              <ScopeItem
                key={customer.slug}
                href={inScope(listAt(at), customer.slug)}
                selected={customer.slug === current?.slug}
                name={customer.slug}
                devices={customer.deviceCount}
                stripe={customer.stripe}
              />
            ))}
            {customers.length > shown ? (
              <Menu.LinkItem className="popup-item" render={<Link href="/customers" />}>
                <span />
                {counted(customers.length, 'customer')}, all on one page
              </Menu.LinkItem>
            ) : null}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface ScopeItemProps {
  readonly href: string;
  readonly selected: boolean;
  readonly name: string;
  readonly devices: number;
  readonly stripe?: number;
}

function ScopeItem({ href, selected, name, devices, stripe }: ScopeItemProps) {
  return (
    <Menu.LinkItem
      className="popup-item"
      closeOnClick
      render={<Link href={href} />}
      {...(selected ? { 'aria-current': 'true' as const } : {})}
    >
      {stripe === undefined ? <span /> : <span className="scope-mark" data-stripe={stripe} />}
      <span className="truncate">{name}</span>
      <span className="mono text-ink-3 font-normal">{counted(devices, 'device')}</span>
    </Menu.LinkItem>
  );
}

export function Caret() {
  return (
    <svg width="8" height="5" aria-hidden="true" className="flex-none">
      <path d="M0 0h8L4 5z" fill="currentColor" />
    </svg>
  );
}
