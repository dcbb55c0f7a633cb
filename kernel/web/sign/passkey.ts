import type { PreparedSignature } from '../record/answers.ts';

type Challenge = NonNullable<PreparedSignature['passkey']>;
type Transport = 'ble' | 'cable' | 'hybrid' | 'internal' | 'nfc' | 'smart-card' | 'usb';
const transports: readonly Transport[] = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/**
 * Asks the authenticator to sign the prepared statement, whose hash is the challenge, with user verification.
 * Throws when the person cancels or the device refuses. The library is loaded on first use.
 */
export async function assertPasskey(challenge: Challenge): Promise<Readonly<Record<string, unknown>>> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const assertion = await startAuthentication({
    optionsJSON: {
      challenge: challenge.challenge,
      rpId: challenge.rpId,
      userVerification: 'required',
      timeout: 120_000,
      allowCredentials: challenge.allowCredentials.map((credential) => ({
        id: credential.id,
        type: 'public-key',
        transports: transports.filter((known) => credential.transports.includes(known)),
      })),
    },
  });
  return { challengeId: challenge.challengeId, id: assertion.id, response: assertion.response };
}
