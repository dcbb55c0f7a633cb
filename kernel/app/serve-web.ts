import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { HttpOptions } from '#kernel/http';

/** Answers every address that is no route with the web application's page; undefined where none is built. */
export function pageOf(webRoot: string): { readonly page: NonNullable<HttpOptions['page']> } | Record<string, never> {
  if (!existsSync(join(webRoot, 'index.html'))) return {};
  return { page: (_request, reply) => reply.header('cache-control', 'no-cache').sendFile('index.html') };
}

/** Serves the built web application's files, compressed; before the first request. */
export async function serveWeb(http: FastifyInstance, webRoot: string): Promise<void> {
  await http.register(compress, { encodings: ['br', 'gzip'], threshold: 1024 });
  if (!existsSync(join(webRoot, 'index.html'))) return;
  await http.register(fastifyStatic, {
    root: webRoot,
    wildcard: false,
    // Names carry a hash of their content; the page that names them must always be asked for again.
    setHeaders: (response, path) =>
      response.header('cache-control', path.endsWith('index.html') ? 'no-cache' : 'public, max-age=31536000, immutable'),
  });
}
