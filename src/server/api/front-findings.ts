import type { Finding } from '@/core/security-claims';
import { day } from '@/core/shown/format';
import { type Handshake, offerTls } from '../post/probe-tls';

const soonMs = 21 * 86_400_000;

/** What the public address agrees to when it is offered TLS: asked from this machine, as a browser would. */
export async function frontFindings(publicUrl: string, now: Date): Promise<Finding[]> {
  const claim = 'front';
  if (!publicUrl.startsWith('https:'))
    return [
      { claim, state: 'unknown', words: `${publicUrl} is spoken to without TLS, on this machine alone: a demo.` },
    ];
  const [old, current] = await Promise.all([offerTls(publicUrl, 'TLSv1.2'), offerTls(publicUrl, 'TLSv1.3')]);
  if (current === 'unreached')
    return [
      {
        claim,
        state: 'unknown',
        words: `This machine does not reach ${publicUrl} itself, so nothing was offered to it.`,
      },
    ];
  return [
    {
      claim,
      state: typeof current === 'object' ? 'holds' : 'fails',
      words:
        typeof current === 'object'
          ? `TLS 1.3 was offered and taken (${current.protocol}).`
          : 'TLS 1.3 was offered and refused.',
    },
    {
      claim,
      state: old === 'refused' ? 'holds' : old === 'unreached' ? 'unknown' : 'fails',
      words:
        { refused: 'TLS 1.2 was offered and refused.', unreached: 'TLS 1.2 was offered and nothing came back.' }[
          String(old)
        ] ?? 'TLS 1.2 was offered and taken: something else answers in front of this product.',
    },
    ...(typeof current === 'object' ? [certificateFinding(current, now)] : []),
  ];
}

function certificateFinding({ validTo, isTrusted }: Handshake, now: Date): Finding {
  const left = Date.parse(validTo) - now.getTime();
  const who = isTrusted
    ? 'This machine trusts it.'
    : 'It is self-signed, or of an authority that this machine does not know.';
  return {
    claim: 'front',
    state: left > soonMs ? 'holds' : 'fails',
    words: `The certificate ends on ${day(validTo)}. ${who}`,
  };
}
