import type { Fields } from './step';

/** What others had done and were doing on a router when it was previewed, as it tells it. */
export interface OthersSeen {
  /** Of its history, the newest first: `time`, `by`, `action`, `policy`. Null: it does not tell. */
  readonly history: readonly Fields[] | null;
  /** Who holds safe mode on it; null: nobody. */
  readonly holder: string | null;
}

/** What stands before the button of them. */
export function othersSentences({ history, holder }: OthersSeen, device: string): readonly string[] {
  const [last] = history ?? [];
  return [
    ...(holder === null
      ? []
      : [
          `${holder} is changing ${device} in safe mode: until they have released it this is not made, and if their connection goes, what they did is undone.`,
        ]),
    ...(last === undefined
      ? []
      : [
          `The last that somebody else changed on ${device}: ${last.by}, ${last.action}, ${last.time} by its clock. Whatever others change from now on stops this before anything is sent.`,
        ]),
  ];
}
