import { IconAlertTriangle } from '@tabler/icons-react';
import { useUsage } from '../pages/usage/uses';
import { icon } from '../theme';
import { TextLink } from '../ui/TextLink';
import { useProject } from './project';

/** On every page of a project: which of its limits are near or reached, as the server warns of them. */
export function UseWarnings() {
  const { name } = useProject();
  const warned = useUsage().uses.filter((use) => use.warning !== null);
  return (
    <div role="status" aria-label="Warnings">
      {warned.map((use) => (
        <p key={use.name} className="banner" data-level="WARNING">
          <IconAlertTriangle {...icon.small} aria-hidden />
          <span><strong>{use.label}</strong>: {use.text}, {use.warning}. <TextLink to="/p/$project/usage" params={{ project: name }} search={{}} inherit underline="always">Usage</TextLink></span>
        </p>
      ))}
    </div>
  );
}
