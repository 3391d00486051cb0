/** What of an answer is let in. A field that is not named here is dropped before anybody sees it. */
export interface Reply {
  /** The names, as RouterOS writes them. */
  readonly fields: readonly string[];
  /** The whole answer has to be over by then. */
  readonly deadlineMs: number;
  /** Rows beyond are not kept; the run says that it was cut short. */
  readonly rowCap: number;
}
