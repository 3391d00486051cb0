import '@/ui/style.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { preferencesCookie, readPreferences } from '@/ui/preferences';

export const metadata: Metadata = {
  title: { default: 'Routeward', template: '%s · Routeward' },
  description: 'Diagnostics and safe change for MikroTik RouterOS fleets.',
  robots: { index: false, follow: false },
  icons: { icon: '/icon.svg' },
  referrer: 'same-origin',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#141d1a' },
  ],
};

/** The look comes from the request's own cookie, so the first paint is in the right theme. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const { theme, density, singleKeys } = readPreferences((await cookies()).get(preferencesCookie)?.value);
  return (
    <html lang="en" data-theme={theme} data-density={density} data-keys={singleKeys ? 'on' : 'off'}>
      <body>{children}</body>
    </html>
  );
}
