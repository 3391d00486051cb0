import { Certificate } from './certificate';
import { DiskUseFacts } from './disk-use';
import { FaredLine } from './fared';
import { Keys } from './keys';
import { SectionForm } from './section-form';
import type { CertificateView, DiskUse, Fared, KeyAgeView, KeyChangeView, SectionView, WebhookView } from './view';
import { type EventChoice, Webhooks } from './webhooks';

interface SettingsPageProps {
  readonly sections: readonly SectionView[];
  readonly webhooks: readonly WebhookView[];
  readonly choices: readonly EventChoice[];
  readonly mail: Fared | null;
  readonly disk: DiskUse;
  /** Null: none is shown, as in the demo. */
  readonly certificate: CertificateView | null;
  readonly keys: { readonly ages: readonly KeyAgeView[]; readonly changes: readonly KeyChangeView[] };
}

/** How the system is configured, a form for each thing that is saved together. */
export function SettingsPage({ sections, webhooks, choices, mail, disk, certificate, keys }: SettingsPageProps) {
  return (
    <div className="grid gap-6 px-4 py-3.5">
      <div>
        <h1>Settings</h1>
        <p className="mt-1 max-w-[75ch] text-ink-2">
          Of the whole system, for Super Admins. Each change is in the audit log. The same by command:{' '}
          <span className="mono">routeward config</span>. Listening address, database and data directory are set by the
          environment, at the start.
        </p>
      </div>
      {sections.map((section) => (
        <div key={section.id} className="contents">
          <SectionForm section={section} {...(section.id === 'mail' ? { words: 'Send a test and save mail' } : {})}>
            {section.id === 'mail' ? <FaredLine fared={mail} what="mail" /> : null}
            {section.id === 'results' ? <DiskUseFacts use={disk} /> : null}
          </SectionForm>
          {section.id === 'address' ? <Certificate served={certificate} /> : null}
          {section.id === 'mail' ? <Webhooks webhooks={webhooks} choices={choices} /> : null}
        </div>
      ))}
      <Keys ages={keys.ages} changes={keys.changes} />
    </div>
  );
}
