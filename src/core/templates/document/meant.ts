import type { Parameter, Rule } from '../../actions/parameter';
import { valued } from '../../actions/valued';
import { mostSteps } from '../../change/step';
import type { StepForm, Template } from '../define';
import { permittedFor, type Wrong, wrongFillings } from './filled';

/** Kinds with several values, of which a step can be made for each. */
const several: readonly Parameter['kind'][] = ['addresses', 'interfaces', 'choices'];

/** What is wrong with a document whose form is right: everything, and where. */
export function wrongWith(template: Template): readonly Wrong[] {
  const { parameters, steps } = template;
  return [
    ...parameters.flatMap((parameter, place) => wrongParameter(template, parameter, place)),
    ...template.rules.flatMap((rule, place) => wrongRule(template, rule, place)),
    ...steps.flatMap((step, place) => wrongStep(template, step, place)),
    ...wrongRadius(template),
  ];
}

function wrongParameter({ parameters, steps }: Template, parameter: Parameter, place: number): readonly Wrong[] {
  const path = ['parameters', place];
  const { name } = parameter;
  const isTwice = parameters.slice(0, place).some((one) => one.name === name);
  return [
    ...(isTwice ? [{ path: [...path, 'name'], message: 'is the name of another parameter too' }] : []),
    ...('min' in parameter && parameter.min > parameter.max
      ? [{ path: [...path, 'max'], message: 'is less than the least' }]
      : []),
    ...('choices' in parameter && new Set(parameter.choices).size < parameter.choices.length
      ? [{ path: [...path, 'choices'], message: 'names something twice' }]
      : []),
    ...wrongDefault(parameter, path),
    ...(isTaken(steps, name) ? [] : [{ path: [...path, 'name'], message: 'is a parameter that no step takes' }]),
  ];
}

/** Behind what was left out stands a value that somebody could have given. */
function wrongDefault(parameter: Parameter, path: Wrong['path']): readonly Wrong[] {
  if (!('byDefault' in parameter) || parameter.byDefault === undefined) return [];
  const verdict = valued(parameter, parameter.byDefault);
  if ('value' in verdict) return [];
  return verdict.problems.map(({ message }) => ({ path: [...path, 'byDefault'], message: `has to be ${message}` }));
}

const fillingsOf = ({ where, fields }: StepForm) => [...Object.values(where), ...Object.values(fields)];

function isTaken(steps: readonly StepForm[], name: string): boolean {
  const takes = (filling: ReturnType<typeof fillingsOf>[number]): boolean =>
    'from' in filling
      ? filling.from === name || (filling.or !== undefined && takes(filling.or))
      : 'text' in filling && filling.text.includes(`{${name}}`);
  return steps.some(
    (step) =>
      step.each === name ||
      step.given === name ||
      Object.hasOwn(step.when ?? {}, name) ||
      (typeof step.place === 'object' && step.place.from === name) ||
      fillingsOf(step).some(takes),
  );
}

function wrongRule({ parameters }: Template, rule: Rule, place: number): readonly Wrong[] {
  const named: readonly (readonly [string, string | readonly string[]])[] = Object.entries(rule).filter(
    ([word]) =>
      ['parameter', 'other', 'of'].includes(word) || (word === 'where' && 'where' in rule) || word === 'family',
  );
  return named.flatMap(([word, names]) =>
    [names]
      .flat()
      .filter((name) => !parameters.some((one) => one.name === name))
      .map((name) => ({ path: ['rules', place, word], message: `there is no parameter ${name}` })),
  );
}

function wrongStep({ parameters }: Template, step: StepForm, place: number): readonly Wrong[] {
  const path = ['steps', place];
  const entry = permittedFor(step, path);
  if (!('kind' in entry)) return [entry];
  const wrong = (word: string, message: string | null): readonly Wrong[] =>
    message === null ? [] : [{ path: [...path, word], message }];
  return [
    ...wrongFillings({ step, path, parameters }, entry),
    ...wrong('each', wrongEach(parameters, step.each)),
    ...wrong('given', wrongGiven(parameters, step.given)),
    ...Object.entries(step.when ?? {}).flatMap(([name, choice]) => {
      const message = wrongWhen(parameters, name, choice);
      return message === null ? [] : [{ path: [...path, 'when', name], message }];
    }),
    ...wrong('ifOther', step.ifOther !== undefined && step.verb !== 'add' ? 'is said of what is added alone' : null),
    ...wrong('place', wrongPlace(parameters, step, entry.kind)),
  ];
}

const kindOf = (parameters: readonly Parameter[], name: string): Parameter['kind'] | undefined =>
  parameters.find((one) => one.name === name)?.kind;

