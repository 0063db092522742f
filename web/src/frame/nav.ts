import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** The groups of the navigation, in their order. */
export const NAV_GROUPS = ['Platform', 'Administration', 'Data', 'Stream', 'Compute', 'Project'] as const;

/** An entry of the navigation: it stands on the route that it leads to. */
export interface NavEntry {
  group: (typeof NAV_GROUPS)[number];
  label: string;
  icon: Icon;
  /** Order within the group. */
  order: number;
  /** The letter that, after `g`, goes there. */
  key?: string;
  /** Beside the label: what waits there. */
  Badge?: ComponentType;
  /** Shown to administrators alone. */
  isAdministrative?: boolean;
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    nav?: NavEntry;
  }
}
