// A worker process of its own, so that a test can kill it: `node worker-fixture.ts` with the database addresses in URLS.
import { startWorker } from '../index.ts';
import { kernelOn } from './kernel-fixture.ts';
import { countingJob, countingSubscription } from './killed-fixture.ts';

const urls = JSON.parse(process.env.URLS ?? '{}');
startWorker(kernelOn(urls, { jobs: [countingJob], events: [countingSubscription] }), { intervalMs: 10 });
process.stdout.write('working\n');
