import { z } from 'zod';
import { actorOf, type RoutePlugin } from '#kernel/http';
import { parseInput, transact } from '#kernel/records';
import { searchRecords } from './find.ts';

const query = z.object({
  q: z.string().max(200).default(''),
  types: z
    .string()
    .max(2000)
    .transform((v) => v.split(',').filter(Boolean))
    .optional(),
  limit: z.coerce.number().int().min(1).max(50).optional(),
});

/** One search over everything the reader may see. */
export const searchRoutes: RoutePlugin = (app, kernel) => {
  app.get(
    '/api/v1/search',
    { schema: { tags: ['Search'], summary: 'Find records by number, words or the text of their files', querystring: query } },
    async (request) => {
      const wanted = parseInput(query, request.query);
      return transact(kernel, actorOf(request), (tx) => searchRecords(tx, wanted), { requestId: request.id });
    },
  );
};
