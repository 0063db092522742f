import { Button } from '@mantine/core';
import { ageOf, type Found, foundKey, pageOf, type SearchAnswer, TYPE_WORDS } from '../../search/found';
import { Marked } from '../../search/Marked';
import { plural } from '../../ui/format';
import { visible } from '../../ui/Name';
import { TextLink } from '../../ui/TextLink';

interface ResultsProps {
  answer: SearchAnswer;
  items: readonly Found[];
  onMore: (() => void) | undefined;
  isReadingMore: boolean;
  onAnyType?: () => void;
  onAnyProject?: () => void;
}

/** What was found, each with the words that found it, and how old the index is. */
export function Results({ answer, items, onMore, isReadingMore, onAnyType, onAnyProject }: ResultsProps) {
  return (
    <div>
      <p className="muted" role="status">{items.length === 0 ? 'Nothing was found.' : plural(items.length, 'result')}{onMore && ' and more'}{items.length > 0 && '.'} {ageOf(answer)}</p>
      {items.length === 0 && (
        <div className="empty">
          <p>Nothing that you may see has all of these words. Leave out a word, or write only a part of it.</p>
          <div className="actions">
            {onAnyType && <Button variant="default" onClick={onAnyType}>Look for every type</Button>}
            {onAnyProject && <Button variant="default" onClick={onAnyProject}>Look in every project</Button>}
          </div>
        </div>
      )}
      <ul className="found">{items.map((found) => <Result key={foundKey(found)} found={found} />)}</ul>
      {onMore && <Button variant="default" onClick={onMore} loading={isReadingMore} mt="xs">Read more</Button>}
    </div>
  );
}

function Result({ found }: { found: Found }) {
  return (
    <li>
      <span className="found-type">{TYPE_WORDS[found.type][0]}</span>
      <span className="break">
        <TextLink {...pageOf(found)} fw={600}><Marked text={found.name} marks={found.nameMarks} /></TextLink>{' '}
        <span className="muted">{placeOf(found)}</span>
      </span>
      {found.text !== null && <span className="found-text"><Marked text={found.text} marks={found.textMarks} /></span>}
    </li>
  );
}

function placeOf({ type, place, project, owner }: Found): string {
  if (project === null) return `public, of ${owner}`;
  return [place && `in ${visible(place)}`, type !== 'PROJECT' && `in ${project}`].filter(Boolean).join(' ');
}
