import { z } from 'zod';
import { Line } from '../text';
import { codePages } from './ways';

/** What a device is called here: one line of 1 to 64 characters. */
export const DeviceName = Line.trim().min(1).max(64);

/** A host name or an address, as it is typed. Whether a router may be there is decided when it is connected to. */
export const DeviceAddress = z
  .string()
  .trim()
  .max(253)
  .regex(/^[A-Za-z0-9._:-]+$/, 'a host name or an IP address, without a port');

export const DevicePort = z.coerce.number().int().min(1).max(65_535);

export const Tag = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,31}$/, 'lower-case letters, digits, dot, hyphen, at most 32');
export const Tags = z
  .array(Tag)
  .max(32)
  .transform((tags) => [...new Set(tags)].sort());

/** SHA-256 of a certificate as people write it, with colons or without, in either case: 64 hex digits. */
export const Fingerprint = z
  .string()
  .trim()
  .transform((text) => text.replace(/[:\s]/g, '').toLowerCase())
  .pipe(z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 fingerprint: 64 hexadecimal digits'));

/** `plain` is the API without TLS: passwords go over the network as they are, so it is a waiver for one device. */
export const Transport = z.enum(['tls', 'plain']);

export const CodePage = z.enum(codePages);

/** One call may name so many devices. */
export const mostDevices = 2_000;
