import { ActionIcon, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { styleNonce } from '../nonce';
import { icon } from '../theme';
import { Meter } from '../ui/Meter';
import { Problem } from '../ui/Problem';
import { StepView } from './StepView';
import { TourEnd } from './TourEnd';
import type { Tour } from './tour';
import { TOURS } from './tours';
import { useTour } from './useTour';
import './tour.css';

const OTHERS = '[role="dialog"], [role="menu"], [role="listbox"], input, textarea, select, [contenteditable="true"]';

/** Closes the tour by Esc, where Esc does not mean something else; what was reached stays. */
function useEscape(close: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(OTHERS)) return;
      close();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [close]);
}

/** Runs the tour of this id beside the page. */
export default function TourPanel({ id }: { id: string }) {
  const tour = TOURS.find((one) => one.id === id);
  return tour ? <Player tour={tour} /> : null;
}

function Player({ tour }: { tour: Tour }) {
  const { demo, steps, step, passed, outcome, isKnown, error, isActing, act, go, close } = useTour(tour);
  useEscape(close);
  const number = step ? steps.indexOf(step) : steps.length;
  const chapter = step && tour.chapters.find((one) => one.steps.includes(step));
  return (
    <aside className="tour" aria-label={`Tour: ${tour.title}`}>
      <header>
        <Title order={2}>Tour: {tour.title}</Title>
        <ActionIcon aria-label="Close the tour" title="Close; it goes on where it was (Esc)" onClick={close}><IconX {...icon.small} /></ActionIcon>
      </header>
      <Meter label="Steps that are done" percent={(100 * number) / steps.length} isProgress />
      <div role="status">
        {outcome !== '' && <p className="tour-outcome">{outcome}</p>}
        {isKnown && <p className="muted">{step ? `Step ${number + 1} of ${steps.length}: ${chapter?.title ?? ''}` : 'All steps are done.'}</p>}
      </div>
      {isKnown && (step && chapter
        ? (
          <StepView
            key={step.id} step={step} demo={demo} isActing={isActing} onGo={() => go(step.route(demo))} onDo={() => act([step])}
            onRest={rest(chapter.steps, passed).length > 1 ? () => act(rest(chapter.steps, passed)) : undefined}
          />
        )
        : <TourEnd tour={tour} demo={demo} onClose={close} />)}
      {error && !isActing && <Problem error={error} />}
      {isKnown && step && <style nonce={styleNonce()} key={step.target}>{`[data-tour="${step.target}"] { outline: 3px solid var(--hops-series-2); outline-offset: 3px; border-radius: 4px; }`}</style>}
    </aside>
  );
}

function rest<T extends { id: string }>(steps: readonly T[], passed: readonly string[]): T[] {
  return steps.filter((one) => !passed.includes(one.id));
}
