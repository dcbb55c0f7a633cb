import { z } from 'zod';
import { actorOf, type RoutePlugin } from '#kernel/http';
import { coreRules, parseInput, transact } from '#kernel/records';
import { fieldsOf, permission, rule } from '#kernel/schema';
import { isSettingKey } from './catalogue.ts';
import { Setting } from './records/setting.ts';
import { settingRules } from './rules.ts';
import { changeSetting, settingLines } from './service.ts';

const base = '/api/v1/system/settings';
const reads = permission(Setting, 'read');
const edits = permission(Setting, 'edit');
const body = z.strictObject({ value: z.json(), reason: z.string().max(2000).nullish() });

/** Settings (spec 1.14) and how records are numbered. */
export const settingRoutes: RoutePlugin = (app, kernel) => {
  const tags = ['Settings'];
  app.get(
    base,
    { config: { permission: reads }, schema: { tags, summary: 'Every setting with its value, bounds and waiting change' } },
    async (request) => {
      const actor = actorOf(request);
      rule(actor.grants.has(reads), coreRules['core.forbidden'], { permission: reads });
      return transact(kernel, actor, async (tx) => ({ items: await settingLines(tx) }), { requestId: request.id });
    },
  );
  app.put(
    `${base}/:key`,
    { config: { permission: edits }, schema: { tags, summary: 'Change one setting', body } },
    async (request, reply) => {
      const actor = actorOf(request);
      rule(actor.grants.has(edits), coreRules['core.forbidden'], { permission: edits });
      const { key } = request.params as { key: string };
      rule(isSettingKey(key), settingRules['setting.unknown'], { key });
      const { value, reason } = parseInput(body, request.body);
      const outcome = await transact(
        kernel,
        actor,
        async (tx) => {
          const changed = await changeSetting(tx, key, value, reason ?? null);
          return { data: { ...changed, setting: (await settingLines(tx)).find((line) => line.key === key) } };
        },
        { requestId: request.id },
      );
      return reply.code(outcome.data.state === 'PENDING' ? 202 : 200).send(outcome);
    },
  );
  app.get(
    '/api/v1/system/numbering',
    { config: { permission: reads }, schema: { tags, summary: 'How each record type is numbered' } },
    async (request) => {
      const actor = actorOf(request);
      rule(actor.grants.has(reads), coreRules['core.forbidden'], { permission: reads });
      const items = [...kernel.registry.records.values()].flatMap((record) => {
        if (!record.number) return [];
        const from = record.number.prefixFrom;
        const prefixField = from ? fieldsOf(record).find(([name]) => name === from.field)?.[1].label[actor.language] : undefined;
        return [
          {
            type: record.id,
            label: record.label[actor.language],
            pattern: record.number.pattern,
            ...(prefixField ? { prefixFrom: prefixField } : {}),
          },
        ];
      });
      return { items };
    },
  );
};
