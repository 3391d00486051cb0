import pino, { type Logger } from 'pino';
import type { OperatorEnv } from '@/env';

export type Log = Logger;

/**
 * JSON lines on standard error, one process one name; standard output is left to what a person reads. Written at once,
 * so that the last words of a process that dies are not lost in a buffer.
 */
export function makeLog(name: string, level: OperatorEnv['logLevel']): Log {
  return pino({ name, level, base: { pid: process.pid } }, pino.destination({ fd: 2, sync: true }));
}
