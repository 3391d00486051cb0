import type { Principal } from '@/core/access';
import type { Value, Values } from '@/core/actions/parameter';
import { AppError } from '@/core/errors';
import { compile } from '@/core/templates/compile';
import { templateOf } from '@/core/templates/library';
import { apiOf } from '../support/runs';
import type { Stage, Waiting, Write } from './stage';
import type { Try } from './tries';

/* Approvals that are none: each by the front door, and past it with the rights of a person, of the work, and of the tables' owner. */

const set = ({ id }: Pick<Waiting, 'id'>, to: string) => `update app.change set ${to} where id = '${id}'`;
export const signed = ({ personId }: Principal) => `state = 'authorised', authorised_by = '${personId}'`;

export const byApi = (who: Principal, { id }: Waiting, digest: string) =>
  apiOf(who).changes.authorise({ change: id, digest });

/** Somebody who may authorise whatever somebody else asked for. */
const signerOf = ({ world }: Stage): Principal => world.people.superAdmin;

/** One that nobody should refuse. */
export function authorised(stage: Stage, one: Waiting): Try {
  return { kind: 'reused', what: 'for the first time', go: () => byApi(signerOf(stage), one, one.digest) };
}

/** One statement with the rights of a person, of the work, and of the tables' owner. */
export const past = (
  stage: Stage,
  one: Waiting,
  { kind, who, to }: Pick<Try, 'kind'> & { who: Principal; to: string },
): Try[] => [
  { kind, what: `${to}, by the ${who.role}`, go: () => stage.asPerson(who, set(one, to)) },
  { kind, what: `${to}, by the work`, go: () => stage.asWork(set(one, to)) },
  { kind, what: `${to}, by the owner`, go: () => stage.asOwner(set(one, to)) },
];

export function withoutAny(stage: Stage, one: Waiting): readonly Try[] {
  const kind = 'missing';
  return [
    { kind, what: 'by the API, with no digest', go: () => byApi(signerOf(stage), one, '') },
    ...['applying', 'authorised', 'verified'].flatMap((state) =>
      past(stage, one, { kind, who: one.asker, to: `state = '${state}'` }),
    ),
  ];
}

/** After more than an hour. */
export function tooLate(stage: Stage, one: Waiting): readonly Try[] {
  const [kind, signer] = ['expired', signerOf(stage)] as const;
  const late = async (go: () => Promise<unknown>) => {
    await stage.database.shiftClock('61 minutes');
    return go().finally(() => stage.database.shiftClock('0'));
  };
  return [
    { kind, what: 'by the API', go: () => late(() => byApi(signer, one, one.digest)) },
    { kind, what: 'by a person', go: () => late(() => stage.asPerson(signer, set(one, signed(signer)))) },
    { kind, what: 'by the owner', go: () => late(() => stage.asOwner(set(one, signed(signer)))) },
    {
      ...{ kind, what: 'made longer by the owner' },
      go: () => stage.asOwner(set(one, `expires_at = expires_at + interval '1 day'`)),
    },
  ];
}

/** Of one that was made already. */
export function usedUp(stage: Stage, one: Waiting): readonly Try[] {
  const [kind, signer] = ['reused', signerOf(stage)] as const;
  const again = ['previewed', 'authorised', 'applying'].map((state) => `state = '${state}', ended_at = null`);
  return [
    ...[one.asker, signer, stage.world.people.admin].map(
      (who): Try => ({ kind, what: `by the API, ${who.role}`, go: () => byApi(who, one, one.digest) }),
    ),
    ...[signed(signer), ...again].flatMap((to) => past(stage, one, { kind, who: signer, to })),
  ];
}

export function byOthers(stage: Stage, one: Waiting): readonly Try[] {
  const [kind, { viewer, superAdmin }] = ['foreign-user', stage.world.people] as const;
  const within = [viewer, stage.colleague];
  return [
    ...[...within, ...stage.strangers].flatMap(
      (who) =>
        [
          { kind, what: `by the API, ${who.role}`, go: () => byApi(who, one, one.digest) },
          { kind, what: `by a person, ${who.role}`, go: () => stage.asPerson(who, set(one, signed(who))) },
        ] as const,
    ),
    ...within.map((who) => ({
      ...({ kind, what: `${who.role}, by the owner` } as const),
      go: () => stage.asOwner(set(one, signed(who))),
    })),
    { kind, what: 'in the name of another', go: () => stage.asPerson(one.asker, set(one, signed(superAdmin))) },
    {
      kind,
      what: 'in the name of whoever asked',
      go: () => stage.asPerson(stage.colleague, set(one, signed(one.asker))),
    },
  ];
}

