import type { Recording } from './recording';

const everywhere = ['6.49.18', '7.12.1', '7.18.2', '7.24'] as const;
const seven = ['7.12.1', '7.18.2', '7.24'] as const;

const hostFields =
  '=.proplist=.id,mac-address,vid,interface,on-interface,bridge,age,remote-ip,local,external,external-fdb,dynamic,invalid,disabled,comment';
const bridgeFields =
  '=.proplist=name,vlan-filtering,pvid,frame-types,ingress-filtering,ether-type,running,disabled,comment';
const portFields =
  '=.proplist=.id,interface,bridge,pvid,frame-types,ingress-filtering,tag-stacking,hw-offload,inactive,dynamic,disabled,comment';
const vlanFields =
  '=.proplist=.id,bridge,vlan-ids,tagged,untagged,current-tagged,current-untagged,mvrp-forbidden,dynamic,disabled,comment';
const treeFields = '=.proplist=name,protocol-mode,priority,max-message-age,forward-delay,running,disabled';
const treePortFields =
  '=.proplist=.id,interface,status,role,edge,edge-port,point-to-point-port,sending-rstp,learning,forwarding,path-cost,actual-path-cost,root-path-cost,priority,port-number,port-id,designated-bridge,designated-bridge-id,designated-cost,designated-port-number,designated-port-id,bpdu-guard,topology-changes,last-topology-change,forward-transitions,discard-transitions,tx-bpdu,rx-bpdu,tx-tc,rx-tc,inactive,dynamic,disabled,comment';
const neighborFields =
  '=.proplist=.id,identity,address,address4,address6,mac-address,interface,interface-name,platform,board,version,software-id,uptime,age,discovered-by,unpack,ipv6,system-description,system-caps,system-caps-enabled';

const mac = /^([0-9A-F]{2}:){5}[0-9A-F]{2}$/;
const flag = /^(true|false)$/;
const bridgeId = /^0x8000\.([0-9A-F]{2}:){5}[0-9A-F]{2}$/;

