import type { ReactNode } from 'react';
import { absolute } from '../../ui/format';
import { Facts } from '../../ui/Facts';
import { visible } from '../../ui/Name';
import { Time } from '../../ui/Time';
import { KIND_WORDS, type Share, STATE_LOOKS } from './share';

/** All that is known about an offer, whole: people decide by it. */
export function ShareFacts({ share }: { share: Share }) {
  const facts: (readonly [string, ReactNode])[] = [
    ['Shared', `${KIND_WORDS[share.kind]} ${visible(share.name)} of ${visible(share.owner)}`],
    ['Name there', <span key="name" className="mono break">{visible(share.borrowedName)}</span>],
    ['Rights', share.rights === 'READ_WRITE' ? 'Read and write' : 'Read, inside the platform'],
    ['Ends', share.expires === null ? 'Never by itself' : absolute(new Date(share.expires))],
    ['Offered', <span key="offered"><Time value={share.offered} /> by {visible(share.offeredBy)}</span>],
  ];
  if (share.state !== 'OFFERED') facts.push([STATE_LOOKS[share.state].label, <Time key="changed" value={share.changed} />]);
  if (share.note !== '') facts.push(['Note', <bdi key="note" className="break">{visible(share.note)}</bdi>]);
  if (share.reason !== '') facts.push(['Why not', <bdi key="reason" className="break">{visible(share.reason)}</bdi>]);
  return <Facts facts={facts} />;
}
