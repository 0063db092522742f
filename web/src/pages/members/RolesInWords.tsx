import { Section } from '../../ui/Page';

/** What the two roles mean, so that nobody has to guess. */
export function RolesInWords() {
  return (
    <Section title="What the roles may do">
      <dl className="facts">
        <dt>Data owner</dt>
        <dd>Everything in the project: adds members, makes and deletes datasets, topics and schemas, and may take data out of the platform.</dd>
        <dt>Data scientist</dt>
        <dd>Works with all data of the project inside the platform: runs queries and SQL, writes files. Takes nothing out: no downloads, and SQL answers as a preview.</dd>
      </dl>
    </Section>
  );
}
