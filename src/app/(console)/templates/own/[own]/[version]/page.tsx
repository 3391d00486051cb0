import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { isOwnId } from '@/core/templates/document/own-id';
import { besideAtFirst } from '@/core/templates/versions';
import { caller } from '@/server/api/caller';
import { restLine } from '@/ui/rest-line';
import { VersionPage } from '@/ui/templates/own/version-page';
import { ConsolePage } from '../../../../console-page';

interface OneVersionPageProps {
  readonly params: Promise<{ readonly own: string; readonly version: string }>;
}

export const metadata: Metadata = { title: 'Own template' };

export default async function OneVersionPage({ params }: OneVersionPageProps) {
  const { own: template, version } = await params;
  const number = Number(version);
  if (!isOwnId(template) || !Number.isSafeInteger(number) || number < 1) notFound();
  const { api } = await caller();
  const found = await api.templateVersions.get({ template, version: number });
  const other = besideAtFirst(found.version, found.others);
  const beside = other === null ? null : await api.templateVersions.get({ template, version: other.version });
  return (
    <ConsolePage
      scope={null}
      at="/templates"
      line={restLine(`/api/v1/template-versions/${found.template}/${found.version}`)}
    >
      <VersionPage key={`${found.template} ${found.version}`} page={found} beside={beside} />
    </ConsolePage>
  );
}
