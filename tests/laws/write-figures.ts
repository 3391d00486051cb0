import { readFileSync, writeFileSync } from 'node:fs';
import { figuresOf, withFigures } from './figures';

const readme = new URL('../../README.md', import.meta.url);
const before = readFileSync(readme, 'utf8');
writeFileSync(readme, withFigures(before, figuresOf(before)));
