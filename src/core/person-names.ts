import { z } from 'zod';
import { Line } from './text';

/** How somebody is called: one line of 1 to 200 characters. */
export const PersonName = Line.trim().min(1).max(200);

/** An e-mail address, in lower case: people sign in with it, and one belongs to one person. */
export const EmailAddress = z.email('this is not an e-mail address').max(254).toLowerCase();
