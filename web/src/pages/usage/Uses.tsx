import { Loading } from '../../ui/Loading';
import { Meter } from '../../ui/Meter';
import { Problem } from '../../ui/Problem';
import { useUsage } from './uses';

/** What the project uses of what it may. */
export function Uses() {
  const { uses, isLoading, error, retry } = useUsage();
  return (
    <>
      {isLoading && <Loading rows={8} />}
      {error && <Problem error={error} onRetry={retry} />}
      <dl className="usage">
        {uses.map((use) => (
          <div key={use.name} title={use.exact}>
            <dt>{use.label}</dt>
            <dd>{use.text}</dd>
            <dd>{use.percent !== undefined && <Meter label={`${use.label}: ${use.text}`} percent={use.percent} />}</dd>
            {use.forecast !== null && <dd className="usage-forecast muted">About {use.forecast} at its end if it goes on so</dd>}
          </div>
        ))}
      </dl>
    </>
  );
}
