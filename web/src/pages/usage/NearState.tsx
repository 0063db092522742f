import { State } from '../../ui/State';
import { isUsedUp, type Use } from './use';

/** That a limit is near, or reached; nothing where it is far. */
export function NearState({ use }: { use: Use }) {
  if (!use.isNear) return null;
  return isUsedUp(use) ? <State kind="failed" label="Used up" /> : <State kind="waiting" label="Near its limit" />;
}
