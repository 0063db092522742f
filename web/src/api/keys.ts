/** Names under which answers are kept; what begins alike is invalidated together. */
export const keys = {
  me: ['me'] as const,
  server: ['server'] as const,
  tokens: ['tokens'] as const,
  sessions: ['sessions'] as const,
  secondFactor: ['second-factor'] as const,
  users: ['users'] as const,
  price: ['price'] as const,
  catalogue: ['catalogue'] as const,
  audit: ['audit'] as const,
  projects: ['projects'] as const,
  inbox: ['inbox'] as const,
  joinRequests: ['join-requests'] as const,
  search: ['search'] as const,
  project: (project: string) => ['project', project] as const,
  part: (project: string, ...part: string[]) => ['project', project, ...part] as const,
};
