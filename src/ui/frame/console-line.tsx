import { CopyButton } from '../controls/copy-button';
import { type RestLine, restText } from '../rest-line';

/** The signature of the product: the exact line that gives what this page shows, with Copy. */
export function ConsoleLine({ line }: { readonly line: RestLine }) {
  return (
    <section className="console" aria-label="API line of this page">
      <span className="badge">READ</span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <code className="line" tabIndex={0}>
        <span className="command">{line.method}</span> <span className="path">{line.path}</span>
        {line.query.map(([name, value], index) => (
          <span key={name}>
            {index === 0 ? '?' : '&'}
            <span className="argument">{name}=</span>
            {value}
          </span>
        ))}
      </code>
      <CopyButton text={restText(line)} />
    </section>
  );
}
