interface BarsProps {
  label: string;
  bars: readonly { label: string; value: number | undefined }[];
  show: (value: number) => string;
}

/** Bars from zero, each with its name and number. */
export function Bars({ label, bars, show }: BarsProps) {
  const top = Math.max(...bars.map((bar) => Math.abs(bar.value ?? 0)), 0) || 1;
  return (
    <table className="bars" aria-label={label}>
      <tbody>
        {bars.map((bar, index) => (
          <tr key={index}>
            <th scope="row" className="ellipsis" title={bar.label}>{bar.label}</th>
            <td className="number">{bar.value === undefined ? '-' : show(bar.value)}</td>
            <td className="bar" aria-hidden><div data-negative={(bar.value ?? 0) < 0 || undefined} style={{ width: `${(100 * Math.abs(bar.value ?? 0)) / top}%` }} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
