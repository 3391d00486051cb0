import { expect, test } from 'vitest';
import { deviceFile } from '@/cli/simulate';
import { readDeviceFile } from '@/server/api/device-file';
import { readAccount, writeAccount } from '@/simulator/accounts';
import { startMany } from '@/simulator/many';
import { connectTo, rowsIn, signIn } from './client';

const anywhere = { host: '127.0.0.1', firstPort: 0 };

test('many routers are a file of devices that the product takes in, line by line', async () => {
  const many = await startMany({ count: 30, ...anywhere });
  try {
    const judged = readDeviceFile(deviceFile(many), { names: new Set(), credentials: new Set(), ranges: [] });
    expect(judged.map(({ problem }) => problem)).toEqual(Array.from({ length: 30 }, () => null));
    for (const { device } of judged.slice(0, 10)) {
      if (device === null) throw new Error('there is none');
      const client = await signIn(
        { host: device.address, port: device.port, fingerprint: device.pin },
        readAccount.name,
        readAccount.password,
      );
      expect(rowsIn(await client.ask('/system/identity/print'))).toEqual([{ name: device.name }]);
      client.close();
    }
    expect(new Set(judged.map(({ device }) => device?.pin)).size).toBe(30);
  } finally {
    await many.stop();
  }
});

test('one account reads, the other changes', async () => {
  const many = await startMany({ count: 1, ...anywhere });
  try {
    const [{ router } = {}] = many.routers;
    if (router === undefined) throw new Error('there is none');
    const said = async ({ name, password }: typeof readAccount) => {
      const client = await signIn(router, name, password);
      const [first] = await client.ask('/interface/set', '=.id=ether2', '=comment=mine');
      client.close();
      return first;
    };
    expect(await said(readAccount)).toContain('=message=not enough permissions (9)');
    expect(await said(writeAccount)).toEqual(['!done']);
  } finally {
    await many.stop();
  }
});

test('a port that is taken is an error that leaves nothing running', async () => {
  const one = await startMany({ count: 1, ...anywhere });
  const taken = one.routers[0]?.router.port ?? 0;
  try {
    await expect(startMany({ count: 2, host: '127.0.0.1', firstPort: taken - 1 })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await expect(connectTo({ host: '127.0.0.1', port: taken - 1, fingerprint: null })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  } finally {
    await one.stop();
  }
});
