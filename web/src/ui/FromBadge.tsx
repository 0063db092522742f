import { visible } from './Name';

/** Of a thing that another project lends: which one. */
export function FromBadge({ project }: { project: string }) {
  return <span className="role from">from {visible(project)}</span>;
}
