import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import {
  type Access,
  type AccessOptions,
  accessRoutes,
  agreement,
  canRead,
  configureAccess,
  createAuthenticate,
  createLockout,
  createPeople,
  defaultPolicy,
} from '#kernel/access';
import { auditRoutes } from '#kernel/audit';
import type { DatabaseUrls } from '#kernel/db';
import { createFileLister, fileRoutes, noScanner, openLocalStore, type VirusScanner } from '#kernel/files';
import { allRecordRoutes, createHttp, exportList, exportRoutes, type HttpOptions, importRoutes } from '#kernel/http';
import { enqueue, jobRoutes } from '#kernel/jobs';
import { noteRoutes } from '#kernel/notes';
import { mailFromEnvironment, notifyRoutes, setMailDriver } from '#kernel/notify';
import type { Kernel } from '#kernel/records';
import { createIndexer, searchRoutes } from '#kernel/search';
import { listenForSettings, settingRoutes } from '#kernel/settings';
import { createSigner, type SignerOptions, signRoutes } from '#kernel/sign';
import { createStages, taskRoutes } from '#kernel/tasks';
import { createKernel } from './kernel.ts';
import { kernelHalves, type ModulePart, type Services } from './parts.ts';
import { systemRoutes } from './system-routes.ts';
import { openVault } from './vault.ts';

export interface ApplicationOptions {
  readonly urls: DatabaseUrls;
  readonly modules: readonly ModulePart[];
  /** Files, keys and the log's tiles. */
  readonly dataDir: string;
  /** Where the sealer publishes, when it is another folder. */
  readonly logDir?: string;
  /** `http://localhost:8080`; https anywhere else. */
  readonly origin: string;
  readonly environment: { readonly isProduction: boolean; readonly name: string; readonly notice?: string };
  readonly access?: Omit<AccessOptions, 'vault' | 'origin' | 'environment'>;
  readonly trustedProxies?: readonly string[];
  readonly scanner?: VirusScanner;
  readonly logger?: boolean;
  readonly role?: 'app' | 'worker';
  readonly page?: HttpOptions['page'];
  readonly onDefect?: (error: unknown, requestId: string) => void;
}
export interface Application {
  readonly kernel: Kernel;
  readonly http: FastifyInstance;
  readonly services: Services;
  readonly access: Access;
  close(): Promise<void>;
}
export const VERSION = '0.1.0';

/** The whole application in one process: kernel, modules and HTTP. Nothing listens and nothing runs by itself until asked. */
export async function createApplication(options: ApplicationOptions): Promise<Application> {
  const vault = openVault(join(options.dataDir, 'keys', 'vault.key'));
  const store = await openLocalStore(join(options.dataDir, 'store'));
  const scanner = options.scanner ?? noScanner;
  const services: Services = { store, vault, scanner, dataDir: options.dataDir, origin: options.origin };
  const access = configureAccess({ ...options.access, vault, origin: options.origin, environment: options.environment });
  const signing: SignerOptions = {
    vault,
    lockout: createLockout(),
    reauthMinutes: access.policy.idleMinutes,
    agreementVersion: agreement.version,
    relyingParty: access.relyingParty,
  };
  const kernel: ReturnType<typeof createKernel> = createKernel({
    urls: options.urls,
    role: options.role ?? 'app',
    halves: [...kernelHalves(services), ...options.modules.map((m) => m.half(services))],
    enqueue,
    ports: {
      signer: createSigner(() => kernel, signing),
      stages: createStages(),
      files: createFileLister(),
      indexer: createIndexer(),
      people: createPeople(),
    },
  });
  setMailDriver(kernel, mailFromEnvironment(options.origin));
  const http = await createHttp({
    kernel,
    authenticate: createAuthenticate(kernel, access),
    version: VERSION,
    trustedProxies: options.trustedProxies ?? [],
    logger: options.logger ?? false,
    ...(options.page ? { page: options.page } : {}),
    ...(options.onDefect ? { onDefect: options.onDefect } : {}),
    plugins: [
      accessRoutes(access),
      allRecordRoutes(exportList),
      signRoutes(signing),
      taskRoutes,
      fileRoutes({ store, scanner, linkKey: vault.key }),
      noteRoutes(canRead),
      searchRoutes,
      settingRoutes,
      exportRoutes,
      importRoutes,
      jobRoutes,
      notifyRoutes,
      auditRoutes({ dataDir: options.logDir ?? options.dataDir, urls: options.urls, store }),
      systemRoutes({
        version: VERSION,
        environment: options.environment,
        limits: {
          lockout: { tries: defaultPolicy.failuresBeforeLock, minutes: defaultPolicy.lockMinutes },
          idleMinutes: defaultPolicy.idleMinutes,
        },
      }),
      ...options.modules.flatMap((m) => m.routes?.(services) ?? []),
    ],
  });
  const stopListening = await listenForSettings(async () => {
    const client = new pg.Client({
      connectionString: options.urls[options.role ?? 'app'],
      application_name: 'plumbline-settings',
    });
    await client.connect();
    return client;
  });
  return {
    kernel,
    http,
    services,
    access,
    async close() {
      await http.close();
      await stopListening();
      await kernel.close();
    },
  };
}
