import { bytesOf } from './peer';

const tag = '.tag=7';

const interfaces = Array.from({ length: 50 }, (_, index) => [
  '!re',
  `=.id=*${(index + 1).toString(16).toUpperCase()}`,
  `=name=ether${index + 1}`,
  '=type=ether',
  '=running=true',
  `=comment=${index % 7 === 0 ? 'höher, 塔, לצפון' : ''}`,
  tag,
]);

const pings = Array.from({ length: 4 }, (_, index) => [
  '!re',
  tag,
  `=seq=${index}`,
  '=host=192.0.2.1',
  '=size=56',
  ...(index === 2 ? ['=status=timeout'] : ['=ttl=57', `=time=9ms${445 + index}us`]),
  `=sent=${index + 1}`,
]);

/**
 * Answers as RouterOS gives them, after the transcripts named in the notes on the protocol (librouteros, tik4net,
 * pear2/Net_RouterOS), each with the sentences that it is.
 */
export const recorded: Readonly<Record<string, readonly (readonly string[])[]>> = {
  login: [['!done', tag]],
  challenge: [['!done', '=ret=0123456789abcdef0123456789abcdef', tag]],
  refused: [
    ['!trap', '=message=invalid user name or password (6)', tag],
    ['!done', tag],
  ],
  print: [...interfaces, ['!done', tag]],
  ping: [...pings, ['!done', tag]],
  cancelled: [
    ['!re', tag, '=seq=0'],
    ['!trap', tag, '=category=2', '=message=interrupted'],
    ['!done', '.tag=8'],
    ['!done', tag],
  ],
  empty: [
    ['!empty', tag],
    ['!done', tag],
  ],
  fatal: [['!fatal', 'session terminated on request']],
  bare: [
    ['!re', tag],
    ['!re', tag],
    ['!done', tag],
  ],
  // The length 256 is 0x81 0x00: a zero byte that ends nothing.
  word256: [
    ['!re', `=comment=${'x'.repeat(256 - '=comment='.length)}`, tag],
    ['!done', tag],
  ],
  word20000: [
    ['!re', `=contents=${'0123456789'.repeat(1_999)}`, tag],
    ['!done', tag],
  ],
};

export const bytesOfRecorded = (name: string): Buffer => bytesOf(...(recorded[name] ?? []));
