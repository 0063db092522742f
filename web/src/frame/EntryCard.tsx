import { Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { Banner } from './Banner';
import { Mark } from './Mark';

/** Around what is shown to who is not in yet. */
export function EntryCard({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} - Hops`;
  }, [title]);
  return (
    <main className="entry">
      <div className="entry-card">
        <div className="brand entry-brand"><Mark /><span>hops</span></div>
        <Banner />
        <Title order={1}>{title}</Title>
        {children}
      </div>
    </main>
  );
}
