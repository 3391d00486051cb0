import type { Recording } from './recording';

const all = ['6.49.18', '7.12.1', '7.18.2', '7.24'] as const;

const common =
  '.id,name,parent,priority,queue,limit-at,max-limit,burst-limit,burst-threshold,burst-time,bucket-size,bytes,packets,dropped,rate,packet-rate,queued-bytes,queued-packets,pcq-queues,invalid,disabled,comment';
const askSimple = [
  '/queue/simple/print',
  '=stats=',
  `=.proplist=${common},target,dst,packet-marks,time,dynamic,total-queue,total-limit-at,total-max-limit,total-burst-limit,total-burst-threshold,total-burst-time,total-bucket-size,total-priority,total-bytes,total-packets,total-dropped,total-rate,total-packet-rate,total-queued-bytes,total-queued-packets,total-pcq-queues`,
] as const;

const both = /^\d+\/\d+$/;
const simple = {
  '.id': /^\*[0-9A-F]+$/,
  name: /./,
  target: /./,
  parent: 'none',
  'packet-marks': '',
  priority: '8/8',
  queue: 'default-small/default-small',
  'limit-at': '0/0',
  'max-limit': both,
  'burst-limit': '0/0',
  'burst-time': '0s/0s',
  bytes: both,
  'total-bytes': '0',
  packets: both,
  dropped: both,
  rate: both,
  'packet-rate': both,
  'queued-packets': both,
  'queued-bytes': both,
  invalid: 'false',
  dynamic: 'false',
  disabled: 'false',
};
const one = /^\d+$/;

export const ofQueues: readonly Recording[] = [
  {
    action: 'qos.queues',
    on: all,
    values: {},
    says: [
      {
        words: askSimple,
        answer: {
          rows: 'some',
          each: simple,
          one: { name: 'air-100', target: '10.99.0.64/26,10.99.0.128/26', 'max-limit': '20000000/100000000' },
        },
      },
    ],
  },
  {
    action: 'qos.queues',
    on: all,
    model: 'CCR2004',
    role: 'pppoe',
    values: { name: 'ada', target: '<pppoe-ada.gatti>' },
    says: [
      {
        words: askSimple,
        answer: {
          rows: 'some',
          each: { ...simple, name: /^<pppoe-.+>$/, target: /^<pppoe-.+>$/, dynamic: 'true' },
          one: { name: '<pppoe-ada.gatti>', target: '<pppoe-ada.gatti>' },
        },
      },
    ],
  },
  {
    action: 'qos.queues',
    on: all,
    values: { kind: 'tree' },
    says: [
      {
        words: ['/queue/tree/print', '=stats=', `=.proplist=${common},packet-mark`],
        answer: {
          rows: 2,
          each: { 'max-limit': one, bytes: one, rate: one, dropped: one, 'burst-time': '0s', invalid: 'false' },
          one: { name: 'uplink', parent: 'ether1', 'packet-mark': '', queue: 'default' },
        },
      },
    ],
  },
  {
    action: 'qos.simple.set',
    on: all,
    values: { how: 'set', name: 'air-30', 'max-limit': '8M/40M', 'limit-at': '512k/2M', 'burst-time': '8s/8s' },
    row: { name: 'air-30' },
    says: [
      {
        words: ['/queue/simple/set', '=.id=[row]', '=max-limit=8M/40M', '=limit-at=512k/2M', '=burst-time=8s/8s'],
        answer: { done: { ret: null } },
      },
    ],
    afterwards: {
      words: ['/queue/simple/print', '?.id=[row]'],
      answer: {
        rows: 1,
        each: { name: 'air-30', 'max-limit': '8000000/40000000', 'limit-at': '512000/2000000', 'burst-time': '8s/8s' },
      },
    },
  },
  {
    action: 'qos.simple.set',
    on: all,
    model: 'CCR2004',
    role: 'pppoe',
    values: { how: 'set', name: '<pppoe-ada.gatti>', 'max-limit': '8M/40M' },
    row: { name: '<pppoe-ada.gatti>' },
    says: [
      {
        words: ['/queue/simple/set', '=.id=[row]', '=max-limit=8M/40M'],
        answer: { trap: 'failure: can not change dynamic item' },
      },
    ],
  },
  {
    action: 'qos.simple.set',
    on: all,
    values: {
      ...{ how: 'add', name: 'school', target: ['10.99.0.9', '10.99.0.16/28'], 'max-limit': '50M/50M' },
      ...{ queue: 'default/default', 'place-before': '*1', comment: 'as agreed' },
    },
    says: [
      {
        words: [
          '/queue/simple/add',
          '=name=school',
          '=target=10.99.0.9,10.99.0.16/28',
          '=max-limit=50M/50M',
          '=queue=default/default',
          '=comment=as agreed',
          '=place-before=*1',
        ],
        answer: { done: { ret: /^\*[0-9A-F]+$/ } },
      },
    ],
    afterwards: {
      words: ['/queue/simple/print', '=stats=', '?name=school'],
      answer: {
        rows: 1,
        each: {
          ...simple,
          target: '10.99.0.9/32,10.99.0.16/28',
          'max-limit': '50000000/50000000',
          queue: 'default/default',
          bytes: '0/0',
          comment: 'as agreed',
        },
      },
    },
  },
  {
    action: 'qos.simple.set',
    on: all,
    values: { how: 'add', name: 'air-30', target: ['10.99.0.9'], 'max-limit': '1M/1M' },
    says: [
      {
        words: ['/queue/simple/add', '=name=air-30', '=target=10.99.0.9', '=max-limit=1M/1M'],
        answer: { trap: 'failure: already have such name' },
      },
    ],
  },
];
