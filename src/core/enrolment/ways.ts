/** What texts that are not UTF-8 are written in. */
export const codePages = ['windows-1250', 'windows-1251', 'windows-1252'] as const;

/** api-ssl, and the API without TLS. */
export const usualPort = { tls: 8729, plain: 8728 } as const;

/** `AA:BB:…`, as browsers show a fingerprint; RouterOS writes small letters without colons. */
export const writtenFingerprint = (pin: string): string => pin.toUpperCase().replace(/(..)(?=.)/g, '$1:');
