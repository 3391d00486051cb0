import { longestPlaceName } from './sites';
import { Line } from './text';

/** What a place is called where devices stand: one line of 1 to 64 characters. In any case of its letters it is the same. */
export const SiteName = Line.trim().min(1).max(longestPlaceName);

/** What sites are grouped by, such as `North valley`: one line of 1 to 64 characters. */
export const ZoneName = Line.trim().min(1).max(longestPlaceName);
