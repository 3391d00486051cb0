'use client';

import { type Preferences, preferencesCookie, writePreferences } from '../preferences';

/** Shows a preference at once and keeps it for a year; the server reads the cookie before the next first paint. */
export function applyPreferences(preferences: Preferences): void {
  const { dataset } = document.documentElement;
  dataset.theme = preferences.theme;
  dataset.density = preferences.density;
  dataset.keys = preferences.singleKeys ? 'on' : 'off';
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari before 2025
  document.cookie = `${preferencesCookie}=${writePreferences(preferences)}; Path=/; Max-Age=31536000; SameSite=Strict${secure}`;
}
