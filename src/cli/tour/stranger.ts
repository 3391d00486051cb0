import type { OpenedCase } from './case';
import { Client } from './client';
import type { Visit } from './visit';

/** Somebody without a token gets nothing, not even the word that it is there. */
export async function asStranger({ place, tally }: Visit, { id }: OpenedCase): Promise<void> {
  tally.chapter('Nobody, without a token');
  const nobody = new Client(place, null);
  const asked = [
    { what: 'the session', answer: await nobody.get(`/sessions/${id}`) },
    { what: 'its report', answer: await nobody.get(`/sessions/${id}/report?as=json`) },
    { what: 'a note', answer: await nobody.post(`/sessions/${id}/notes`, { text: 'x' }) },
  ];
  for (const { what, answer } of asked)
    tally.same(`nobody is refused ${what}: 401 sign in first`, answer.said, '401 sign in first');
}
