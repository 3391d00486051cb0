import { Document, Page, Path, renderToBuffer, Svg, Text } from '@react-pdf/renderer';
import type { SessionRecord } from '@/core/session-record';
import { sessionName } from '@/core/sessions';
import { compose } from './compose';
import { type Line, type Mark, type PageOfReport, paginate } from './flow';
import { inks, margin, styles, widthOn } from './paper';
import type { ReportCover } from './report-job';
import { type FaceName, type Faces, openFaces } from './typefaces';
import { Typesetter } from './typesetter';

/** The record as a PDF. The same record and cover give the same bytes. */
export async function sessionReport(record: SessionRecord, cover: ReportCover): Promise<Uint8Array<ArrayBuffer>> {
  const faces = await openFaces();
  const type = new Typesetter(faces);
  const pages = paginate(compose(type, record, cover));
  const name = sessionName(record.session.number);
  const foot = { left: `${name} · ${record.session.customer} · record ${cover.sha256.slice(0, 16)}`, type };
  const document = (
    <Document
      title={type.printable(`${name} ${record.session.title}`, styles.text)}
      author={type.printable(cover.exportedBy.name, styles.text)}
      creator="Routeward"
      producer="Routeward"
      creationDate={new Date(cover.exportedAt)}
      language="en"
      pdfVersion="1.7"
      pageMode="useOutlines"
    >
      {pages.map((page, index) => (
        <DrawnPage
          // biome-ignore lint/suspicious/noArrayIndexKey: a page has no other name than its number
          key={index}
          page={withFoot(page, { ...foot, right: `page ${index + 1} of ${pages.length}` })}
          faces={faces}
        />
      ))}
    </Document>
  );
  return new Uint8Array(await renderToBuffer(document));
}

interface Foot {
  readonly left: string;
  readonly right: string;
  readonly type: Typesetter;
}

function withFoot(page: PageOfReport, { left, right, type }: Foot): PageOfReport {
  const { sheet, lines, marks } = page;
  const style = styles.foot;
  const y = sheet.height - margin.bottom + 22;
  const [from, to] = [margin.side, margin.side + widthOn(sheet)];
  return {
    sheet,
    lines: [...lines, { x: from, y, text: left, style }, { x: to - type.widthOf(right, style), y, text: right, style }],
    marks: [
      ...marks,
      {
        points: [
          [from, y - 5],
          [to, y - 5],
        ],
        ink: 'rule',
        width: 0.5,
      },
    ],
  };
}

interface DrawnPageProps {
  readonly page: PageOfReport;
  readonly faces: Faces;
}

/** Everything has its place already: nothing here is wrapped, measured or moved to another page. */
function DrawnPage({ page: { sheet, lines, marks }, faces }: DrawnPageProps) {
  // A picture as high as the sheet counts as one that does not fit; nothing is drawn in the last point.
  const [width, height] = [sheet.width, sheet.height - 1];
  return (
    <Page size={[sheet.width, sheet.height]}>
      <Svg style={{ position: 'absolute', left: 0, top: 0, width, height }} viewBox={`0 0 ${width} ${height}`}>
        {drawn(marks).map(({ key, ...path }) => (
          <Path key={key} {...path} />
        ))}
      </Svg>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same
        <Text key={index} style={styleOf(line, faces, width)} {...bookmarkOf(line)}>
          {line.text}
        </Text>
      ))}
    </Page>
  );
}

const bookmarkOf = ({ bookmark }: Line) => (bookmark === undefined ? {} : { bookmark });

/** Its room goes to the edge of the sheet, so that what was measured to fit is not broken once more. */
const styleOf = ({ x, y, style: { face, size, leading, ink } }: Line, faces: Faces, width: number) => ({
  position: 'absolute' as const,
  left: x,
  top: y,
  width: width - x,
  fontFamily: familiesOf(faces, face),
  fontSize: size,
  lineHeight: leading / size,
  color: inks[ink],
});

// react-pdf's types want a list that may be written to.
const familiesOf = (faces: Faces, face: FaceName): string[] => [...faces[face].families];

/** One path for each colour and width of the page; what is filled lies below what is stroked. */
function drawn(marks: readonly Mark[]) {
  const paths = new Map<string, { readonly mark: Mark; d: string }>();
  for (const mark of marks) {
    const key = `${mark.width === null ? 0 : 1} ${mark.ink} ${mark.width}`;
    const path = paths.get(key) ?? { mark, d: '' };
    path.d += `M${mark.points.map(([x, y]) => `${rounded(x)} ${rounded(y)}`).join('L')}${mark.width === null ? 'Z' : ''}`;
    paths.set(key, path);
  }
  return [...paths]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { mark, d }]) =>
      mark.width === null
        ? { key, d, fill: inks[mark.ink] }
        : { key, d, stroke: inks[mark.ink], strokeWidth: mark.width, fill: 'none' },
    );
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
