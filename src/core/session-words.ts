import { Line, Lines } from './text';

/** One line in the list of cases. */
export const Title = Line.trim().min(1, 'it needs a word').max(120, 'at most 120 characters');
/** What a person has to say in a case: a symptom, a note, a cause, a reason. */
export const Words = Lines.trim().min(1, 'it needs a word').max(4_000, 'at most 4,000 characters');
