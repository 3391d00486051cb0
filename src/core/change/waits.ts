import { isReadId, readOf } from '../actions/index';

/** Why an authorised change of a device is not begun yet, as a sentence: a read of this action weighs on the device. */
export const waitsForRead = (action: string): string =>
  `${isReadId(action) ? readOf(action).title : action} runs on it: the change is begun once that has ended.`;
