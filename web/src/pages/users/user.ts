import { api, body, type Shape, tagged } from '../../api/client';

export type User = Shape<'UserView'>;

/** Where a user is, with its tag as it is now: a change names it. */
async function guarded(user: string) {
  const path = { user };
  const { tag } = await tagged(api.GET('/api/v1/users/{user}', { params: { path } }));
  return { params: { path, header: { 'If-Match': tag } } };
}

export async function setDisabled(user: string, isDisabled: boolean): Promise<void> {
  await body(api.PATCH('/api/v1/users/{user}', { ...(await guarded(user)), body: { isDisabled } }));
}

export async function deleteUser(user: string): Promise<void> {
  await body(api.DELETE('/api/v1/users/{user}', await guarded(user)));
}

/** Deletes the user, and takes its name out of all that stays. */
export async function eraseUser(user: string): Promise<void> {
  await body(api.POST('/api/v1/users/{user}/erasure', { params: { path: { user }, header: { 'If-Match': '*' } } }));
}

/** Takes the passkeys of somebody away whose device is lost. */
export async function resetPasskeys(user: string): Promise<void> {
  await body(api.DELETE('/api/v1/users/{user}/passkeys', { params: { path: { user } } }));
}
