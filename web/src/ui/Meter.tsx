const NEAR_PERCENT = 90;

/** How much of a limit is used, as a bar; the words stand beside it. */
export function Meter({ label, percent }: { label: string; percent: number }) {
  const shown = Math.min(100, Math.max(percent > 0 ? 1 : 0, percent));
  return (
    <div className="meter" role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(shown)} data-near={percent >= NEAR_PERCENT || undefined}>
      <div style={{ width: `${shown}%` }} />
    </div>
  );
}
