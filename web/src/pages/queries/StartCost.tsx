import { useQuery } from '@tanstack/react-query';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { credits } from '../../compute/credits';
import { priceQuery } from '../../compute/priceQuery';
import { PriceState } from '../../compute/PriceState';
import { useProject } from '../../frame/project';
import { Facts } from '../../ui/Facts';
import { plural } from '../../ui/format';
import { Loading } from '../../ui/Loading';
import { Problem } from '../../ui/Problem';

type Estimate = Shape<'EstimateView'>;

const HOURS_PER_DAY = 24;

/** What starting a query costs: the price, an hour of it as on its last days, and for how long the quota is enough. */
export function StartCost({ query }: { query: string }) {
  const { name: project } = useProject();
  const price = useQuery(priceQuery);
  const { data: estimate, error, refetch } = useQuery({
    queryKey: keys.part(project, 'queries', 'one', query, 'estimate'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/queries/{query}/estimate', { params: { path: { project, query } } })),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!estimate) return <Loading rows={3} />;
  return (
    <Facts facts={[
      ['Price now', estimate.multiplier === 0 ? 'Nothing: a demo project costs nothing' : price.data ? <PriceState key="price" price={price.data} /> : String(estimate.multiplier)],
      ...(estimate.multiplier === 0 ? [] : [['An hour at it', hourText(estimate)] as const]),
      ['Quota left', leftText(estimate)],
    ]}
    />
  );
}

function hourText({ creditsPerHour, creditsPerHourLeast, creditsPerHourMost, days }: Estimate): string {
  if (creditsPerHour === null) return 'Unknown: it has not run lately';
  const range = creditsPerHourLeast === creditsPerHourMost ? '' : ` (${credits(creditsPerHourLeast ?? 0)} to ${credits(creditsPerHourMost ?? 0)})`;
  return `About ${credits(creditsPerHour)} credits${range}, as on ${days.length === 1 ? 'its last day' : `its last ${plural(days.length, 'day')}`}`;
}

function leftText({ creditsRemaining, creditsPerHour }: Estimate): string {
  if (creditsRemaining === null) return 'No limit';
  if (creditsRemaining === 0) return 'Nothing: ask an administrator for more';
  const left = `${credits(creditsRemaining)} credits`;
  if (!creditsPerHour) return left;
  const hours = creditsRemaining / creditsPerHour;
  return `${left}, enough for about ${hours < 2 * HOURS_PER_DAY ? plural(Math.floor(hours), 'hour') : plural(Math.floor(hours / HOURS_PER_DAY), 'day')}`;
}
