import { roleTitles } from '@/core/access';
import { areas } from '@/core/actions/define';
import { counted } from '@/core/shown/format';
import type { ToldTemplate } from '@/core/templates/told-template';
import { costWords } from '../library/cost-words';
import { Lines, Parameters } from '../library/sections';
import { Link } from '../link';
import { DeployForm, type DeployFormProps, type Fillable } from './deploy-form';
import '../library/library.css';
import './templates.css';

interface TemplatePageProps extends Omit<DeployFormProps, 'template' | 'lines'> {
  readonly template: ToldTemplate;
  readonly fillable: Fillable;
}

/** One template, read aloud from its entry; beside it the form that has a router read for it. */
export function TemplatePage({ template, fillable, ...form }: TemplatePageProps) {
  return (
    <div className="template">
      <div className="library template-head">
        <p>
          {template.isDirect ? (
            <Link href={`/actions/${template.id}`}>Action library</Link>
          ) : (
            <Link href="/templates">Templates</Link>
          )}
        </p>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="badge badge-write">WRITE</span>
          <h1>{template.title}</h1>
          <span className="mono text-ink-2">
            {template.id}
            {template.isDirect ? '' : ` v${template.version}`}
          </span>
          <span className="badge">{template.tier}</span>
          <span>{areas[template.area]}</span>
        </div>
        <p>{template.purpose}</p>
      </div>
      <aside className="template-rail" aria-label={template.isDirect ? 'Do it' : 'Deploy it'}>
        <div className="hazard" />
        <DeployForm template={fillable} lines={template.lines} {...form} />
      </aside>
      <div className="library template-told">
        <Told template={template} />
      </div>
    </div>
  );
}

function Told({ template }: { readonly template: ToldTemplate }) {
  const { limits, parameters, rules, lines, radius, refusedWhen, lost, tier, mayDeploy } = template;
  return (
    <>
      <Lines title="What it does not do" lines={limits} />
      <Parameters parameters={parameters} />
      <Lines title="Of parameters together" lines={rules} isNamed />
      <section aria-label="What is said to the router">
        <h2>What is said to the router</h2>
        <ul className="library-says">
          {lines.map((line) => (
            <li key={line}>
              <code>
                <Placed line={line} />
              </code>
            </li>
          ))}
        </ul>
      </section>
      <Lines
        title="How far it reaches"
        lines={[
          `At most ${counted(radius.mostRows, 'row')} of ${counted(radius.mostDevices, 'device')}, by ${radius.commands.join(' and ')}.`,
          radius.interruptsService ? 'It interrupts service.' : 'It interrupts no service.',
          radius.touchesManagement ? 'It can touch the way to the router.' : 'It does not touch the way to the router.',
        ]}
      />
      <Lines title="Refused by the preview when" lines={refusedWhen} />
      <Lines title="How it is kept safe" lines={guarded} />
      <Lines
        title="How it is taken back"
        lines={['Take it back, on the change’s page: a change of its own that brings the former values back.', ...lost]}
      />
      <Lines
        title="Who may"
        lines={[
          `${costWords[tier]}.`,
          `${mayDeploy.map((role) => roleTitles[role].title).join(', ')}.`,
          tier === 'W3'
            ? 'A second person authorises it: an Admin or above, who did not ask for it.'
            : 'Whoever asks for it may authorise it; what others asked for takes an Admin or above.',
        ]}
      />
    </>
  );
}

const guarded = [
  'The router is read first. What a person authorises is exactly what was shown; if the router is another by then, nothing is sent.',
  'It is made in the router’s own safe mode (RouterOS 7.18 and newer): whatever goes wrong meanwhile, the router undoes it by itself.',
  'It stays only after the router was reached on a new connection and reads back as shown.',
];

/** A line whose placeholders stand out: they are what is not real yet. */
const Placed = ({ line }: { readonly line: string }) =>
  line.split(/(<[\w. -]+>)/).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line have no other name than their place
      <span key={index} className="text-proposed">
        {part}
      </span>
    ) : (
      part
    ),
  );
