import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { coreRules, type Kernel, recordRefusal } from '#kernel/records';
import { AppError, rule } from '#kernel/schema';
import type { Authenticate, RoutePlugin } from './contract.ts';
import { asRefusal, sendProblem } from './problem.ts';

export interface HttpOptions {
  readonly kernel: Kernel;
  readonly authenticate: Authenticate;
  readonly plugins: readonly RoutePlugin[];
  /** Peers whose X-Forwarded-For is believed (USR-15). */
  readonly trustedProxies?: readonly string[];
  /** Origins that may send unsafe requests besides the one served. */
  readonly origins?: readonly string[];
  readonly version: string;
  readonly logger?: boolean;
  /** Told of every error that is not a refusal. */
  /** Answers addresses that are no route: the web application's page. Never asked for the API's. */
  readonly page?: (request: FastifyRequest, reply: FastifyReply) => FastifyReply;
  readonly onDefect?: (error: unknown, requestId: string) => void;
}
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A page of another site must not act with this browser's session: unsafe methods need to come from here. */
function refuseCrossSite(request: FastifyRequest, origins: readonly string[]): void {
  if (safeMethods.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return;
  const origin = request.headers.origin;
  if (site === undefined && origin === undefined) return;
  const own = `${request.protocol}://${request.host}`;
  rule(origin !== undefined && (origin === own || origins.includes(origin)), coreRules['core.cross-site']);
}

/** The HTTP application: authentication, refusals in one shape and recorded, security headers, OpenAPI. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { kernel } = options;
  const app = fastify({
    genReqId: () => randomUUID(),
    logger: options.logger ? { level: 'info', redact: ['req.headers.cookie', 'req.headers.authorization'] } : false,
    trustProxy: options.trustedProxies ? [...options.trustedProxies] : false,
    bodyLimit: 1_048_576,
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 200 },
  });
  // The kernel parses input itself, after authentication and permission; schemas on routes are documentation.
  app.setValidatorCompiler(() => (data) => ({ value: data }));
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        upgradeInsecureRequests: null,
      },
    },
    // Over plain http (evaluation on localhost) the header is ignored by browsers; behind TLS it counts.
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true },
  });
  await app.register(cookie);
  await app.register(multipart, { limits: { fileSize: 104_857_600, files: 1, fields: 20 } });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Plumbline', version: options.version, description: 'Every screen uses this interface and nothing else.' },
    },
    transform: jsonSchemaTransform,
  });

  app.decorateRequest('actor', null);
  app.addHook('onRequest', async (request) => {
    refuseCrossSite(request, options.origins ?? []);
    request.actor = await options.authenticate(request);
    const open = request.routeOptions.config.public === true || !request.url.startsWith('/api/') || request.is404;
    rule(open || request.actor, coreRules['core.unauthenticated']);
  });
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store').header('x-request-id', request.id);
  });
  // Closing ends idle connections only. One whose request is still being answered would be kept for the next, and waited for.
  let isEnding = false;
  app.addHook('preClose', async () => {
    isEnding = true;
  });
  app.addHook('onResponse', async () => {
    if (isEnding) setImmediate(() => app.server.closeIdleConnections());
  });
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = options.page && (request.method === 'GET' || request.method === 'HEAD') && !request.url.startsWith('/api/');
    return wantsPage ? options.page?.(request, reply) : sendProblem(request, reply, new AppError(coreRules['core.not-found']));
  });
  app.setErrorHandler(async (error, request, reply) => {
    let refusal = asRefusal(error);
    if (!refusal) {
      request.log.error({ err: error, requestId: request.id }, 'defect');
      options.onDefect?.(error, request.id);
      return reply.code(500).type('application/problem+json').send({
        type: 'about:blank',
        title: 'INTERNAL',
        status: 500,
        rule: 'core.internal',
        detail: 'Something failed on our side. Nothing was half-written.',
        requestId: request.id,
      });
    }
    if (worthRecording(request, refusal) && request.actor) {
      const [module = '', collection = ''] = request.url.replace('/api/v1/', '').split(/[/?]/);
      const id = (request.params as { id?: string } | undefined)?.id;
      try {
        await recordRefusal(kernel, request.actor, request.id, refusal, {
          module,
          entity: `${module}.${collection}`,
          ...(id ? { id } : {}),
        });
      } catch (failed) {
        refusal = asRefusal(failed) ?? refusal;
      }
    }
    return sendProblem(request, reply, refusal);
  });
  for (const plugin of options.plugins) await app.register(async (scope) => plugin(scope, kernel));
  return app;
}

/** Denied access always; every refused attempt to change something too (spec 0.2, CORE-01). Plain absence and bad syntax are noise. */
function worthRecording(request: FastifyRequest, refusal: AppError): boolean {
  if (refusal.status === 403 || refusal.status === 423) return true;
  return !safeMethods.has(request.method) && [404, 405, 409, 412, 422, 428].includes(refusal.status);
}
