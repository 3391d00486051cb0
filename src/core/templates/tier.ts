import type { Tier } from '../actions/define';
import type { Template } from './define';

/** The tier of what its steps come to, or higher: whatever touches how a router is managed takes two people. */
export const tierOf = ({ radius }: Pick<Template, 'radius'>, floor: Tier): Tier =>
  radius.touchesManagement ? 'W3' : floor;
