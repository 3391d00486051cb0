import type { Tier } from '../actions/define';
import { highest } from '../change/step';
import type { Template } from './define';

/** The tier of what its steps come to, or higher: its own floor, and whatever touches how a router is managed takes two people. */
export const tierOf = ({ radius, floor = 'W1' }: Pick<Template, 'radius' | 'floor'>, ofSteps: Tier): Tier =>
  radius.touchesManagement ? 'W3' : highest([floor, ofSteps]);
