import { createHash } from 'node:crypto';
import type { Answer } from './command';
import { longestMessage, presentable, RouterFault } from './fault';
import type { RouterTarget } from './target';
import { Unsendable } from './wire';

/** Sends one sentence and waits for its end. */
type Ask = (words: readonly string[]) => Promise<Answer>;

/**
 * Logs in as RouterOS 6.43 and newer have it: name and password, answered by a bare `!done` (manual: API, "Initial
 * login"). A device that a person marked as older is asked for its challenge, and hears nothing but the digest: what it would
 * not take is not sent to it. For any other a challenge would be a way to get at that digest, and is not answered. Anything
 * else than these answers is no success. Throws RouterFault.
 */
export async function logIn(ask: Ask, { login, isPre643 }: RouterTarget): Promise<void> {
  const say = (words: readonly string[]) => said(ask, words, login.password);
  const plain = ['/login', `=name=${login.name}`, `=password=${login.password}`];
  const first = await say(isPre643 ? ['/login'] : plain);
  if (!isPre643 && isAccepted(first)) return;
  const challenge = first.done.ret ?? '';
  if (first.isTruncated || !/^[0-9a-f]{32}$/i.test(challenge))
    throw new RouterFault('loginRefused', 'the router answered the login with something else');
  if (!isPre643) throw new RouterFault('loginRefused', 'the router asks for the login of RouterOS before 6.43');
  const response = `00${md5Response(login.password, challenge)}`;
  if (!isAccepted(await say(['/login', `=name=${login.name}`, `=response=${response}`])))
    throw new RouterFault('loginRefused', 'the router answered the login with something else');
}

const isAccepted = ({ isTruncated, done }: Answer): boolean => !isTruncated && Object.keys(done).length === 0;

function md5Response(password: string, challenge: string): string {
  return createHash('md5').update('\0').update(password, 'utf8').update(challenge, 'hex').digest('hex');
}

async function said(ask: Ask, words: readonly string[], password: string): Promise<Answer> {
  try {
    return await ask(words);
  } catch (error) {
    if (error instanceof Unsendable)
      throw new RouterFault('loginRefused', 'name or password hold a character that RouterOS cannot take');
    throw error instanceof RouterFault ? asLoginFault(error, password) : error;
  }
}

/** Before the login there is nobody who could refuse, cut or take long: it is the router that is not reachable. */
function asLoginFault({ code, message }: RouterFault, password: string): RouterFault {
  const text = withoutPassword(message, password);
  if (code === 'timedOut') return new RouterFault('unreachable', 'the login was not answered in time');
  if (code === 'cut') return new RouterFault('unreachable', `before the login was answered: ${text}`);
  const isRefusal = code === 'trap' || code === 'notPermitted' || code === 'unsupported';
  return new RouterFault(isRefusal ? 'loginRefused' : code, text);
}

/** A router that is not one could say the password back, whole or cut off at the end, and messages are kept and shown. */
function withoutPassword(message: string, password: string): string {
  const secret = presentable(password);
  const isSaidBack = secret !== '' && message.includes(secret);
  return isSaidBack || message.length >= longestMessage ? 'the router answered in words that are not shown' : message;
}
