import { Button, Title } from '@mantine/core';
import { CopyBox } from '../ui/CopyBox';
import { pointAt } from './pointAt';
import type { Demo, Step } from './tour';

interface StepViewProps {
  step: Step;
  demo: Demo;
  isActing: boolean;
  /** Goes to where the step is done. */
  onGo: () => Promise<void>;
  /** Does the step. */
  onDo: () => void;
  /** Does what is left of the chapter; undefined where that is this step alone. */
  onRest: (() => void) | undefined;
}

/** One step: what it is about, where it is done, and who does it. */
export function StepView({ step, demo, isActing, onGo, onDo, onRest }: StepViewProps) {
  const show = () => void onGo().then(() => pointAt(step.target));
  return (
    <section aria-label="Step">
      <Title order={3}>{step.title}</Title>
      <p>{step.text(demo)}</p>
      {step.paste && <CopyBox label="To be pasted" text={step.paste(demo)} />}
      <div className="actions">
        <Button onClick={onDo} loading={isActing}>{step.action ? 'Do it for me' : 'Next'}</Button>
        <Button variant="default" onClick={show} disabled={isActing}>Show me where</Button>
        {onRest && <Button variant="subtle" onClick={onRest} disabled={isActing}>Do the rest of this chapter</Button>}
      </div>
      {step.done !== 'seen' && <p className="muted">It goes on by itself when this is done: here, by command or by anybody of the project.</p>}
    </section>
  );
}