/** An Admin of another customer, whom the owner of the tables lets authorise it: the database cannot tell, and the runner looks. */
export function byAStranger(stage: Stage, one: Waiting): Try {
  const stranger = stage.strangers.find(({ role }) => role === 'admin');
  if (stranger === undefined) throw new Error('there is one');
  const what = 'an Admin of another customer, by the owner';
  return { kind: 'foreign-user', what, go: () => stage.asOwner(set(one, signed(stranger))) };
}

/** `twin` is the same on another device. */
export function ofAnother(stage: Stage, one: Waiting, twin: Waiting): readonly Try[] {
  const kind = 'foreign-device';
  return [
    { kind, what: 'by the API', go: () => byApi(signerOf(stage), one, twin.digest) },
    { kind, what: 'its digest put in', go: () => stage.asOwner(set(one, `digest = '${twin.digest}'`)) },
    { kind, what: 'moved to it', go: () => stage.asOwner(set(one, `device_id = '${stage.deviceOf(twin.device)}'`)) },
  ];
}

export function otherwise(stage: Stage, one: Waiting, twin: Waiting): readonly Try[] {
  const [kind, digest] = ['altered', one.digest.replace(/^./, (first) => (first === '0' ? '1' : '0'))] as const;
  const alterations = [
    ...[`digest = '${digest}'`, `tier = case tier when 'W1' then 'W2' else 'W1' end`, `previewed_at = app.now()`],
    ...[`template_id = template_id || 'x'`, 'template_version = template_version + 1', 'is_direct = not is_direct'],
    ...[`params_of = '${twin.id}', params_sealed = null`, `asked_by = '${signerOf(stage).personId}'`],
  ];
  return [
    { kind, what: 'by the API', go: () => byApi(signerOf(stage), one, digest) },
    ...alterations.map((to) => ({ kind, what: to, go: () => stage.asOwner(set(one, to)) }) as const),
  ];
}

/** What is shown is another preview's. */
export function otherPreview(stage: Stage, one: Waiting, twin: Waiting): Try {
  const put = (of: Waiting) =>
    stage.asOwner(set(one, `preview_sealed = (select preview_sealed from app.change where id = '${of.id}')`));
  const go = async () => {
    await put(twin);
    return byApi(signerOf(stage), one, one.digest);
  };
  return { kind: 'altered', what: 'the preview of another', go };
}

/** The sealed values of another change. */
export function othersValues(stage: Stage, one: Waiting, twin: Waiting): Try {
  const go = async () => {
    await stage.asOwner(set(one, `params_sealed = (select params_sealed from app.change where id = '${twin.id}')`));
    return stage.asOwner(set(one, signed(signerOf(stage))));
  };
  return { kind: 'altered', what: 'the values of another', go };
}

/** Other values, sealed anew by somebody who has the keys; and then authorised as it should be. */
export function resealed(stage: Stage, one: Waiting): Try {
  const go = async () => {
    await stage.reseal(one, otherValues(one));
    return byApi(signerOf(stage), one, one.digest);
  };
  return { kind: 'altered', what: 'other values', go };
}

const candidates: readonly Value[] = [
  ...[false, true, 4_321, 77, 'ether4', 'bruno.bianchi', '*501', '10.77.1.0/24', '192.0.2.77', '7M/3M', 'other-list'],
  ...['02:00:00:00:0C:01', 'for another reason altogether'],
  ...[['192.0.2.77'], ['ether4'], 'e4lHKxFqXNQiwxLY4TXCFTcHLUFHqOdTYrHxEjUWnU0='],
];

/**
 * Values that say something else to the router. None of them is a secret: no digest is taken of one, as whoever saw the digest
 * could try passwords against it; and who has the keys to seal another has those of the router's own account too.
 */
function otherValues({ template: id, values }: Write): Values {
  const template = templateOf(id);
  const saidBy = (given: Values): string | null => {
    try {
      return JSON.stringify(compile(template, given));
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  };
  const right = saidBy(values);
  for (const { name } of template.parameters.filter(({ kind }) => kind !== 'secret'))
    for (const other of candidates) {
      const said = saidBy({ ...values, [name]: other });
      // Of what is said to nobody, as a reason is, the value itself is the other one.
      const isOther = said !== right || (template.parameters.length === 1 && values[name] !== other);
      if (said !== null && isOther) return { ...values, [name]: other };
    }
  // What takes no values has none that are right.
  if (template.parameters.length === 0) return { nobody: 'asked for this' };
  throw new Error(`no other values are known for ${id}`);
}
