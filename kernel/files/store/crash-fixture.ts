import { randomBytes } from 'node:crypto';
import { openLocalStore } from './local.ts';

// Stores without end and names each file once it is durable; the test kills this process in the middle.
const store = await openLocalStore(process.argv[2] ?? '');
for (;;) process.stdout.write(`${(await store.put(randomBytes(300_000))).sha256}\n`);
