import { inject } from 'vitest';
import { askedFor } from '../support/lazily';

/** Where the demo answers. Its files come one after the other, each finding what those before it left. */
export const origin = await askedFor(inject('demo'), 'demo');
