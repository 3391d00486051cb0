import { headers as requestHeaders } from 'next/headers';
import { forbidden, notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import type { Principal } from '@/core/access';
import { noteAway } from './away';
import { asAppError } from './errors';
import { contextOf } from './http/request';
import { createCaller } from './root';

/** Where the browser goes to fetch a new access token; `to` is a path of our own. */
const resume = (headers: Headers): string => `/resume?to=${encodeURIComponent(headers.get('x-routeward-path') ?? '/')}`;

/**
 * The doors, for a page: with the rights of whoever asks for it. A stranger, or somebody whose session has ended, goes to
 * /resume; a refusal becomes the 403 page and what does not exist the 404 page. Once per request, however often it is
 * called.
 */
export const caller = cache(async (): Promise<{ me: Principal; api: ReturnType<typeof createCaller> }> => {
  // A copy: Next's own object cannot be handed on beyond this request.
  const headers = new Headers(await requestHeaders());
  const context = await contextOf(headers);
  if (context.credential.kind !== 'person') redirect(resume(headers));
  const onError = ({ error }: { error: unknown }): void => {
    const { code } = asAppError(error);
    if (code === 'unauthenticated') redirect(resume(headers));
    if (code === 'forbidden') forbidden();
    // An address typed wrong, such as a made-up `after`, leads nowhere either.
    if (code === 'notFound' || code === 'invalid') notFound();
    if (code === 'unavailable') noteAway(context.origin.requestId);
    // Next logs whatever a page throws, and tells the browser its digest. The door has logged it already, without the
    // query's parameters, so what goes on from here is a bare error.
    throw Object.assign(new Error(code), { digest: `${code}.${context.origin.requestId}` });
  };
  return { me: context.credential.principal, api: createCaller(context, { onError }) };
});
