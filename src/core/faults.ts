/**
 * Everything that can go wrong between us and a router. `title` is how a person reads it; `advice` names what to do.
 * `isBreaking`: the next command would meet it again, so the breaker waits before it tries.
 */
export const faults = {
  addressRefused: {
    title: 'Address not allowed',
    advice:
      'Loopback, link-local, multicast and our own addresses are not routers, and a Super Admin may allow fewer. Correct the address.',
    isBreaking: true,
  },
  unresolved: {
    title: 'Name not found',
    advice: 'The host name has no address. Correct it, or look at the DNS of this machine.',
    isBreaking: true,
  },
  unreachable: {
    title: 'Unreachable',
    advice: 'Nothing answered at that address and port. Is the router up, and is api-ssl allowed from here?',
    isBreaking: true,
  },
  noTls: {
    title: 'No TLS',
    advice: 'The port answered without a usable certificate. Give api-ssl a certificate on the router.',
    isBreaking: true,
  },
  certificateDiffers: {
    title: 'Certificate differs',
    advice:
      'Not the certificate that was pinned; no password was sent. Confirm the new one only if you know why it changed.',
    isBreaking: true,
  },
  loginRefused: {
    title: 'Login refused',
    advice: 'The router refused the account. Correct the credentials.',
    isBreaking: true,
  },
  notPermitted: {
    title: 'Not permitted',
    advice: "The account's group lacks a policy that this action needs.",
    isBreaking: false,
  },
  trap: {
    title: 'Refused by the router',
    advice: 'RouterOS refused the command in the words shown.',
    isBreaking: false,
  },
  fatal: { title: 'Ended by the router', advice: 'RouterOS closed the session in the words shown.', isBreaking: false },
  cut: {
    title: 'Connection lost',
    advice: 'The connection went away in the middle of the answer. The rows so far are kept.',
    isBreaking: false,
  },
  timedOut: {
    title: 'Timed out',
    advice: 'The answer was not over in time. The rows so far are kept.',
    isBreaking: false,
  },
  malformed: {
    title: 'Not RouterOS',
    advice: 'What came back is not the RouterOS API. Is the port right?',
    isBreaking: true,
  },
  tooLarge: {
    title: 'Too large',
    advice: 'The answer passed its cap and was ended. The rows so far are kept.',
    isBreaking: false,
  },
  tooMany: {
    title: 'Too many rows',
    advice: 'To go through so long a table would burden the router. Narrow it down as the message says.',
    isBreaking: false,
  },
  stopped: { title: 'Stopped', advice: 'Stopped on request. The rows so far are kept.', isBreaking: false },
  underLoad: {
    title: 'Router under load',
    advice:
      'What was asked would cost the router more than it has left, so it was not started. Try again when it is calmer.',
    isBreaking: false,
  },
  notConnected: {
    title: 'Not connected there',
    advice: 'The router is not in that network on that interface, so nothing was sent into it. Choose one of its own.',
    isBreaking: false,
  },
  peerNotReady: {
    title: 'Other device not ready',
    advice: 'The device at the other end cannot take part as it is. Nothing was switched on there.',
    isBreaking: false,
  },
  waiting: {
    title: 'Waiting',
    advice: 'This router failed just now; it is tried again after a pause.',
    isBreaking: false,
  },
  busy: { title: 'Busy', advice: 'Too many commands are waiting for this router.', isBreaking: false },
  notConfirmed: {
    title: 'Not confirmed',
    advice: 'Nobody has confirmed the certificate of this router yet, so no password is sent to it.',
    isBreaking: false,
  },
  unsupported: {
    title: 'Not supported',
    advice: 'This RouterOS version does not have the command.',
    isBreaking: false,
  },
  differs: {
    title: 'Changed meanwhile',
    advice: 'The router is not as it was when this was previewed, and only that was authorised. Preview it again.',
    isBreaking: false,
  },
  noGuard: {
    title: 'No guard',
    advice:
      'Nothing on this router would undo a change that goes wrong. RouterOS has safe mode over the API from 7.18 on.',
    isBreaking: false,
  },
  noSnapshot: {
    title: 'No snapshot',
    advice:
      'How the router is configured could not be read before the change, so nothing was changed. Look at how it is, and ask anew.',
    isBreaking: false,
  },
  othersChanged: {
    title: 'Others changed it',
    advice:
      'Somebody else has changed this router since the preview, and what they did could be undone with this change. Ask them, preview it again, and authorise that to go on.',
    isBreaking: false,
  },
  guardTaken: {
    title: 'Guard is taken',
    advice:
      'Somebody else is changing this router, or may yet undo a change. Wait until they are through, and preview it again.',
    isBreaking: false,
  },
  notReachedAgain: {
    title: 'Not reached again',
    advice: 'While the change was in force no new connection came through.',
    isBreaking: false,
  },
  notAsPredicted: {
    title: 'Not as predicted',
    advice: 'What was read back is not what the preview said.',
    isBreaking: false,
  },
  underChange: {
    title: 'Being changed',
    advice: 'A change was being made there, or could still undo itself. Ask again once it has ended.',
    isBreaking: false,
  },
  notInUse: {
    title: 'Archived',
    advice: 'The device was archived, so nothing was sent to it.',
    isBreaking: false,
  },
  interrupted: {
    title: 'Interrupted',
    advice: 'Routeward itself was stopped or kept from its work, and did not go on.',
    isBreaking: false,
  },
  rightsLost: {
    title: 'Rights lost',
    advice: 'Whoever asked for it or authorised it may not any more.',
    isBreaking: false,
  },
  noWriteCredentials: {
    title: 'No account that writes',
    advice: 'No account for changing this device is stored. An Admin can add one to its credentials.',
    isBreaking: false,
  },
  noCredentials: {
    title: 'No credentials',
    advice: 'No account for reading is stored for this device.',
    isBreaking: false,
  },
} as const satisfies Record<string, { title: string; advice: string; isBreaking: boolean }>;

export type FaultCode = keyof typeof faults;

// safe: `faults` is a literal; its keys are exactly the codes.
export const faultCodes = Object.keys(faults) as FaultCode[];
