import { Page } from '../ui/Page';
import { TextLink } from '../ui/TextLink';

const NOTHING = 'There is nothing at this address. It may have been renamed or deleted, or you are not a member of its project.';

/** What does not exist, and what one may not see: both look the same. */
export function NotFound() {
  return <Missing detail={NOTHING} />;
}

/** The same with what the server said about it. */
export function Missing({ detail }: { detail: string }) {
  return (
    <Page title="Not found">
      <div className="empty">
        <p>{detail}</p>
        <TextLink to="/">All your projects</TextLink>
      </div>
    </Page>
  );
}
