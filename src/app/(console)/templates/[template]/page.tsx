import type { Metadata } from 'next';
import type { Template } from '@/core/templates/define';
import { readDocument } from '@/core/templates/document/read';
import { isTemplateId, templateOf } from '@/core/templates/library';
import { caller } from '@/server/api/caller';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { TemplatePage } from '@/ui/templates/template-page';
import { ConsolePage, readShell } from '../../console-page';

interface OneTemplatePageProps {
  readonly params: Promise<{ readonly template: string }>;
  readonly searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Template' };

/** `?device=` is the device that one comes from; every other name is a parameter's, with what it is to begin with. */
export default async function OneTemplatePage({ params, searchParams }: OneTemplatePageProps) {
  const { template: id } = await params;
  const { device: from, ...others } = await searchParams;
  const { api } = await caller();
  const template = await api.templates.get({ template: id });
  const device = typeof from === 'string' ? await api.devices.get({ device: from }) : null;
  const given = Object.entries(others).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const { customers } = await readShell();
  return (
    <ConsolePage
      scope={device?.customer ?? null}
      at="/templates"
      line={restLine(`/api/v1/templates/${template.id}`)}
      isWriting
    >
      <TemplatePage
        template={template}
        fillable={fillableOf(template)}
        device={device === null ? null : { id: device.id, name: device.name }}
        given={Object.fromEntries(given)}
        customers={customers.map(({ slug }) => slug)}
      />
    </ConsolePage>
  );
}

/** The form gets what it judges by from here: the library itself is no matter of a browser. */
function fillableOf({ id, document }: { readonly id: string; readonly document: string | null }) {
  const { parameters, rules, isDirect } = isTemplateId(id) ? templateOf(id) : templateIn(id, document);
  return { id, parameters, rules, ...(isDirect === true && { isDirect }) };
}

function templateIn(id: string, document: string | null): Template {
  const read = document === null ? null : readDocument(document);
  if (read === null || 'faults' in read) throw new Error(`${id} was told and is no template`);
  return read.template;
}