function wrongEach(parameters: readonly Parameter[], each: string | undefined): string | null {
  if (each === undefined) return null;
  const kind = kindOf(parameters, each);
  if (kind === undefined) return `there is no parameter ${each}`;
  return several.includes(kind) ? null : `${each} has one value, and not several`;
}

function wrongGiven(parameters: readonly Parameter[], given: string | undefined): string | null {
  if (given === undefined || kindOf(parameters, given) !== undefined) return null;
  return `there is no parameter ${given}`;
}

function wrongWhen(parameters: readonly Parameter[], name: string, choice: string): string | null {
  const found = parameters.find((one) => one.name === name);
  if (found === undefined) return `there is no parameter ${name}`;
  if (found.kind !== 'choice') return `${name} is no choice`;
  return found.choices.includes(choice) ? null : `${choice} is none of its choices`;
}

function wrongPlace(parameters: readonly Parameter[], { place, verb }: StepForm, kind: string): string | null {
  if (place === undefined) return null;
  if (kind !== 'ordered' || verb !== 'add') return 'is said of what is added where the order counts, and nowhere else';
  if (typeof place === 'string' || kindOf(parameters, place.from) === 'row') return null;
  return `${place.from} is no parameter of the kind row`;
}

/** What leaves a step out, by one thing that is chosen: a value of a choice, or which one of several is given. */
type World = (step: StepForm) => boolean;
/** More ways to choose than these are not told apart: then all steps are counted. */
const mostWorlds = 256;

function worldsOf({ steps, rules }: Template): readonly World[] {
  const chosen = new Map<string, Set<string>>();
  for (const [name, choice] of steps.flatMap(({ when = {} }) => Object.entries(when)))
    chosen.set(name, (chosen.get(name) ?? new Set()).add(choice));
  const ways: readonly (readonly World[])[] = [
    ...[...chosen].map(([name, choices]) =>
      [...choices].map(
        (choice): World =>
          ({ when = {} }) =>
            (when[name] ?? choice) === choice,
      ),
    ),
    ...rules.flatMap((rule) =>
      rule.kind === 'one'
        ? [
            rule.of.map(
              (one): World =>
                ({ given = one }) =>
                  given === one || !rule.of.includes(given),
            ),
          ]
        : [],
    ),
  ];
  const all: World = () => true;
  if (ways.reduce((product, way) => product * way.length, 1) > mostWorlds) return [all];
  return ways.reduce<readonly World[]>(
    (worlds, way) =>
      worlds.flatMap((world) =>
        way.map(
          (one): World =>
            (step) =>
              world(step) && one(step),
        ),
      ),
    [all],
  );
}

/** The most that the steps can come to: so many times for each value, and of what is chosen the most. */
function most(template: Template, of: (step: StepForm) => number): number {
  const times = ({ each }: StepForm): number => {
    const found = template.parameters.find(({ name }) => name === each);
    if (found === undefined) return 1;
    return 'most' in found ? found.most : 'choices' in found ? found.choices.length : 1;
  };
  const totals = worldsOf(template).map((world) =>
    template.steps.filter(world).reduce((sum, step) => sum + of(step) * times(step), 0),
  );
  return Math.max(...totals);
}

function wrongRadius(template: Template): readonly Wrong[] {
  const { steps, radius } = template;
  const acting = steps.filter(({ verb }) => verb !== 'have');
  const reached = acting.flatMap(({ menu, verb, ifOther }) => [
    `${menu}/${verb}`,
    ...(ifOther === 'set' ? [`${menu}/set`] : []),
  ]);
  const rows = most(template, ({ verb, mostRows }) => (verb === 'have' ? 0 : mostRows));
  const said = most(template, () => 1);
  const commands = (message: string): Wrong => ({ path: ['radius', 'commands'], message });
  return [
    ...(acting.length === 0 ? [{ path: ['steps'], message: 'changes nothing: each only looks for something' }] : []),
    ...(said > mostSteps
      ? [{ path: ['steps'], message: `can come to ${said} steps: more than ${mostSteps} are not undone together` }]
      : []),
    ...[...new Set(reached)]
      .filter((command) => !radius.commands.includes(command))
      .map((command) => commands(`does not say that it reaches ${command}`)),
    ...radius.commands.flatMap((command, place) =>
      reached.includes(command) && radius.commands.indexOf(command) === place
        ? []
        : [{ path: ['radius', 'commands', place], message: 'is reached by no step, or stands there twice' }],
    ),
    ...(rows > radius.mostRows
      ? [{ path: ['radius', 'mostRows'], message: `is less than the ${rows} rows that its steps can come to` }]
      : []),
  ];
}
