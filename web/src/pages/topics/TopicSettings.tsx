import type { Topic } from '../../catalogue/catalogue';
import { Facts } from '../../ui/Facts';
import { count } from '../../ui/format';
import { Time } from '../../ui/Time';
import { SchemaCheck } from './SchemaCheck';
import { retentionText, settingText, VALUE_CHECK } from './settings';

/** What a topic is, and its settings that differ from their default. */
export function TopicSettings({ topic }: { topic: Topic }) {
  const others = Object.entries(topic.config).filter(([name]) => name !== 'retention.ms' && name !== VALUE_CHECK);
  return (
    <>
      <SchemaCheck topic={topic} />
      <Facts
        facts={[
          ['Partitions', count(topic.partitions)],
          ['Kept for', retentionText(topic.config)],
          ...others.map(([name, value]) => [name, <span key={name} title={value}>{settingText(name, value)}</span>] as const),
          ['Belongs to', topic.owner],
          ['Made by', topic.createdBy],
          ['Made', <Time key="made" value={topic.created} />],
          ['Id', <span key="id" className="mono">{topic.id}</span>],
        ]}
      />
    </>
  );
}
