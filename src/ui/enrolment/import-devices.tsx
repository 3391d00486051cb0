'use client';

import { type FormEvent, useRef, useState } from 'react';
import { counted } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { CredentialsSelect, useCredentialsChoice } from './credentials-select';
import { notUtf8, templateAddress, tooLarge } from './device-file';
import type { CredentialSet, Judged } from './enrolment';
import { ImportResult } from './import-result';

interface ImportDevicesProps {
  readonly customer: string;
  readonly sets: readonly CredentialSet[];
  /** The credentials that were kept on this page. */
  readonly kept: string | null;
  readonly onImported: () => void;
}

/** Many devices out of a file: first what would come of it, line by line, then all of them or none. */
export function ImportDevices({ customer, sets, kept, onImported }: ImportDevicesProps) {
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const [judged, setJudged] = useState<Judged | null>(null);
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const choice = useCredentialsChoice(sets, kept);
  const { isBusy, failure, run } = useDeed();

  /** Another text: what was found out about the one before is void. */
  function take(next: string, wrong: string | null) {
    setText(next);
    setTrouble(wrong);
    setJudged(null);
    setSaid('');
  }

  async function read(file: File) {
    const large = tooLarge(file.size);
    if (large !== null) return take('', large);
    const content = await file.text();
    const foreign = notUtf8(content);
    take(foreign === null ? content : '', foreign);
  }

  const send = (isDryRun: boolean) =>
    api.enrolment.import.mutate({ customer, file: text, isDryRun, credentials: choice.credentials });

  function check(event: FormEvent) {
    event.preventDefault();
    void run(async () => setJudged(await send(true)));
  }
  const enrol = () =>
    run(async () => {
      const { added, newSites } = await send(false);
      take('', null);
      setSaid(
        `${counted(added, 'device')} enrolled${newSites.length === 0 ? '' : `, ${counted(newSites.length, 'site')} added`}. Certificates come under 4, to be confirmed.`,
      );
      line.current?.focus();
      onImported();
    });

  return (
    <div className="grid gap-3">
      <form onSubmit={check} className="grid max-w-[760px] gap-3">
        <CsvFields text={text} onFile={read} onText={(typed) => take(typed, tooLarge(new Blob([typed]).size))} />
        <div className="max-w-form">
          <CredentialsSelect sets={sets} value={choice.value} onChange={choice.choose} />
        </div>
        {trouble === null ? null : (
          <p className="notice notice-fail" role="alert">
            {trouble}
          </p>
        )}
        <div>
          <button type="submit" className="button" disabled={text === '' || trouble !== null} aria-disabled={isBusy}>
            Check
          </button>
        </div>
      </form>
      {failure ? <FailureNotice failure={failure} /> : null}
      {judged === null ? null : <ImportResult {...judged} isBusy={isBusy} onEnrol={enrol} />}
      <Said words={said} at={line} />
    </div>
  );
}

interface CsvFieldsProps {
  readonly text: string;
  readonly onFile: (file: File) => void;
  readonly onText: (text: string) => void;
}

/** A file becomes the text below it, where it can be corrected; or the text is pasted. */
function CsvFields({ text, onFile, onText }: CsvFieldsProps) {
  return (
    <>
      <p>
        The first line names the columns; name and address are needed. Tags are several, separated by spaces. A site
        that is not there yet is added; credentials are named where a device needs others than the ones chosen below.{' '}
        <a href={templateAddress} download="devices.csv">
          Template file
        </a>
      </p>
      <label className="grid gap-1">
        CSV file
        <input
          className="field file-field w-full"
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          // The same file, corrected, is a new one.
          onClick={(event) => {
            event.currentTarget.value = '';
          }}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file !== undefined) onFile(file);
          }}
        />
      </label>
      <label className="grid gap-1">
        Or its text
        <textarea
          className="field w-full py-1 font-mono"
          rows={5}
          spellCheck={false}
          autoCapitalize="none"
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      </label>
    </>
  );
}
