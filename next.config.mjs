/** @type {import('next').NextConfig} */
export default {
  // Types are checked by `npm run check`; a person who only starts the product need not wait for it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['node-routeros', 'postgres', 'pino'],
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
  experimental: { authInterrupts: true },
};
