import { spelledKinds, withstand } from './withstand';

withstand(spelledKinds);
