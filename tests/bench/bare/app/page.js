/** The least that Next can be: one page with a heading. */
export const metadata = { title: 'Bare' };

export default function Page() {
  return <h1>Bare</h1>;
}
