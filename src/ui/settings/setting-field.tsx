import { useId } from 'react';
import type { Field } from './view';

const securities = { tls: 'TLS from the first byte', startTls: 'STARTTLS', none: 'None, for a server on this machine' };

/** One setting in its form. Uncontrolled: the form is read when it is sent. */
export function SettingField({ field }: { readonly field: Field }) {
  const id = useId();
  const hint = field.hint === null ? {} : { 'aria-describedby': `${id}-hint` };
  return (
    <div className="grid gap-1">
      <label htmlFor={id}>{field.title}</label>
      <Control field={field} id={id} hint={hint} />
      {field.hint === null ? null : (
        <p id={`${id}-hint`} className="text-ink-2">
          {field.hint}
        </p>
      )}
    </div>
  );
}

interface ControlProps {
  readonly field: Field;
  readonly id: string;
  readonly hint: { readonly 'aria-describedby'?: string };
}

function Control({ field: { name, kind, value, usual, isSet }, id, hint }: ControlProps) {
  const plain = { id, name, autoComplete: 'off', autoCapitalize: 'none', spellCheck: false, ...hint };
  if (kind === 'list') return <textarea className="field py-1.5 font-mono" rows={3} defaultValue={value} {...plain} />;
  if (kind === 'choice')
    return (
      <select className="field" id={id} name={name} defaultValue={value || usual}>
        {Object.entries(securities).map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </select>
    );
  if (kind === 'secret')
    return (
      <input
        className="field"
        type="password"
        {...plain}
        autoComplete="new-password"
        placeholder={isSet ? 'Kept; type it again to save' : ''}
      />
    );
  return (
    <input
      className="field font-mono"
      inputMode={kind === 'number' ? 'numeric' : 'text'}
      defaultValue={value}
      placeholder={usual}
      {...plain}
    />
  );
}
