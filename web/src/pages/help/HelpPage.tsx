import { Button, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys';
import { useMe } from '../../frame/session';
import { Page, Section } from '../../ui/Page';
import { CleanUp } from '../../tours/CleanUp';
import { demoOf } from '../../tours/demo';
import { useOpenTour } from '../../tours/open';
import { passedOf, toursQuery } from '../../tours/progress';
import { ownsProject } from '../../tours/server';
import { stepsOf, type Tour } from '../../tours/tour';
import { TOURS } from '../../tours/tours';

/** Where one learns the platform. */
export function HelpPage() {
  return (
    <Page title="Help">
      <Section title="Tours">
        <p className="muted">A tour leads through the pages on projects of its own. Each step is done by you, or for you; what you leave goes on where it was.</p>
        <ul className="rows">{TOURS.map((tour) => <TourRow key={tour.id} tour={tour} />)}</ul>
      </Section>
    </Page>
  );
}

function TourRow({ tour }: { tour: Tour }) {
  const { user } = useMe();
  const [openTour, open] = useOpenTour(user);
  const [isCleaning, setCleaning] = useState(false);
  const demo = demoOf(tour.id, user);
  const kept = useQuery(toursQuery).data?.items.find((one) => one.tour === tour.id);
  const there = useQuery({ queryKey: keys.tour(tour.id, 'there'), queryFn: () => ownsProject(demo.project), enabled: kept !== undefined && kept.passed > 0 });
  const steps = stepsOf(tour).length;
  const passed = passedOf(tour, kept?.step ?? null).length;
  const isBegun = passed > 0;
  const isOpen = openTour === tour.id;
  return (
    <li className="tour-row">
      <div>
        <Title order={3}>{tour.title}</Title>
        <p>{tour.about}</p>
        <span className="muted">{passed === 0 ? `${steps} steps` : `${passed} of ${steps} steps are done`}</span>
      </div>
      <div className="actions">
        {isOpen
          ? <Button variant="default" onClick={() => open(null)}>Close</Button>
          : <Button aria-label={`${isBegun ? 'Go on with' : 'Start'} the tour ${tour.title}`} onClick={() => open(tour.id)}>{isBegun ? 'Go on' : 'Start'}</Button>}
        {isBegun && there.data && <Button variant="default" aria-label={`Clean up after the tour ${tour.title}`} onClick={() => setCleaning(true)}>Clean up</Button>}
      </div>
      {isCleaning && <CleanUp tour={tour} demo={demo} onClose={() => setCleaning(false)} />}
    </li>
  );
}
