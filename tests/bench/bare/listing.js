import { createLocalJWKSet, jwtVerify } from 'jose';
import postgres from 'postgres';

/**
 * What the product's list of devices does at least: the token is verified, and the statements that the product sends for such a
 * request, recorded from it, are sent one after the other in one transaction; the audit entry's is one of them. The rows go out
 * as they come. Null for a token that is none.
 */
export function listing() {
  const { appUrl, settings, statements, jwks, issuer } = JSON.parse(process.env.BARE);
  const keys = createLocalJWKSet(jwks);
  // A socket's directory stands percent-encoded in the address.
  const host = decodeURIComponent(new URL(appUrl).hostname);
  const sql = postgres(appUrl, { max: 10, host, connection: settings });
  // What was recorded is text already: JSON is not written a second time.
  for (const json of ['114', '3802']) sql.options.serializers[json] = (text) => text;
  return async (authorization) => {
    try {
      const expected = { algorithms: ['RS256'], typ: 'at+jwt', issuer, audience: 'routeward' };
      await jwtVerify(authorization.replace(/^Bearer /, ''), keys, expected);
    } catch {
      return null;
    }
    const answers = await sql.begin(async (transaction) => {
      const all = [];
      for (const { text, parameters } of statements) all.push(await transaction.unsafe(text, parameters));
      return all;
    });
    const items = answers.reduce((longest, rows) => (rows.length > longest.length ? rows : longest), []);
    return JSON.stringify({ items });
  };
}
