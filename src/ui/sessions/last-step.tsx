'use client';

import { useState } from 'react';
import { stepTitle } from '@/core/sessions';
import type { StepView } from '../live/views';

/** Whoever listens instead of looking hears of each step that comes after the page was opened (WCAG 4.1.3). */
export function LastStep({ steps }: { readonly steps: readonly StepView[] }) {
  const [atFirst] = useState(steps.length);
  const last = steps.at(-1);
  return (
    <p className="sr-only" role="status">
      {last === undefined || steps.length === atFirst
        ? ''
        : `Step ${last.number}: ${stepTitle(last.kind)}, ${last.by.name}`}
    </p>
  );
}
