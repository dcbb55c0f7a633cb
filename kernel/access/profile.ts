import { z } from 'zod';
import { sql } from '#kernel/db';
import { coreRules, findRows, lockRow, parseInput, type Tx, updateRow, writeRow } from '#kernel/records';
import { type Row, refuse, rule, textOf } from '#kernel/schema';
import { isZone } from '#kernel/values';
import { agreement } from './agreement.ts';
import type { SessionFacts } from './authenticate.ts';
import type { Access } from './configuration.ts';
import { kernelModules } from './grants.ts';
import { policyOf } from './policy.ts';
import { Organization, Site } from './records/places.ts';
import { User } from './records/user.ts';
import { accessRules } from './rules.ts';

type Person = Row<typeof User>;
const ownRow = async (tx: Tx): Promise<Person> => {
  const [row] = await findRows(tx, User, sql`t.id = ${tx.actor.userId}`);
  return row ?? refuse(coreRules['core.unauthenticated']);
};
export const userView = (user: Person) => ({
  id: user.id,
  username: user.username,
  name: user.name ?? user.username,
  firstName: user.firstName,
  lastName: user.lastName,
  email: user.email,
  jobTitle: user.jobTitle,
  phone: user.phone,
  language: user.language,
  timeZone: user.timeZone,
  mutedMail: user.mutedMail,
  departmentId: user.departmentId,
  siteId: user.siteId,
  version: user.version,
});

/** Why this person cannot sign yet, by the names of the checks; empty when they can (USR-21). */
async function signingOf(tx: Tx, user: Person, facts: SessionFacts) {
  const [state] = await tx.query<{
    blocked: boolean;
    has_key: boolean;
    passkeys: number;
  }>(sql`select c.signing_blocked as blocked, c.sealed_key is not null as has_key,
      (select count(*)::int from access.passkey p where p.org_id = c.org_id and p.user_id = c.user_id and p.revoked_at is null) as passkeys
    from access.credential c where c.org_id = ${tx.actor.orgId} and c.user_id = ${user.id}`);
  return {
    isFirst: facts.isFirstSignature,
    hasPasskey: (state?.passkeys ?? 0) > 0,
    missing: [
      ...(user.identityVerifiedAt === null ? ['identity'] : []),
      ...(user.agreementVersion === agreement.version ? [] : ['agreement']),
      ...(state?.blocked ? ['blocked'] : []),
      ...(state?.has_key ? [] : ['key']),
    ],
  };
}

/** Everything the frame of every page needs to know of the person and the session (`GET /auth/profile`). */
export async function profileOf(tx: Tx, access: Access, facts: SessionFacts) {
  const { actor, registry } = tx;
  const user = await ownRow(tx);
  const [organization] = await findRows(tx, Organization, sql`t.id = ${actor.orgId}`);
  const sites = await findRows(tx, Site, sql`t.state = 'ACTIVE'`, sql`order by t.name`);
  const policy = await policyOf(tx);
  return {
    user: userView(user),
    organization: { id: actor.orgId, name: organization?.name ?? '', code: organization?.code ?? '' },
    sites: sites.map((s) => ({ id: s.id, name: s.name, zone: s.zone })),
    ...(user.siteId === null ? {} : { siteId: user.siteId }),
    zone: actor.zone,
    permissions: [...actor.grants.keys()],
    scopes: Object.fromEntries(actor.grants),
    modules: registry.modules.map((m) => m.id).filter((id) => !kernelModules.has(id)),
    environment: access.environment,
    signedInAt: facts.startedAt,
    now: facts.now,
    idleMinutes: policy.idleMinutes,
    session: { ref: facts.ref, startedAt: facts.startedAt, expiresAt: facts.expiresAt, lockedAt: facts.lockedAt },
    restrictions: facts.restrictions,
    signing: await signingOf(tx, user, facts),
  };
}

const changes = z.strictObject({
  phone: z.string().trim().max(40).nullable().optional(),
  language: z.enum(['en', 'fr']).optional(),
  timeZone: z
    .string()
    .refine((zone) => isZone(zone), 'is not a time zone')
    .nullable()
    .optional(),
  mutedMail: z.boolean().optional(),
});
/** What people change about themselves: contact, language, zone and optional mail. Name, department and roles are not theirs (USR-22). */
export async function editProfile(tx: Tx, input: unknown): Promise<Person> {
  const wanted = parseInput(changes, input);
  const row = (await lockRow(tx, User, tx.actor.userId)) as Person;
  return (await updateRow(tx, User, row, wanted, null)) as Person;
}

/** The statement on electronic signatures in the reader's language, and whether its current version was accepted. */
export async function agreementOf(tx: Tx) {
  const user = await ownRow(tx);
  return {
    version: agreement.version,
    text: textOf(agreement.text, tx.actor.language),
    acceptedAt: user.agreementAcceptedAt,
    acceptedVersion: user.agreementVersion,
    isAccepted: user.agreementVersion === agreement.version,
  };
}
const acceptance = z.strictObject({ accept: z.literal(true), version: z.string().max(80).optional() });
/** Records that the person accepts the statement (P11-10j-1); accepting twice changes nothing. */
export async function acceptAgreement(tx: Tx, input: unknown) {
  const { version } = parseInput(acceptance, input);
  rule(version === undefined || version === agreement.version, accessRules['access.agreement.changed']);
  const row = (await lockRow(tx, User, tx.actor.userId)) as Person;
  if (row.agreementVersion !== agreement.version)
    await tx.writing({ action: 'AGREEMENT_ACCEPTED' }, () =>
      writeRow(tx, User, row, { agreementAcceptedAt: tx.now, agreementVersion: agreement.version }),
    );
  return agreementOf(tx);
}
