import type { Parameter } from '../actions/parameter';

/** What a parameter takes, in a few words: `1 to 300 packets, 5 if left out`. */
export function boundsOf(parameter: Parameter): string {
  const byDefault =
    'byDefault' in parameter && parameter.byDefault !== undefined ? `, ${String(parameter.byDefault)} if left out` : '';
  return `${taken(parameter)}${byDefault}`;
}

function taken(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'integer':
    case 'milliseconds':
      return `${parameter.min} to ${parameter.max}${parameter.unit === undefined ? '' : ` ${parameter.unit}`}`;
    case 'choice':
    case 'choices':
      return parameter.choices.length > 12 ? `one of ${parameter.choices.length}` : parameter.choices.join(', ');
    case 'interface':
      return 'a name as the router shows it';
    case 'text':
      return `at most ${parameter.max} characters`;
    case 'reason':
    case 'secret':
      return `${parameter.min} to ${parameter.max} characters`;
    case 'confirmation':
      return `“${parameter.words}”`;
    case 'interfaces':
    case 'addresses':
      return `1 to ${parameter.most}`;
    case 'address':
      return addresses[parameter.accepts];
    default:
      return forms[parameter.kind];
  }
}

const addresses = {
  ip: 'an IP address',
  ipOrHost: 'an IP address or a host name',
  ipOrPrefix: 'an IP address or a network',
  ipv4: 'an IPv4 address',
  ipv4OrPrefix: 'an IPv4 address or a network',
} as const;

const forms = {
  prefix: 'a network, as in 10.0.0.0/24',
  mac: 'a MAC address',
  flag: 'yes or no',
  row: "a row's number, as in *1A",
  fingerprint: 'the SHA-256 of the row as it was shown',
  ports: 'ports, as in 80,443 or 1000-2000',
  rates: 'up and down, as in 10M/2M',
  spans: 'seconds up and down, as in 8s/8s',
  publicKey: 'a public key of 44 characters',
  template: 'a template and its version, as in ntp@3',
  device: 'another device of the same customer',
} as const;
