/** @type {import('next').NextConfig} */
export default {
  // Types are checked by `npm run check`; a person who only starts the product need not wait for it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['node-routeros', 'postgres', 'pino'],
  poweredByHeader: false,
  // There is no picture to resize, so the route that would fetch one is off.
  images: { unoptimized: true },
  reactStrictMode: true,
  agentRules: false,
  experimental: { authInterrupts: true },
};
