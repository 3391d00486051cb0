import type { Recording } from './recording';

const six = ['6.49.18'] as const;
const seven = ['7.12.1', '7.18.2', '7.24'] as const;
/** Up to 7.10 `jan/31/2026`, since then ISO. */
const oldMoment = /^[a-z]{3}\/\d\d\/\d{4} \d\d:\d\d:\d\d$/;
const moment = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

const file = { name: /./, type: /./, contents: null };
const fileWords = ['/file/print', '=.proplist=.id,name,type,size,creation-time,last-modified'];

/** Neither its answer nor what is told of the file has the password in it. */
const backup = (name: string, made: RegExp): Pick<Recording, 'values' | 'secrets' | 'says' | 'afterwards'> => ({
  values: { name },
  secrets: { backup: 'kept=by the vault' },
  says: [
    {
      words: ['/system/backup/save', `=name=${name}`, '=encryption=aes-sha256', '=password=kept=by the vault'],
      answer: { done: { password: null, ret: null } },
    },
  ],
  afterwards: {
    words: ['/file/print', `?name=${name}.backup`],
    answer: { rows: 1, each: { type: 'backup', size: /^\d+$/, 'creation-time': made, password: null, contents: null } },
  },
});

export const ofFiles: readonly Recording[] = [
  {
    action: 'sys.files',
    on: seven,
    values: { name: 'skins' },
    says: [
      {
        words: fileWords,
        answer: { rows: 'some', each: { ...file, 'creation-time': moment }, one: { name: 'skins', type: 'directory' } },
      },
    ],
  },
  {
    action: 'sys.files',
    on: six,
    model: 'hEX',
    values: {},
    says: [
      {
        words: fileWords,
        answer: { rows: 'some', each: { ...file, 'creation-time': oldMoment }, one: { name: 'flash', type: 'disk' } },
      },
    ],
  },
  {
    action: 'sys.backup.save',
    on: seven,
    ...backup('before-the-change', moment),
  },
  {
    action: 'sys.backup.save',
    on: six,
    model: 'hEX',
    ...backup('flash/before-the-change', oldMoment),
  },
];
