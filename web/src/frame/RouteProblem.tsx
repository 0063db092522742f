import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { asProblem } from '../api/problem';
import { Page } from '../ui/Page';
import { Problem } from '../ui/Problem';
import { Missing } from './NotFound';

/** In place of a page that could not be shown; the frame around it stays. */
export function RouteProblem({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const problem = asProblem(error);
  if (problem.status === 404) return <Missing detail={problem.detail} />;
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return <Page title="This page cannot be shown"><Problem error={problem} onRetry={retry} /></Page>;
}
