import { Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

interface PageProps {
  title: string;
  /** Shown instead of the title where it is more than text. */
  heading?: ReactNode;
  state?: ReactNode;
  /** The primary action, at the right. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page: title row, then its body. The title is that of the tab too. */
export function Page({ title, heading, state, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} - Hops`;
  }, [title]);
  return (
    <div className="page">
      <header className="page-head">
        <Title order={1} className="ellipsis" title={title}>{heading ?? title}</Title>
        {state}
        <div className="page-actions">{actions}</div>
      </header>
      {children}
    </div>
  );
}

/** A part of a page with a heading of its own. */
export function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="section" aria-label={title}>
      <header className="section-head"><Title order={2}>{title}</Title>{actions}</header>
      {children}
    </section>
  );
}
