import type { ReactNode } from 'react';

/** The heading of a page below another one: the way back, and where one is. */
export function Crumbs({ parent, children }: { parent: ReactNode; children: ReactNode }) {
  return <span className="crumbs"><span>{parent}</span><span className="crumb-slash">/</span><span className="ellipsis">{children}</span></span>;
}
