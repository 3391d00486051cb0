/** What is saved together, and what it is for. */
export const sections = {
  address: {
    title: 'Public address',
    about:
      'The address people open. It stands in every link that is sent, and in every token. Where ROUTEWARD_URL is set, the next start writes that one here again.',
  },
  proxies: {
    title: 'Trusted proxies',
    about:
      'Proxies of your own in front of Routeward, whose word on a client’s address is taken. Whoever may connect from one of these addresses can name any address as its own: name the proxy alone. Where ROUTEWARD_TRUSTED_PROXIES is set, the next start writes that list here again.',
  },
  mail: {
    title: 'Mail',
    about:
      'Invitations and links to a new password are mailed from then on; the link to copy stays. Before it is saved, a test goes to your own address, and only what the server took is kept.',
  },
  signIn: {
    title: 'Token lifetimes',
    about:
      'How long a signed-in session lives. An access token lives 15 minutes, always. A shorter life holds from the next sign-in; what is signed in already keeps the one it was given.',
  },
  results: {
    title: 'Retention',
    about:
      'Results of runs are deleted once they are older. What belongs to a session stays as long as the session. The audit log is never deleted from.',
  },
  devices: {
    title: 'Device addresses',
    about:
      'Where devices may be. Loopback, link-local, multicast and this machine’s own addresses are never spoken to, whatever stands here.',
  },
  alarms: {
    title: 'Alarms',
    about:
      'Hosts that show whether this machine’s own link is there, each with a port: 192.0.2.1:443. They are asked for a connection, and sent nothing, while an alarm is about to be raised. Where none of them answers and most devices do not either, no customer is told of anything.',
  },
  security: {
    title: 'Security contact',
    about:
      'Whom somebody writes to who found a hole here. It is published at /.well-known/security.txt for a year from when it is saved; saving it again renews that.',
  },
} as const satisfies Record<string, { title: string; about: string }>;
export type Section = keyof typeof sections;
