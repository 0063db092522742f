import { useParams, useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useIsLost } from './membership';
import { NAV_GROUPS, type NavEntry } from './nav';
import { useMe } from './session';

export interface NavItem {
  entry: NavEntry;
  to: string;
  /** Lit on its own page alone, not on those below it. */
  isExact: boolean;
}

const PROJECT_PREFIX = '/p/$project';

/** The entries for where the user is, gathered from the routes themselves. */
export function useNavItems(): [group: NavEntry['group'], items: NavItem[]][] {
  const router = useRouter();
  const me = useMe();
  const { project: named }: { project?: string } = useParams({ strict: false });
  const project = useIsLost(named ?? '') ? undefined : named;
  return useMemo(() => {
    const items: NavItem[] = [];
    for (const route of Object.values(router.routesByPath)) {
      const entry = route.options.staticData?.nav;
      const isOfProject = route.fullPath.startsWith(PROJECT_PREFIX);
      if (!entry || isOfProject !== (project !== undefined) || (entry.isAdministrative && !me.isAdministrator)) continue;
      const to = isOfProject ? route.fullPath.replace('$project', encodeURIComponent(project ?? '')) : route.fullPath;
      items.push({ entry, to: to.replace(/(.)\/$/, '$1'), isExact: /^\/(p\/\$project\/?)?$/.test(route.fullPath) });
    }
    items.sort((a, b) => a.entry.order - b.entry.order);
    return NAV_GROUPS.map((group): [NavEntry['group'], NavItem[]] => [group, items.filter((item) => item.entry.group === group)])
      .filter(([, members]) => members.length > 0);
  }, [router, project, me.isAdministrator]);
}
