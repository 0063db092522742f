import type { QueryClient } from '@tanstack/react-query';
import { api, body, type Shape } from '../api/client';
import { ProblemError } from '../api/problem';
import { bytesOf, written } from './base64url';

/** Whether this browser knows passkeys at all. */
export const hasPasskeys = typeof window !== 'undefined' && 'PublicKeyCredential' in window;

/** What a browser refuses, in words: the names are those of WebAuthn, sections 5.1.3 and 5.1.4. */
function inWords(failure: unknown): ProblemError {
  const name = failure instanceof DOMException ? failure.name : '';
  const refusal = (title: string, detail: string) => new ProblemError({ status: 400, code: 'passkey', title, detail });
  if (name === 'NotAllowedError') return refusal('No passkey was shown', 'It was cancelled, took too long, or the device has none for this server.');
  if (name === 'InvalidStateError') return refusal('There is one already', 'This device has a passkey of yours for this server.');
  return refusal('The device cannot do it', failure instanceof Error ? failure.message : 'The browser does not say why.');
}

async function ask(question: Promise<Credential | null>): Promise<PublicKeyCredential> {
  const answer = await question.catch((failure: unknown) => {
    throw inWords(failure);
  });
  if (!(answer instanceof PublicKeyCredential)) throw inWords(undefined);
  return answer;
}

/** Lets a device make a passkey, and gives it to the server. */
export async function makePasskey(wish: Shape<'PasskeyWishView'>, name: string): Promise<void> {
  const made = await ask(navigator.credentials.create({
    publicKey: {
      challenge: bytesOf(wish.challenge),
      rp: { id: wish.domain, name: 'Hops.NET' },
      user: { id: bytesOf(wish.userHandle), name: wish.userName, displayName: wish.userName },
      pubKeyCredParams: wish.algorithms.map((alg) => ({ type: 'public-key', alg: Number(alg) })),
      excludeCredentials: wish.exclude.map((id) => ({ type: 'public-key', id: bytesOf(id) })),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      attestation: 'none',
      timeout: Number(wish.timeoutMs),
    },
  }));
  const { clientDataJSON, attestationObject } = made.response as AuthenticatorAttestationResponse;
  await body(api.POST('/api/v1/me/passkeys', { body: { name, clientData: written(clientDataJSON), attestation: written(attestationObject) } }));
}

/** Signs in by a passkey, which says who it is; as with a password, nothing of who was here before is kept. */
export async function signInByPasskey(queries: QueryClient): Promise<void> {
  const attempt = await body(api.POST('/api/v1/passkey-sign-ins', { body: { origin: window.location.origin } }));
  const shown = await ask(navigator.credentials.get({
    publicKey: { challenge: bytesOf(attempt.challenge), rpId: attempt.domain, userVerification: 'required', timeout: Number(attempt.timeoutMs) },
  }));
  const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response as AuthenticatorAssertionResponse;
  await body(api.POST('/api/v1/passkey-sign-ins/completion', {
    body: {
      attempt: attempt.attempt, credential: written(shown.rawId), clientData: written(clientDataJSON), authenticatorData: written(authenticatorData),
      signature: written(signature), userHandle: userHandle ? written(userHandle) : '',
    },
  }));
  queries.clear();
}
