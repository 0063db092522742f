import { Button, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { icon } from '../../theme';
import { Section } from '../../ui/Page';

/** All that is stored of the user, to take along. */
export function OwnData() {
  return (
    <Section title="Your data">
      <Text size="sm" mb="xs">All that is stored of you, row by row, but for secrets: account, sessions, memberships, what you made, what it cost, and what you did. An administrator can erase your account.</Text>
      <Button component="a" href="/api/v1/me/data" download variant="default" leftSection={<IconDownload {...icon.small} />}>Download your data</Button>
    </Section>
  );
}
