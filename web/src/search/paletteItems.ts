import { useQuery } from '@tanstack/react-query';
import { type NavigateOptions, useNavigate, useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { api, body } from '../api/client';
import { keys } from '../api/keys';
import { useNavItems } from '../frame/navItems';
import { type Shortcut, useShortcuts } from '../keys/registry';
import { type Found, foundKey, pageOf, readSearch, TYPE_WORDS } from './found';

/** What the palette offers: a page, or something that is done. */
export interface PaletteItem {
  key: string;
  group: 'Go to' | 'Do' | 'Projects' | 'Found' | 'Search';
  label: string;
  /** Beside it: the keys of a shortcut, or what and where a result is. */
  hint?: string;
  keys?: string;
  /** The result that it is, for its marks. */
  found?: Found;
  run: () => void;
  /** Address of its page; without one it cannot be opened in another tab. */
  href?: string;
}

const PROJECTS_MAX = 5;
const FOUND_MAX = 8;
const PROJECTS_READ_MAX = 1000;
const OPENER = 'Ctrl+K';

/** Everything that has the words of a text in its label, and what a search finds; without a text, where one can go and what one can do here. */
export function usePaletteItems(text: string, searched: string): { items: PaletteItem[]; isSearching: boolean; problem: Error | null } {
  const wanted = text.trim();
  const open = useOpen();
  const navItems = useNavItems();
  const shortcuts = useShortcuts();
  const projects = useQuery({
    queryKey: [...keys.projects, 'switcher'],
    queryFn: () => body(api.GET('/api/v1/projects', { params: { query: { limit: PROJECTS_READ_MAX } } })),
  });
  const search = useQuery({
    queryKey: [...keys.search, 'palette', searched],
    queryFn: ({ signal }) => readSearch({ q: searched, limit: 2 * FOUND_MAX }, signal),
    enabled: searched !== '',
    placeholderData: (before) => before,
  });
  const items = useMemo(() => {
    const all: PaletteItem[] = [
      ...navItems.flatMap(([, entries]) => entries).map(({ entry, to }): PaletteItem => ({
        key: `go ${to}`, group: 'Go to', label: entry.label, ...(entry.key && { keys: `g ${entry.key}` }), ...open({ to, search: {} } as NavigateOptions),
      })),
      ...shortcuts.filter((shortcut) => !shortcut.keys.startsWith('g ') && shortcut.keys !== OPENER).map(actionOf),
    ].filter((item) => holds(item.label, wanted));
    if (wanted === '') return all;
    const named = (projects.data?.items ?? []).filter((project) => holds(project.name, wanted)).slice(0, PROJECTS_MAX);
    all.push(...named.map((project): PaletteItem => ({
      key: `project ${project.name}`, group: 'Projects', label: project.name, hint: 'switch to it', ...open({ to: '/p/$project', params: { project: project.name }, search: {} }),
    })));
    const found = (search.data?.items ?? []).filter((item) => item.type !== 'PROJECT').slice(0, FOUND_MAX);
    all.push(...found.map((item) => resultOf(item, open)));
    all.push({ key: 'search', group: 'Search', label: `Search everything for "${wanted}"`, ...open({ to: '/search', search: { q: wanted } }) });
    return all;
  }, [navItems, shortcuts, projects.data, search.data, wanted, open]);
  return { items, isSearching: wanted !== searched || search.isFetching, problem: search.error };
}

/** How a page is opened here, and its address for another tab. */
function useOpen(): (target: NavigateOptions) => Pick<PaletteItem, 'run' | 'href'> {
  const navigate = useNavigate();
  const router = useRouter();
  return useMemo(() => (target: NavigateOptions) => ({ run: () => void navigate(target), href: router.buildLocation(target).href }), [navigate, router]);
}

function actionOf({ keys: letters, label, run }: Shortcut): PaletteItem {
  return { key: `do ${letters}`, group: 'Do', label, keys: letters, run };
}

function resultOf(found: Found, open: ReturnType<typeof useOpen>): PaletteItem {
  const where = [TYPE_WORDS[found.type][0].toLowerCase(), found.place, found.project ?? 'public'].filter((part) => part !== null).join(' · ');
  return { key: foundKey(found), group: 'Found', label: found.name, hint: where, found, ...open(pageOf(found) as NavigateOptions) };
}

function holds(label: string, wanted: string): boolean {
  const low = label.toLowerCase();
  return wanted.toLowerCase().split(/\s+/).every((word) => low.includes(word));
}
