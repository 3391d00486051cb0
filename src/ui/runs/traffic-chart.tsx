import type { RunRow } from '@/core/runs';
import { visible } from '@/core/shown/cells';
import { bitRate, counted, rateOrDash } from '@/core/shown/format';
import { pictureBox } from '@/core/shown/ping-picture';
import { type TrafficLine, type TrafficPicture, trafficPictures } from '@/core/shown/traffic-picture';
import { Calm } from './calm';

interface TrafficChartProps {
  readonly rows: readonly RunRow[];
  /** Seconds that are to come in all. */
  readonly planned: number;
  readonly hasEnded: boolean;
}

/** What each interface receives, as an area, and sends, as a dashed line, second by second. */
export function TrafficChart({ rows, planned, hasEnded }: TrafficChartProps) {
  const pictures = trafficPictures(rows, planned);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="traffic" tabIndex={0} aria-label={`Traffic of ${counted(pictures.length, 'interface')}`}>
        {pictures.map((picture) => (
          <InterfaceChart key={picture.name} picture={picture} />
        ))}
      </section>
      <Calm words={pictures.map(inWords).join(' ')} isFinal={hasEnded} />
    </>
  );
}

function InterfaceChart({ picture }: { readonly picture: TrafficPicture }) {
  const { name, received, sent, top, across } = picture;
  return (
    <figure className="traffic-interface">
      <figcaption>
        <b className="mono">
          <bdi>{visible(name)}</bdi>
        </b>
        <span className="text-ink-2">{counted(across, 'second')}</span>
      </figcaption>
      <div className="ping">
        <div className="ping-scale mono" aria-hidden="true">
          <span>{rateOf(top)}</span>
          <span>{rateOf(top / 2)}</span>
          <span>0</span>
        </div>
        <svg
          className="ping-chart"
          viewBox={`0 0 ${pictureBox.width} ${pictureBox.height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={inWords(picture)}
        >
          {[0, 50, 100].map((y) => (
            <path key={y} className="chart-rule" d={`M0 ${y}h${pictureBox.width}`} />
          ))}
          {received.areas.map((area) => (
            <path key={area.slice(0, 24)} className="chart-area" d={area} />
          ))}
          {received.lines.map((line) => (
            <path key={line.slice(0, 24)} className="chart-line" d={line} />
          ))}
          {sent.lines.map((line) => (
            <path key={line.slice(0, 24)} className="chart-line chart-sent" d={line} />
          ))}
        </svg>
      </div>
      <dl className="counters">
        <Rates words="received" line={received} />
        <Rates words="sent" line={sent} isSent />
      </dl>
    </figure>
  );
}

interface RatesProps {
  readonly words: string;
  readonly line: TrafficLine;
  readonly isSent?: true;
}

/** The last rate and the highest, behind a piece of their line. */
function Rates({ words, line, isSent }: RatesProps) {
  return (
    <div>
      <dt>
        <svg className="chart-key" viewBox="0 0 24 10" aria-hidden="true">
          {isSent ? null : <path className="chart-area" d="M0 2h24v8h-24z" />}
          <path className={isSent ? 'chart-line chart-sent' : 'chart-line'} d={isSent ? 'M0 5h24' : 'M0 2h24'} />
        </svg>
        {words}
      </dt>
      <dd className="mono">{rateOrDash(line.last)}</dd>
      <dd className="text-ink-2">
        at most <span className="mono">{rateOrDash(line.most)}</span>
      </dd>
    </div>
  );
}

const rateOf = (bits: number): string => bitRate(BigInt(Math.round(bits)));

const inWords = ({ name, received, sent }: TrafficPicture): string =>
  `${visible(name)} received ${rateOrDash(received.last)} and sent ${rateOrDash(sent.last)}; ` +
  `at most ${rateOrDash(received.most)} and ${rateOrDash(sent.most)}.`;
