import { codePages, usualPort } from '@/core/enrolment/ways';

/** How a router is spoken to that is older, or stranger, than most. */
export interface OddRouter {
  readonly transport: 'tls' | 'plain';
  readonly isPre643: boolean;
  readonly codePage: (typeof codePages)[number] | null;
}

export const usualRouter: OddRouter = { transport: 'tls', isPre643: false, codePage: null };

/** A code page by its name; null for what is none. */
export const codePageOf = (name: string | null): OddRouter['codePage'] => codePages.find((one) => one === name) ?? null;

interface OddRouterFieldsProps {
  readonly value: OddRouter;
  readonly onChange: (value: OddRouter) => void;
  /** Whether it is open at first. */
  readonly isOpen?: boolean;
}

/** What most people never need, and what must not be chosen unawares. */
export const OddRouterFields = ({ value, onChange, isOpen = false }: OddRouterFieldsProps) => (
  <details open={isOpen}>
    <summary>Old or odd routers</summary>
    <div className="mt-2 grid gap-2">
      <label className="tick">
        <input
          type="checkbox"
          className="size-4 flex-none accent-accent"
          checked={value.transport === 'plain'}
          onChange={(event) => onChange({ ...value, transport: event.currentTarget.checked ? 'plain' : 'tls' })}
        />
        API without TLS, usually on port {usualPort.plain}
      </label>
      <p className={value.transport === 'plain' ? 'notice notice-fail' : 'text-ink-2'}>
        Without TLS passwords cross the network in clear, and nothing shows that the router is the right one.
      </p>
      <label className="tick">
        <input
          type="checkbox"
          className="size-4 flex-none accent-accent"
          checked={value.isPre643}
          onChange={(event) => onChange({ ...value, isPre643: event.currentTarget.checked })}
        />
        RouterOS before 6.43, which takes a password in another way
      </label>
      <label className="grid max-w-form gap-1">
        Texts that are not UTF-8 are written in
        <select
          className="field w-full"
          value={value.codePage ?? ''}
          onChange={(event) => onChange({ ...value, codePage: codePageOf(event.currentTarget.value) })}
        >
          <option value="">Not known</option>
          {codePages.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
    </div>
  </details>
);
