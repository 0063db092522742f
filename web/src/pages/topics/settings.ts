import { durationText } from '../../ui/duration';
import { bytes } from '../../ui/format';

/** Kept for so long where nothing is said: Kafka's default, which the broker has too. */
const RETENTION_DEFAULT = '7d (default)';

/** By which the broker checks the schema ids of values. */
export const VALUE_CHECK = 'confluent.value.schema.validation';

/** True if the broker takes only values by a registered schema. */
export function isSchemaChecked(config: Readonly<Record<string, string>>): boolean {
  return config[VALUE_CHECK]?.toLowerCase() === 'true';
}

/** How long records are kept, in words. */
export function retentionText(config: Readonly<Record<string, string>>): string {
  const text = config['retention.ms'];
  if (text === undefined) return RETENTION_DEFAULT;
  const milliseconds = Number(text);
  if (milliseconds === -1) return 'for ever';
  return Number.isSafeInteger(milliseconds) ? durationText(milliseconds) : text;
}

/** A setting by Kafka's name as people read it. */
export function settingText(name: string, value: string): string {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0) return value;
  if (name.endsWith('.ms')) return durationText(number);
  return name.endsWith('.bytes') ? bytes(number) : value;
}
