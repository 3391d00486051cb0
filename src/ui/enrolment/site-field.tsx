import { TextField } from './text-field';

interface SiteFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The names of the customer's sites. */
  readonly sites: readonly string[];
}

/** Where a device stands, by name; a name that is not there yet makes a site, and the field says so before. */
export function SiteField({ value, onChange, sites }: SiteFieldProps) {
  const typed = value.trim();
  const isNew = typed !== '' && !sites.some((name) => name.toLowerCase() === typed.toLowerCase());
  return (
    <TextField
      label="Site"
      value={value}
      onChange={onChange}
      maxLength={64}
      options={sites}
      {...(isNew ? { hint: `There is no site “${typed}” yet: it is added with the device.` } : {})}
    />
  );
}
