import { createApplication } from '#kernel/app';
import { startSealer } from '#kernel/audit';
import type { DatabaseUrls } from '#kernel/db';
import { benchPart } from '../module.ts';

/** The product as it is served: sessions, permissions, abilities, row-level security, audit triggers; sealing unless switched off here. */
const { urls, port, dataDir, sealing } = JSON.parse(process.env.BENCH ?? '{}') as {
  urls: DatabaseUrls;
  port: number;
  dataDir: string;
  sealing: boolean;
};
const app = await createApplication({
  urls,
  modules: [benchPart],
  dataDir,
  origin: `http://localhost:${port}`,
  environment: { isProduction: false, name: 'Bench' },
  access: { signInRate: { perSecond: 1000, burst: 1000 } },
});
if (sealing) await startSealer({ url: urls.sealer, dataDir });
await app.http.listen({ port, host: '127.0.0.1' });
process.send?.('ready');