export const ofBridge: readonly Recording[] = [
  {
    action: 'br.hosts',
    on: seven,
    values: { limit: 1000 },
    says: [
      {
        words: ['/interface/bridge/host/print', hostFields],
        answer: {
          rows: 'some',
          each: { 'mac-address': mac, vid: /^\d+$/, bridge: 'bridge-tower', dynamic: 'true', local: flag, age: null },
          one: { local: 'true', 'on-interface': 'ether1' },
        },
      },
    ],
  },
  {
    action: 'br.hosts',
    on: ['6.49.18'],
    values: { bridge: 'bridge-tower', vlan: 200 },
    says: [
      {
        words: ['/interface/bridge/host/print', '?bridge=bridge-tower', '?vid=200', hostFields],
        answer: {
          rows: 'some',
          each: { 'mac-address': mac, vid: '200', 'on-interface': /^(ether|sfp)/, age: /^(\d+m)?(\d+s)?$/ },
        },
      },
    ],
  },
  {
    action: 'br.vlans',
    on: everywhere,
    model: 'CRS326',
    role: 'switch',
    values: { port: 'ether1' },
    says: [
      {
        words: ['/interface/bridge/print', bridgeFields],
        answer: {
          rows: 1,
          each: { name: 'bridge', 'vlan-filtering': 'true', pvid: '1', 'ether-type': '0x8100', running: 'true' },
        },
      },
      {
        words: ['/interface/bridge/port/print', '?interface=ether1', portFields],
        answer: {
          rows: 1,
          each: {
            bridge: 'bridge',
            pvid: '1',
            'frame-types': 'admit-all',
            'hw-offload': 'true',
            inactive: 'false',
            dynamic: 'false',
          },
        },
      },
      {
        words: ['/interface/bridge/vlan/print', vlanFields],
        answer: {
          rows: 'some',
          each: { '.id': /^\*[0-9A-F]+$/, bridge: 'bridge', 'vlan-ids': /^[\d,-]+$/, dynamic: flag },
          one: { 'vlan-ids': '10', tagged: 'bridge,ether1', 'current-tagged': /ether1/, dynamic: 'false' },
        },
      },
    ],
  },
  {
    // What comes untagged is in a VLAN that the bridge adds by itself.
    action: 'br.vlans',
    on: everywhere,
    values: { bridge: 'bridge-tower' },
    says: [
      {
        words: ['/interface/bridge/print', '?name=bridge-tower', bridgeFields],
        answer: { rows: 1, each: { 'vlan-filtering': 'true' } },
      },
      {
        words: ['/interface/bridge/port/print', '?bridge=bridge-tower', portFields],
        answer: { rows: 'some', each: { bridge: 'bridge-tower', interface: /^(ether|sfp)/ } },
      },
      {
        words: ['/interface/bridge/vlan/print', '?bridge=bridge-tower', vlanFields],
        answer: {
          rows: 'some',
          each: { bridge: 'bridge-tower' },
          one: { 'vlan-ids': '1', dynamic: 'true', 'current-untagged': /^bridge-tower,ether1/ },
        },
      },
    ],
  },
  {
    action: 'br.stp',
    on: everywhere,
    values: { bridge: 'bridge-tower', port: 'ether1' },
    says: [
      {
        words: ['/interface/bridge/print', '?name=bridge-tower', treeFields],
        answer: {
          rows: 1,
          each: { 'protocol-mode': 'rstp', priority: '0x8000', 'max-message-age': '20s', 'forward-delay': '15s' },
        },
      },
      {
        words: ['/interface/bridge/monitor', '=numbers=bridge-tower', '=once='],
        answer: {
          rows: 1,
          each: {
            state: 'enabled',
            'current-mac-address': mac,
            'root-bridge': 'true',
            'root-bridge-id': bridgeId,
            'root-path-cost': '0',
            'root-port': 'none',
            'port-count': /^\d+$/,
            'designated-port-count': /^\d+$/,
            '.id': null,
            '.section': null,
          },
        },
      },
      {
        words: ['/interface/bridge/port/print', '?bridge=bridge-tower', '?interface=ether1', treePortFields],
        answer: {
          rows: 1,
          each: {
            role: 'designated-port',
            status: 'in-bridge',
            edge: 'auto',
            learning: 'true',
            forwarding: 'true',
            'port-number': '1',
          },
        },
      },
    ],
  },
  {
    // Seen from a switch the root is somewhere else.
    action: 'br.stp',
    on: everywhere,
    model: 'CRS326',
    role: 'switch',
    values: { bridge: 'bridge' },
    says: [
      { words: ['/interface/bridge/print', '?name=bridge', treeFields], answer: { rows: 1 } },
      {
        words: ['/interface/bridge/monitor', '=numbers=bridge', '=once='],
        answer: { rows: 1, each: { 'root-bridge': 'false', 'root-port': 'ether1', 'root-path-cost': /^[1-9]\d*$/ } },
      },
      {
        words: ['/interface/bridge/port/print', '?bridge=bridge', treePortFields],
        answer: {
          rows: 26,
          each: { role: /^(root|designated|disabled)-port$/, status: /^(in-bridge|inactive)$/ },
          one: { interface: 'ether1', role: 'root-port' },
        },
      },
    ],
  },
  {
    action: 'net.neighbors',
    on: everywhere,
    values: {},
    says: [
      {
        words: ['/ip/neighbor/print', neighborFields],
        answer: {
          rows: 'some',
          each: {
            interface: /^ether\d,bridge-tower$/,
            'mac-address': mac,
            platform: 'MikroTik',
            age: /^\d+s$/,
            unpack: 'none',
          },
          one: { address: '10.99.0.1', identity: 'gateway' },
        },
      },
    ],
  },
  {
    action: 'br.port.set',
    on: everywhere,
    model: 'CRS326',
    role: 'switch',
    values: { interface: 'ether5', pvid: 30, 'frame-types': 'admit-only-untagged-and-priority-tagged' },
    row: { interface: 'ether5' },
    says: [
      {
        words: [
          '/interface/bridge/port/set',
          '=.id=[row]',
          '=pvid=30',
          '=frame-types=admit-only-untagged-and-priority-tagged',
        ],
        answer: { done: { ret: null } },
      },
    ],
    afterwards: {
      words: ['/interface/bridge/vlan/print', '?vlan-ids=30', vlanFields],
      answer: { rows: 1, each: { dynamic: 'true', 'current-untagged': 'ether5', tagged: '' } },
    },
  },
];
