import type { Shape } from '../../../api/client';
import { shellWord } from '../../../ui/CopyAs';

export type Replay = Shape<'ReplayView'>;

/** The places of messages by their keys, in order. */
export function placesOf(chosen: ReadonlySet<string>): { partition: number; offset: string }[] {
  const places = [...chosen].map((key) => {
    const [partition = '', offset = ''] = key.split(':');
    return { partition: Number(partition), offset };
  });
  return places.sort((a, b) => a.partition - b.partition || (BigInt(a.offset) < BigInt(b.offset) ? -1 : 1));
}

/** The same as a command. */
export function replayCommand(project: string, topic: string, to: string, chosen: ReadonlySet<string>): string {
  const messages = placesOf(chosen).flatMap(({ partition, offset }) => ['--message', `${partition}:${offset}`]);
  return ['hops topic replay', shellWord(topic), ...(to === topic ? [] : ['--to', shellWord(to)]), '-p', project, ...messages].join(' ');
}
