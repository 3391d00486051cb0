'use client';

import { useEffect, useState } from 'react';
import type { Template } from '@/core/templates/define';
import { readDocument } from '@/core/templates/document/read';
import type { ToldTemplateLine } from '@/core/templates/told-template';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';

export type Offered = Pick<ToldTemplateLine, 'id' | 'title'>;

/** What can be deployed to so many devices at a time, the library's and one's own; null: it is not known yet. */
export function useOffered(count: number) {
  const [offered, setOffered] = useState<readonly Offered[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let isCurrent = true;
    api.templates.list.query().then(
      ({ items }) => isCurrent && setOffered(items.filter(({ mostDevices }) => mostDevices >= count)),
      (error) => isCurrent && setFailure(failureOf(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [count]);
  return { offered, failure };
}

/** The template by which the form judges what is typed, read from the document that says it; null: it is on its way. */
export function useTemplate(id: string) {
  const [template, setTemplate] = useState<Template | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let isCurrent = true;
    api.templates.get
      .query({ template: id })
      .then(({ document }) => {
        const read = document === null ? null : readDocument(document);
        if (read === null || 'faults' in read) throw new Error(`${id} was told and is no template`);
        if (isCurrent) setTemplate(read.template);
      })
      .catch((error: unknown) => isCurrent && setFailure(failureOf(error)));
    return () => {
      isCurrent = false;
    };
  }, [id]);
  return { template, failure };
}
