import { Button, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { credits } from '../compute/credits';
import { projectQuery } from '../frame/project';
import { totalsQuery } from '../pages/usage/totals';
import { Time } from '../ui/Time';
import { CleanUp } from './CleanUp';
import type { Demo, Tour } from './tour';

/** The end of a tour: what it has cost, and whether its projects stay. */
export function TourEnd({ tour, demo, onClose }: { tour: Tour; demo: Demo; onClose: () => void }) {
  const [isCleaning, setCleaning] = useState(false);
  const totals = useQuery(totalsQuery(demo.project, 'query'));
  const project = useQuery(projectQuery(demo.project)).data?.value;
  const isFree = project !== undefined && project.ends !== null;
  const spent = totals.data?.items.reduce((sum, one) => sum + one.credits, 0);
  return (
    <section aria-label="The end">
      <Title order={3}>That was it</Title>
      <p>{isFree ? 'It has cost nothing: page Usage of the project shows what it has used.' : spent === undefined ? 'What it cost stands on page Usage of the project.' : `Its compute has cost ${credits(spent)} credits, as page Usage of the project shows.`} Keep what you made to go on with it, or delete it.</p>
      {project && project.ends !== null && <p className="muted">It is deleted by itself <Time value={project.ends} />, unless you keep it as an ordinary project on its overview.</p>}
      <div className="actions">
        <Button variant="default" onClick={onClose}>Keep it</Button>
        <Button onClick={() => setCleaning(true)}>Clean up</Button>
      </div>
      {isCleaning && <CleanUp tour={tour} demo={demo} onClose={() => setCleaning(false)} />}
    </section>
  );
}
