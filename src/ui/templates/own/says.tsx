import { counted } from '@/core/shown/format';
import type { Template } from '@/core/templates/define';
import { toldTemplate } from '@/core/templates/told-template';
import { Lines, Parameters } from '../../library/sections';

/** What the document comes to, as it would stand on the template's page. */
export function Says({ template }: { readonly template: Template }) {
  const { purpose, limits, parameters, rules, lines, radius, refusedWhen, lost, tier } = toldTemplate(template);
  return (
    <>
      <Lines title="What it is for" lines={[purpose]} />
      <Lines title="What it does not do" lines={limits} />
      <Parameters parameters={parameters} />
      <Lines title="Of parameters together" lines={rules} isNamed />
      <section aria-label="What is said to the router">
        <h2>What is said to the router</h2>
        <p className="text-ink-2">The same on every RouterOS from 7.18 on; older ones are refused.</p>
        <ul className="library-says">
          {lines.map((line) => (
            <li key={line}>
              <code>{line}</code>
            </li>
          ))}
        </ul>
      </section>
      <Lines
        title="How far it reaches"
        lines={[
          `${tier} at least: what a preview finds can raise it.`,
          `At most ${counted(radius.mostRows, 'row')} of ${counted(radius.mostDevices, 'device')}, by ${radius.commands.join(' and ')}.`,
          radius.interruptsService ? 'It interrupts service.' : 'It interrupts no service.',
          radius.touchesManagement ? 'It can touch the way to the router.' : 'It does not touch the way to the router.',
        ]}
      />
      <Lines title="Refused by the preview when" lines={refusedWhen} />
      <Lines title="What nothing brings back" lines={lost} />
    </>
  );
}
