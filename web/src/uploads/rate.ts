import { spanText } from '../ui/duration';
import { bytes } from '../ui/format';
import type { Upload } from './queue';

/** For less than that a speed says nothing. */
const MEASURED_MIN_MS = 500;

/** How fast a file goes and how long it will take: "3.1 MiB/s, 12.0 s left"; empty where it is not known yet. */
export function rateOf({ since, sentBytes, file }: Pick<Upload, 'since' | 'sentBytes' | 'file'>, nowMs: number): string {
  if (!since || nowMs - since.ms < MEASURED_MIN_MS || sentBytes <= since.sentBytes) return '';
  const bytesPerMs = (sentBytes - since.sentBytes) / (nowMs - since.ms);
  return `${bytes(bytesPerMs * 1000)}/s, ${spanText((file.size - sentBytes) / bytesPerMs)} left`;
}
