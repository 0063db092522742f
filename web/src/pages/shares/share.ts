import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, body, type Shape, tagged } from '../../api/client';
import { keys } from '../../api/keys';
import type { StateKind } from '../../ui/State';

export type Share = Shape<'ShareView'>;
export type ShareRequest = Shape<'ShareRequestView'>;
export type SharedKind = Shape<'SharedKind'>;
export type ShareState = Shape<'ShareState'>;
type Rights = Share['rights'];

export const KIND_WORDS: Record<SharedKind, string> = { DATASET: 'Dataset', TOPIC: 'Topic' };

/** What became of an offer, as it is shown. */
export const STATE_LOOKS: Record<ShareState, { kind: StateKind; label: string }> = {
  OFFERED: { kind: 'waiting', label: 'Offered' },
  ACCEPTED: { kind: 'ok', label: 'Accepted' },
  REJECTED: { kind: 'failed', label: 'Rejected' },
  REVOKED: { kind: 'killed', label: 'Revoked' },
  LEFT: { kind: 'idle', label: 'Left' },
  EXPIRED: { kind: 'idle', label: 'Expired' },
  JOINED: { kind: 'ok', label: 'Joined' },
};

/** Of a note and of a reason. */
export const TEXT_MAX = 500;
const SHARES_MAX = 1000;

/** Words for the other project are one line. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** The last moment of a day as the user counts days. */
export function endOf(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}

export function rightsInWords(rights: Rights): string {
  return rights === 'READ_WRITE' ? 'Read and write' : 'Read';
}

/** Whether the other project has it: it accepted an offer, or joined what is public. */
export function isLent(share: Share): boolean {
  return share.state === 'ACCEPTED' || share.state === 'JOINED';
}

/** Whether it can still be taken back or left. */
export function isOpen(share: Share): boolean {
  return share.state === 'OFFERED' || isLent(share);
}

export const shareKeys = {
  all: (project: string) => keys.part(project, 'shares'),
  lent: (project: string) => keys.part(project, 'shares', 'lent'),
  ofThing: (project: string) => keys.part(project, 'shares', 'lent', 'all'),
  borrowed: (project: string) => keys.part(project, 'shares', 'borrowed'),
  requests: (project: string) => keys.part(project, 'shares', 'requests'),
  asked: (project: string) => keys.part(project, 'shares', 'asked'),
  offers: (project: string) => keys.part(project, 'shares', 'offers'),
  uses: (project: string, share: string) => keys.part(project, 'shares', 'uses', share),
  publication: (project: string, dataset: string) => keys.part(project, 'publications', dataset),
};

/** All that the project has offered: a project has fewer than a page holds. */
export async function readLent(project: string): Promise<Share[]> {
  const page = await body(api.GET('/api/v1/projects/{project}/shares', { params: { path: { project }, query: { limit: SHARES_MAX } } }));
  return page.items;
}

/** The queries of the borrower that would fail without the share. */
export function readUses(project: string, share: string) {
  return body(api.GET('/api/v1/projects/{project}/shares/{share}/uses', { params: { path: { project, share } } }));
}

function force(isForced: boolean) {
  return isForced ? { force: true } : {};
}

/** Takes a share back; one that a query uses only if it is forced. */
export async function revokeShare(project: string, share: string, isForced: boolean): Promise<void> {
  const path = { project, share };
  const { tag } = await tagged(api.GET('/api/v1/projects/{project}/shares/{share}', { params: { path } }));
  await body(api.DELETE('/api/v1/projects/{project}/shares/{share}', { params: { path, header: { 'If-Match': tag }, query: force(isForced) } }));
}

/** Gives back what is borrowed; what a query uses only if it is forced. */
export async function leaveShare(project: string, share: string, isForced: boolean): Promise<void> {
  const path = { project, share };
  const { tag } = await tagged(api.GET('/api/v1/projects/{project}/borrowings/{share}', { params: { path } }));
  await body(api.DELETE('/api/v1/projects/{project}/borrowings/{share}', { params: { path, header: { 'If-Match': tag }, query: force(isForced) } }));
}

/** Reads again what changes with a share: the lists of shares, and those of things, where borrowed ones are. */
export function useSharesChanged(project: string): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    await Promise.all([shareKeys.all(project), keys.part(project, 'datasets'), keys.part(project, 'topics')].map((queryKey) => queries.invalidateQueries({ queryKey })));
  }, [queries, project]);
}
