import { Lines } from '../text';
import { longestReason } from './change';

/** Why a change is decided on as it is, in words: 1 to 500 characters. */
export const Reason = Lines.trim().min(1, 'it needs a word').max(longestReason, `at most ${longestReason} characters`);
