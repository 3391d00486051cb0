/** What stands where a secret stood. */
export const redacted = '[redacted]';

/** The last words of names whose values nobody may read: `wpa2-pre-shared-key`, `ipsec-secret`, `security.passphrase`. */
const secretName =
  /(?:^|[-._])(?:password|passwd|passphrase|secret|psk|pin|puk|token|community|wep|key(?:-\d+)?|private-pem)$/i;
/** A public key is no secret, and people compare it. */
const openName = /(?:^|[-._])(?:public|host|ssh-host)-key$/i;

/** Whether a field of this name is masked whatever it holds. */
export const isSecretName = (name: string): boolean => secretName.test(name) && !openName.test(name);

const word =
  '(?:[\\w.]+-){0,4}(?:password|passwd|passphrase|secret|pre-?shared-key|private-key|auth(?:entication)?-key|encryption-key|psk|token)';

/** Secrets in the middle of other text: a log message, a comment. Each keeps what stands before the secret. */
const patterns: readonly RegExp[] = [
  /(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
  new RegExp(
    `(\\b${word}["']?\\s{0,3}[=:]\\s{0,3})(?:"(?:[^"\\\\]|\\\\[\\s\\S])*(?:"|$)|'[^']*(?:'|$)|[^\\s,;"']+)`,
    'gi',
  ),
  /(\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s/:@]{1,64}:)[^\s/@]{1,256}(?=@)/gi,
  /(\b(?:Bearer|Basic) )[\w.~+/=-]{8,}/g,
];

/** The text without the secrets that can be recognised in it. */
export function withoutSecrets(text: string): string {
  return patterns.reduce((clean, pattern) => clean.replace(pattern, `$1${redacted}`), text);
}
