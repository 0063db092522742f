import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../api/client';

/** Who may make an account here. */
export const registrationQuery = queryOptions({
  queryKey: ['registration'] as const,
  queryFn: () => body(api.GET('/api/v1/registrations/rule')),
  staleTime: 60_000,
});
