/**
 * How a person wants the screen: kept in one cookie that the server reads while rendering, so the first paint is already
 * right and nothing flashes. Not a secret and not trusted: an unknown word falls back to the default.
 */
export const preferencesCookie = 'routeward-look';

export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['compact', 'comfortable'] as const;
export type Theme = (typeof themes)[number];
export type Density = (typeof densities)[number];

export interface Preferences {
  readonly theme: Theme;
  readonly density: Density;
  /** Single-key shortcuts can be switched off for good (WCAG 2.1.4). */
  readonly singleKeys: boolean;
}

export function readPreferences(cookie: string | undefined): Preferences {
  const words = (cookie ?? '').split('.');
  return {
    theme: themes.find((theme) => words.includes(theme)) ?? 'system',
    density: densities.find((density) => words.includes(density)) ?? 'compact',
    singleKeys: !words.includes('noKeys'),
  };
}

/** The inverse of `readPreferences`: `dark.compact.noKeys`. */
export function writePreferences({ theme, density, singleKeys }: Preferences): string {
  return [theme, density, singleKeys ? 'keys' : 'noKeys'].join('.');
}
