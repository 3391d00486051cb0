/** Where RouterOS runs what it is given, or sends it to somebody. */
export const running =
  /^(?:source|script|do|command|on-\w+|[\w-]*script|append|user|as-string|from|where|url|src|dst)$/;
export const runningPath = /\/(?:execute|import|script|scheduler|fetch|export|run)(?:\/|$)/;
