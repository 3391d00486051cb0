import { Lines } from '../text';
import { longestReason } from './change';

/** What somebody says of a change, in words; it may be nothing. At most 500 characters. */
export const Remark = Lines.trim().max(longestReason, `at most ${longestReason} characters`);

/** Why a change is decided on as it is, in words: 1 to 500 characters. */
export const Reason = Remark.min(1, 'it needs a word');
