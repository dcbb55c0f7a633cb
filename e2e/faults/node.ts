import { flushCompileCache } from 'node:module';
import { createApplication } from '#kernel/app';
import { startSealer } from '#kernel/audit';
import { startWorker } from '#kernel/jobs';
import { benchPart } from '../../bench/module.ts';
import { CHEAP_DERIVATION, type NodeMessage, type NodeOptions } from './node-options.ts';

/** One application process as it is served: interface, worker and sealer. Runs until SIGTERM, SIGKILL or the end of its parent. */
const { urls, port, dataDir } = JSON.parse(process.env.FAULTS_NODE ?? '{}') as NodeOptions;
const tell = (message: NodeMessage) => process.send?.(message);
process.once('disconnect', () => process.exit(1));
if (!process.connected) process.exit(1);

const app = await createApplication({
  urls,
  modules: [benchPart],
  dataDir,
  origin: `http://localhost:${port}`,
  environment: { isProduction: false, name: 'Faults' },
  access: { cost: CHEAP_DERIVATION, signInRate: { perSecond: 10_000, burst: 10_000 } },
  onDefect: (error) => tell({ defect: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
});
// Without a database sealer and worker fail and go on: that is what is being tested, not worth a message each time.
const sealer = await startSealer({ url: urls.sealer, dataDir });
const worker = startWorker(app.kernel, { intervalMs: 500 });
process.once('SIGTERM', async () => {
  await worker.stop();
  await app.close();
  await sealer.stop();
  process.exit(0);
});
await app.http.listen({ port, host: '127.0.0.1' });
// A killed process writes nothing at its end: compiled code is kept now, and the next start takes half the work.
flushCompileCache();
