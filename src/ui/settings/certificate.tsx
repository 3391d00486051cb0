'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { day } from '@/core/shown/format';
import { RowDialog } from '../controls/row-dialog';
import { Said } from '../controls/said';
import { InstallCertificate } from './install-certificate';
import { RemoveCertificate } from './remove-certificate';
import type { CertificateView } from './view';

/** The supervisor looks every two seconds; what it found is asked for once, and not again and again: each look is logged. */
const taken = 4_000;

/** What is shown to whoever connects, and another one in its place while everything goes on. */
export function Certificate({ served }: { readonly served: CertificateView | null }) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const [changes, setChanges] = useState(0);
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (changes === 0) return;
    const timer = setTimeout(() => router.refresh(), taken);
    return () => clearTimeout(timer);
  }, [changes, router]);

  function say(words: string) {
    setSaid(words);
    setChanges((before) => before + 1);
  }

  return (
    <section aria-labelledby="settings-certificate">
      <h2 id="settings-certificate" className="mb-2">
        Certificate
      </h2>
      <div className="grid gap-3 border-y border-rule bg-surface px-3 py-3">
        {served === null ? (
          <p className="max-w-[75ch] text-ink-2">
            There is none: the demo speaks plain HTTP, on this machine alone. The real product speaks TLS 1.3, and its
            certificate is installed here.
          </p>
        ) : (
          <>
            <p className="max-w-[75ch] text-ink-2">
              What is shown to whoever connects. Another one is taken up within seconds, by connections that begin from
              then on. The same by command: <span className="mono">routeward certificate</span>.
            </p>
            <Facts served={served} />
            {served.source === 'environment' ? null : (
              <InstallCertificate
                onDone={() => say('It is installed. Connections that begin in a few seconds get it.')}
              />
            )}
            {served.source === 'installed' ? (
              <div>
                <RowDialog
                  words="Back to the self-signed one…"
                  about=""
                  title="Back to the self-signed certificate"
                  focusAfter={() => line.current}
                >
                  {(close) => (
                    <RemoveCertificate
                      onDone={() => {
                        close();
                        say('It is removed. Connections that begin in a few seconds get the self-signed one.');
                      }}
                    />
                  )}
                </RowDialog>
              </div>
            ) : null}
          </>
        )}
        <Said words={said} at={line} />
      </div>
    </section>
  );
}

const sources: Readonly<Record<CertificateView['source'], string>> = {
  environment:
    'The files that ROUTEWARD_TLS_CERT and ROUTEWARD_TLS_KEY name. What is put into them is taken up within seconds.',
  installed: 'Installed here, or by command.',
  selfSigned: 'Self-signed: Routeward made it itself.',
};

function Facts({ served }: { readonly served: CertificateView }) {
  return (
    <dl className="facts">
      <dt>Where it is from</dt>
      <dd>{sources[served.source]}</dd>
      <dt>For</dt>
      <dd className="break-words">{served.names.join(', ')}</dd>
      <dt>Signed by</dt>
      <dd className="break-words">{served.issuer}</dd>
      <dt>Valid</dt>
      <dd>
        from{' '}
        <time className="whitespace-nowrap" dateTime={served.validFrom}>
          {day(served.validFrom)}
        </time>{' '}
        until{' '}
        <time className="whitespace-nowrap" dateTime={served.validTo}>
          {day(served.validTo)}
        </time>
      </dd>
      <dt>SHA-256 fingerprint</dt>
      <dd className="mono break-all">{served.fingerprint}</dd>
    </dl>
  );
}
