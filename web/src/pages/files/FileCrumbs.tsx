import { Fragment } from 'react';
import { TextLink } from '../../ui/TextLink';
import { visible } from '../../ui/Name';
import type { Place } from './files';

/** The way to the folder, each step a link. */
export function FileCrumbs({ place }: { place: Place }) {
  const { project, dataset, folders } = place;
  const steps = [dataset, ...folders];
  return (
    <span className="crumbs">
      <TextLink to="/p/$project/data" params={{ project }} search={{}} inherit>Datasets</TextLink>
      {steps.map((step, depth) => (
        // Two folders on the way may have the same name: their depth tells them apart.
        <Fragment key={depth}>
          <span className="crumb-slash" aria-hidden>/</span>
          {depth === steps.length - 1
            ? <bdi className="ellipsis">{visible(step)}</bdi>
            : <TextLink inherit className="ellipsis" to="/p/$project/data/$dataset/$" params={{ project, dataset, _splat: folders.slice(0, depth).join('/') }} search={{}}><bdi>{visible(step)}</bdi></TextLink>}
        </Fragment>
      ))}
    </span>
  );
}
