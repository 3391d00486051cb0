import type { Write } from '../define';

export const templateApply = {
  id: 'tpl.apply',
  title: 'Apply template',
  area: 'configuration',
  purpose: 'Carries out the steps of one signed version of a template, all of them or none.',
  limits: [
    'It says nothing itself: each step is an action of this catalogue, with its own refusals.',
    'The values that the template asks for are checked by the template.',
    'What the router cannot take back stays as it is; the preview names these steps.',
  ],
  effect: 'write',
  tier: 'W1',
  raised: ['The tier of its highest step.', 'What the preview finds may raise a step, and so the whole.'],
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    {
      name: 'template',
      title: 'Template',
      kind: 'template',
      isRequired: true,
      explained: 'The template and the version that was signed.',
    },
  ],
  rules: [],
  sentences: [],
  finds: null,
  refusedWhen: [],
  inverse: { how: 'steps', explained: 'Each step is undone by its own inverse, the last one first.' },
  shownBy: { action: 'cfg.snapshot', given: {} },
} as const satisfies Write;
