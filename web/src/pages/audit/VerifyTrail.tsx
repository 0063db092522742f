import { Button, Code, Modal, Stack, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Shape } from '../../api/client';
import { icon } from '../../theme';
import { CopyBox } from '../../ui/CopyBox';
import { count } from '../../ui/format';
import { Problem } from '../../ui/Problem';
import { State } from '../../ui/State';

type Check = Shape<'AuditCheckView'>;

interface Found {
  last: Check;
  entries: number;
  erased: number;
}

/** Computes the chain at the server, part by part, to its end or to the first entry that does not fit. */
async function verify(check: (after: string | undefined) => Promise<Check>): Promise<Found> {
  const found = { entries: 0, erased: 0 };
  for (let after: string | undefined; ;) {
    const last = await check(after);
    found.entries += Number(last.entries);
    found.erased += Number(last.erased);
    if (last.next === null) return { ...found, last };
    after = last.next;
  }
}

/** A button that computes the chain of the trail again, and says what it found. */
export function VerifyTrail({ check }: { check: (after: string | undefined) => Promise<Check> }) {
  const action = useMutation({ mutationFn: () => verify(check) });
  return (
    <>
      <Button variant="default" leftSection={<IconShieldCheck {...icon.small} />} loading={action.isPending} onClick={() => action.mutate()}>Verify</Button>
      {!action.isIdle && !action.isPending && (
        <Modal opened onClose={action.reset} title="The chain of this trail">
          {action.isError ? <Problem error={action.error} /> : <Result found={action.data} />}
        </Modal>
      )}
    </>
  );
}

function Result({ found: { last, entries, erased } }: { found: Found }) {
  if (!last.isIntact) {
    return (
      <Stack gap="sm">
        <State kind="failed" label={`Broken at entry ${last.brokenSequence ?? ''}`} />
        <Text size="sm">{count(entries)} entries before it are as they were written. Of entry <Code>{last.brokenSequence}</Code>: {last.reason}. Keep the data directory as it is, and compare with exports and backups.</Text>
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <State kind="ok" label="Intact" />
      <Text size="sm">All {count(entries)} entries are as they were written, and in their place{erased > 0 ? `; ${count(erased)} name nobody any more, because a person was erased` : ''}.</Text>
      <Text size="sm">Note the last entry elsewhere: who has it can prove later that nothing before it was changed.</Text>
      <CopyBox label="Number and hash of the last entry" text={`${last.head.sequence}:${last.head.hash}`} />
    </Stack>
  );
}
