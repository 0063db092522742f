import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { Loading } from '../../ui/Loading';
import { said } from '../../ui/notify';
import { Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { Time } from '../../ui/Time';
import { BothFactors } from './BothFactors';
import { EnrolDevice } from './EnrolDevice';
import { RecoveryCodes } from './RecoveryCodes';

type Step = 'enrol' | 'remove' | 'renew' | { codes: readonly string[] };

const LOW = 3;

/** A code of a device beside the password. */
export function SecondFactor() {
  const queries = useQueryClient();
  const [step, setStep] = useState<Step>();
  const { data, error, isPending, refetch } = useQuery({ queryKey: keys.secondFactor, queryFn: () => body(api.GET('/api/v1/me/second-factor')) });
  const refresh = () => Promise.all([keys.secondFactor, keys.sessions].map((queryKey) => queries.invalidateQueries({ queryKey })));
  const close = () => setStep(undefined);
  return (
    <Section title="Second factor">
      {isPending && <Loading rows={2} />}
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data && (data.isOn ? <On state={data} onStep={setStep} /> : <Off onStep={setStep} />)}
      {step === 'enrol' && <EnrolDevice onClose={close} onDone={() => void refresh().then(close)} />}
      {step === 'remove' && (
        <BothFactors
          title="Remove the second factor" verb="Remove" onClose={close}
          run={(proofs) => body(api.POST('/api/v1/me/second-factor/removal', { body: proofs }))}
          onDone={() => {
            void refresh().then(close);
            said('The second factor is removed.');
          }}
        >
          The password alone signs you in then.
        </BothFactors>
      )}
      {step === 'renew' && (
        <BothFactors
          title="New recovery codes" verb="Make new codes" onClose={close}
          run={(proofs) => body(api.POST('/api/v1/me/second-factor/recovery-codes', { body: proofs }))}
          onDone={({ recoveryCodes }) => {
            void refresh();
            setStep({ codes: recoveryCodes });
          }}
        >
          Those that you have are worth nothing then.
        </BothFactors>
      )}
      {typeof step === 'object' && <RecoveryCodes codes={step.codes} onClose={close} />}
    </Section>
  );
}

function Off({ onStep }: { onStep: (step: Step) => void }) {
  return (
    <>
      <p className="muted">With a device that shows codes, a stolen password alone signs nobody in. Programs with API tokens are not asked.</p>
      <div><Button variant="default" onClick={() => onStep('enrol')}>Set up a device</Button></div>
    </>
  );
}

function On({ state, onStep }: { state: Shape<'SecondFactorView'>; onStep: (step: Step) => void }) {
  const isLow = Number(state.recoveryCodesLeft) <= LOW;
  return (
    <>
      <p>A code of your device is asked for since <Time value={state.since} />.</p>
      <p className={isLow ? 'danger' : 'muted'}>{state.recoveryCodesLeft} recovery codes are left{isLow ? ': make new ones.' : '.'}</p>
      <div className="actions">
        <Button variant="default" onClick={() => onStep('renew')}>New recovery codes</Button>
        {!state.isRequired && <Button variant="subtle" className="danger" onClick={() => onStep('remove')}>Remove</Button>}
      </div>
    </>
  );
}
