import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import { expect, test } from 'vitest';
import { startTestApp } from '#kernel/testing';
import { accessFixture, PASSWORD } from './access-fixture.ts';
import { audited, idOf } from './evidence-fixture.ts';

const app = await startTestApp(accessFixture);
type Options = {
  readonly data: {
    readonly challenge: string;
    readonly rp: { readonly id: string };
    readonly authenticatorSelection: Readonly<Record<string, unknown>>;
  };
};
type Passkey = { readonly data: { readonly id: string; readonly name: string } };
type Problem = { readonly rule: string; readonly detail: string };

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const CREDENTIAL_INCLUDED = 0x40;

/** What an authenticator answers when asked to make a passkey, with the parts a test wants to get wrong. */
function made(challenge: string, wrong: { readonly origin?: string; readonly flags?: number } = {}) {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
  const key = isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]),
  );
  const id = randomBytes(32);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length);
  const authData = Buffer.concat([
    createHash('sha256').update('localhost').digest(),
    Buffer.from([wrong.flags ?? USER_PRESENT | USER_VERIFIED | CREDENTIAL_INCLUDED]),
    Buffer.alloc(4),
    Buffer.alloc(16),
    length,
    id,
    key,
  ]);
  const attestation = isoCBOR.encode(
    new Map<string | number, string | Map<string | number, string> | Uint8Array>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', new Uint8Array(authData)],
    ]),
  );
  const client = { type: 'webauthn.create', challenge, origin: wrong.origin ?? 'http://localhost', crossOrigin: false };
  const text = id.toString('base64url');
  return {
    id: text,
    rawId: text,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: Buffer.from(JSON.stringify(client)).toString('base64url'),
      attestationObject: Buffer.from(attestation).toString('base64url'),
      transports: ['internal'],
    },
  };
}

const ana = await app.browser('ana');
const options = async () => (await ana.post<Options>('auth/passkeys/options', { password: PASSWORD })).body.data;

test('P11-200b-1 a passkey that verifies its user is registered after the password was given again', async () => {
  expect((await ana.post<Problem>('auth/passkeys/options', { password: 'not the otter' })).body.rule).toBe(
    'access.password.wrong',
  );
  const { challenge, rp, authenticatorSelection } = await options();
  expect([rp.id, authenticatorSelection.userVerification]).toEqual(['localhost', 'required']);
  const added = await ana.post<Passkey>('auth/passkeys', { name: 'Office key', response: made(challenge) });
  expect([added.status, added.body.data.name]).toEqual([201, 'Office key']);
  expect((await audited(app, 'PASSKEY_ADDED', await idOf(app, 'ana'))).map((e) => e.detail)).toEqual([
    { name: 'Office key', credentialId: added.body.data.id },
  ]);
  type Profile = { readonly data: { readonly signing: { readonly hasPasskey: boolean } } };
  expect((await ana.get<Profile>('auth/profile')).body.data.signing.hasPasskey).toBe(true);
});

test('P11-200b-1 without user verification, from another site, or with a used or late challenge nothing is registered', async () => {
  const attempt = async (response: unknown) => {
    const answer = await ana.post<Problem>('auth/passkeys', { name: 'Wrong key', response });
    return [answer.status, answer.body.rule];
  };
  const refused = [422, 'access.passkey.refused'];
  expect(await attempt(made((await options()).challenge, { flags: USER_PRESENT | CREDENTIAL_INCLUDED }))).toEqual(refused);
  expect(await attempt(made((await options()).challenge, { origin: 'https://evil.example' }))).toEqual(refused);
  expect(await attempt(made(Buffer.from('made up by the client').toString('base64url')))).toEqual(refused);
  const { challenge } = await options();
  const good = made(challenge);
  expect((await ana.post('auth/passkeys', { name: 'Second key', response: good })).status).toBe(201);
  expect(await attempt(good)).toEqual(refused);
  const late = await options();
  await app.advance('6 minutes');
  expect(await attempt(made(late.challenge))).toEqual(refused);
});

test('P11-300c-1 a lost passkey is taken out of use at once, by its owner only', async () => {
  type Passkeys = { readonly items: readonly { readonly id: string; readonly name: string }[] };
  const own = async () => (await ana.get<Passkeys>('auth/passkeys')).body.items;
  const [first] = await own();
  const dora = await app.browser('dora');
  expect((await dora.del(`auth/passkeys/${first?.id}`)).status).toBe(404);
  expect((await ana.del(`auth/passkeys/${first?.id}`)).status).toBe(204);
  expect((await own()).map((p) => p.name)).toEqual(['Second key']);
  expect((await ana.del(`auth/passkeys/${first?.id}`)).status).toBe(404);
});
