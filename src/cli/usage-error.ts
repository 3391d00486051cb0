import { StartError } from '@/core/start-error';

/** A command line that says too little or too much: printed as a sentence like any StartError, but the exit code is 2. */
export class UsageError extends StartError {}
