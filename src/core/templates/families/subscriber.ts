import type { Parameter } from '../../actions/parameter';
import type { Template } from '../define';

const name = {
  name: 'name',
  title: 'Subscriber',
  kind: 'text',
  isRequired: true,
  max: 128,
  explained: 'The PPP secret of exactly this name.',
} as const satisfies Parameter;

const elsewhere = 'Subscribers that a RADIUS server admits are suspended and resumed there.';

/** The one PPP secret of that name. */
const ofSecret = {
  menu: '/ppp/secret',
  verb: 'set',
  where: { name: { from: 'name' } },
  mostRows: 1,
  ifNone: 'refuse',
} as const;

export const suspend = {
  id: 'subscriber.suspend',
  version: 1,
  title: 'Suspend a subscriber',
  area: 'subscribers',
  purpose:
    'Switches the secret of a subscriber off and ends their sessions, so that they are offline at once and stay so.',
  limits: [elsewhere, 'Guests of a hotspot have no PPP secret.', 'Their plan, address and password stay as they are.'],
  parameters: [name],
  rules: [],
  steps: [
    { ...ofSecret, fields: { disabled: { fixed: 'true' } } },
    // A session that is up goes on as it began: without this they would stay online until it ends by itself.
    {
      menu: '/ppp/active',
      verb: 'remove',
      where: { name: { from: 'name' } },
      fields: {},
      // A plan may allow a few at once; more than that under one name are not one subscriber.
      mostRows: 4,
      ifNone: 'skip',
    },
  ],
  radius: {
    commands: ['/ppp/secret/set', '/ppp/active/remove'],
    mostRows: 5,
    mostDevices: 1,
    touchesManagement: false,
    interruptsService: true,
  },
} as const satisfies Template;

export const resume = {
  id: 'subscriber.resume',
  version: 1,
  title: 'Resume a subscriber',
  area: 'subscribers',
  purpose: 'Switches the secret of a suspended subscriber on again.',
  limits: [elsewhere, 'They are online again when their own router dials: nothing here makes it do so.'],
  parameters: [name],
  rules: [],
  steps: [{ ...ofSecret, fields: { disabled: { fixed: 'false' } } }],
  radius: {
    commands: ['/ppp/secret/set'],
    mostRows: 1,
    mostDevices: 1,
    touchesManagement: false,
    interruptsService: false,
  },
} as const satisfies Template;
