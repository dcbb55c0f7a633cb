import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { auditHealth } from '#kernel/audit';
import { damagedFiles } from '#kernel/files';
import { actorOf, type RoutePlugin } from '#kernel/http';
import { jobsHealth } from '#kernel/jobs';
import { mailHealth } from '#kernel/notify';
import { coreRules, type Kernel } from '#kernel/records';
import { rule, ruleCatalogue } from '#kernel/schema';

/** State of one component, worst first on the board. */
export interface ComponentHealth {
  readonly name: string;
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly latencyMs: number;
  readonly details: unknown;
}
const timed = async (
  name: string,
  check: () => Promise<{ status: ComponentHealth['status']; details?: unknown }>,
): Promise<ComponentHealth> => {
  const start = performance.now();
  const result = await check().catch((error: unknown) => ({
    status: 'unhealthy' as const,
    details: error instanceof Error ? error.message : String(error),
  }));
  return { name, status: result.status, latencyMs: Math.round(performance.now() - start), details: result.details ?? null };
};

/** Every component the kernel knows of, asked now. */
export function componentsOf(kernel: Kernel): Promise<ComponentHealth[]> {
  return Promise.all([
    timed('database', async () => {
      await kernel.database.pool.query('select 1');
      return { status: 'healthy' };
    }),

    timed('scheduler', async () => {
      const health = await jobsHealth(kernel);
      return { status: health.status, details: health };
    }),
    timed('audit trail', () => auditHealth(kernel)),
    timed('mail', () => mailHealth(kernel)),
    timed('document storage', async () => {
      const damaged = await damagedFiles(kernel);
      return { status: damaged === 0 ? 'healthy' : 'unhealthy', details: { damaged } };
    }),
  ]);
}

/** Health, version, the OpenAPI document and its reference page. */
export function systemRoutes(options: {
  readonly version: string;
  /** What the sign-in page says beforehand. */
  readonly limits: { readonly lockout: { readonly tries: number; readonly minutes: number }; readonly idleMinutes: number };
  readonly environment: { readonly name: string; readonly isProduction: boolean; readonly notice?: string };
}): RoutePlugin {
  return async (app: FastifyInstance, kernel: Kernel) => {
    app.get('/health', { config: { public: true }, schema: { hide: true } }, async (_request, reply) => {
      const up = await kernel.database.pool.query('select 1').then(
        () => true,
        () => false,
      );
      return reply.code(up ? 200 : 503).send({ status: up ? 'up' : 'down' });
    });
    app.get(
      '/api/v1/system/health',
      { config: { permission: 'system.job.manage' }, schema: { tags: ['System'], summary: 'State of every component' } },
      async (request) => {
        rule(actorOf(request).grants.has('system.job.manage'), coreRules['core.forbidden'], { permission: 'system.job.manage' });
        const { rows } = await kernel.database.pool.query<{ now: string }>('select kernel.now() as now');
        const components = await componentsOf(kernel);
        const worst = components.some((c) => c.status === 'unhealthy')
          ? 'unhealthy'
          : components.some((c) => c.status === 'degraded')
            ? 'degraded'
            : 'healthy';
        return { status: worst, checkedAt: rows[0]?.now, components };
      },
    );
    app.get(
      '/api/v1/system/info',
      {
        config: { public: true },
        schema: { tags: ['System'], summary: 'Environment and sign-in limits; version and modules once signed in' },
      },
      async (request) => {
        const isHealthy = await kernel.database.pool.query('select 1').then(
          () => true,
          () => false,
        );
        const open = { name: 'Plumbline', environment: options.environment, isHealthy, ...options.limits };
        if (!request.actor) return open;
        const modules = kernel.registry.modules.filter((m) => m.nav.length > 0).map((m) => ({ id: m.id, label: m.label }));
        return { ...open, version: options.version, release: options.version, modules };
      },
    );
    app.get(
      '/api/v1/rules',
      { config: { public: true }, schema: { tags: ['System'], summary: 'Every refusal the product can give' } },
      async () => ({
        items: [...ruleCatalogue.values()].map((r) => ({
          id: r.id,
          status: r.status,
          code: r.code ?? null,
          text: { en: r.en, fr: r.fr },
          way: r.way ?? null,
        })),
      }),
    );
    app.get('/api/v1/openapi.json', { config: { public: true }, schema: { hide: true } }, async () => app.swagger());
    app.addHook('onRoute', (route) => {
      if (route.url.startsWith('/api/docs')) route.config = { ...route.config, public: true };
    });
    await app.register(scalar, {
      routePrefix: '/api/docs',
      configuration: { url: '/api/v1/openapi.json', title: 'Plumbline API' },
    });
  };
}
