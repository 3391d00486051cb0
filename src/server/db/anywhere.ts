/** The pattern for `like` and `ilike` that finds this text anywhere: what is special in a pattern is not special in it. */
export const anywhere = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
