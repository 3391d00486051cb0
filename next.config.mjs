/** @type {import('next').NextConfig} */
export default {
  // Types are checked by `npm run check`; a person who only starts the product need not wait for it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@peculiar/x509', 'node-routeros', 'nodemailer', 'postgres', 'pino', 'reflect-metadata'],
  poweredByHeader: false,
  // There is no picture to resize, so the route that would fetch one is off.
  images: { unoptimized: true },
  reactStrictMode: true,
  agentRules: false,
  // A browser that leaves a page before it has read where its icon is asks here.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  experimental: { authInterrupts: true },
};
