/** From here on it is near its end; as the server says it of compute. */
export const NEAR_PERCENT = 80;

interface MeterProps {
  label: string;
  percent: number;
  /** Of something that goes on: full is good. */
  isProgress?: boolean;
}

/** How much of a whole, as a bar; the words stand beside it. */
export function Meter({ label, percent, isProgress }: MeterProps) {
  const shown = Math.min(100, Math.max(percent > 0 ? 1 : 0, percent));
  const isNear = !isProgress && percent >= NEAR_PERCENT;
  return (
    <div className="meter" role={isProgress ? 'progressbar' : 'meter'} aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(shown)} data-near={isNear || undefined}>
      <div style={{ width: `${shown}%` }} />
    </div>
  );
}
