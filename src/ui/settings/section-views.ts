import { z } from 'zod';
import { type Section, sections } from '@/core/configuration/sections';
import {
  type SettingName,
  type SettingValue,
  settingNames,
  settings,
  writtenValue,
} from '@/core/configuration/settings';
import type { Field, SectionView } from './view';

/** For the page, on the server: what the browser needs of the table of settings. */

export interface Kept {
  readonly name: SettingName;
  readonly value: SettingValue | null;
  readonly isSet: boolean;
}

export function sectionViews(kept: readonly Kept[]): SectionView[] {
  // safe: `sections` is a literal; its keys are exactly the sections.
  return (Object.keys(sections) as Section[]).map((id) => {
    const fields = settingNames.filter((name) => settings[name].section === id).map((name) => fieldOf(name, kept));
    const holdsFrom = [
      ...new Set(settingNames.filter((name) => settings[name].section === id).map((name) => settings[name].holdsFrom)),
    ];
    return { id, ...sections[id], holdsFrom: holdsFrom.join('; '), fields };
  });
}

const hints: Partial<Record<SettingName, string>> = {
  'proxies.trusted':
    'One on each line, at most 50, such as 192.0.2.7 or 192.0.2.0/28. Left empty, no header is believed.',
  'mail.host': 'Left empty, no mail is sent.',
  'mail.port': 'Left empty, 465 with TLS and 587 with STARTTLS.',
  'mail.user': 'Left empty, where the server asks for no account.',
  'mail.password': 'It is kept sealed and never shown. Saving anything of mail asks for it again.',
  'devices.ranges': 'One on each line, such as 10.20.0.0/16. Left empty, anywhere that is not forbidden.',
  'alarms.witnesses':
    'One on each line, at most five, such as 192.0.2.1:443. Left empty, only how many devices are down tells.',
  'security.contact': 'mailto:security@example.net, or an https: address. Left empty, nothing is published.',
};

function fieldOf(name: SettingName, kept: readonly Kept[]): Field {
  const { title, schema, usual, isSecret } = settings[name];
  const found = kept.find((one) => one.name === name);
  const written = writtenValue(found?.value ?? null);
  const isList = schema instanceof z.ZodArray;
  const isChoice = name === 'mail.security';
  const kind = isSecret
    ? 'secret'
    : isList
      ? 'list'
      : isChoice
        ? 'choice'
        : schema instanceof z.ZodNumber
          ? 'number'
          : 'text';
  return {
    name,
    title,
    kind,
    value: isList ? written.replaceAll(', ', '\n') : written,
    usual: writtenValue(usual),
    hint: hints[name] ?? (kind === 'number' ? numberHint(schema, writtenValue(usual)) : null),
    isSet: found?.isSet ?? false,
    isRenewed: name === 'security.contact',
  };
}

function numberHint(schema: z.ZodType, usual: string): string | null {
  if (!(schema instanceof z.ZodNumber)) return null;
  const { minValue, maxValue } = schema;
  return `From ${minValue} to ${maxValue}. Left empty, ${usual}.`;
}
