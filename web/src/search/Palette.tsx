import './palette.css';
import { Kbd, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { icon } from '../theme';
import { Problem } from '../ui/Problem';
import { Marked } from './Marked';
import { type PaletteItem, usePaletteItems } from './paletteItems';

const PAUSE_MS = 150;

/** Goes anywhere, does what the screen can do, finds what there is: by the keyboard alone. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [searched] = useDebouncedValue(text.trim(), PAUSE_MS);
  const { items, isSearching, problem } = usePaletteItems(text, searched);
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const at = Math.min(chosen, items.length - 1);
  const write = (next: string) => {
    setText(next);
    setChosen(0);
  };
  const take = (item: PaletteItem | undefined, isElsewhere: boolean) => {
    if (!item) return;
    if (isElsewhere && item.href !== undefined) {
      window.open(item.href, '_blank', 'noopener');
      return;
    }
    onClose();
    // After the focus is back where it was.
    setTimeout(item.run);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setChosen((at + step + items.length) % Math.max(1, items.length));
    else if (event.key === 'Enter') take(items[at], event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  };
  return (
    <Modal.Root opened onClose={onClose} size={600} yOffset="10vh" lockScroll={false} transitionProps={{ duration: 0 }}>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label="Palette">
        <div className="palette">
          <TextInput
            data-autofocus role="combobox" aria-expanded aria-controls={list} aria-autocomplete="list" aria-label="Go to, do, or find"
            aria-activedescendant={items[at] && `${list}-${at}`} placeholder="Go to, do, or find" size="md" spellCheck={false} autoComplete="off" maxLength={200}
            leftSection={<IconSearch {...icon.small} aria-hidden />} value={text} onChange={(event) => write(event.currentTarget.value)} onKeyDown={onKey}
          />
          <Options id={list} items={items} at={at} onTake={take} />
          {problem && <Problem error={problem} />}
          <footer className="palette-foot muted">
            <span><Kbd size="xs">↵</Kbd> open</span><span><Kbd size="xs">Ctrl ↵</Kbd> in a new tab</span><span><Kbd size="xs">Esc</Kbd> close</span>
            <span role="status" className="palette-status">{text.trim() === '' ? '' : isSearching ? 'Searching' : `${items.length} to choose from`}</span>
          </footer>
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}

interface OptionsProps {
  id: string;
  items: readonly PaletteItem[];
  at: number;
  onTake: (item: PaletteItem, isElsewhere: boolean) => void;
}

function Options({ id, items, at, onTake }: OptionsProps) {
  useEffect(() => {
    void document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, at, items]);
  const groups = [...new Set(items.map((item) => item.group))];
  return (
    <div id={id} role="listbox" aria-label="Choices" className="palette-list">
      {groups.map((group) => (
        <div key={group} role="group" aria-label={group}>
          <div className="palette-group" aria-hidden>{group}</div>
          {items.map((item, index) => item.group === group && (
            <div
              key={item.key} id={`${id}-${index}`} role="option" aria-selected={index === at} className="palette-item"
              onMouseDown={(event) => event.preventDefault()} onClick={(event) => onTake(item, event.ctrlKey || event.metaKey)}
            >
              <span className="ellipsis">{item.found ? <Marked text={item.label} marks={item.found.nameMarks} /> : item.label}</span>
              {item.hint !== undefined && <span className="palette-hint ellipsis">{item.hint}</span>}
              {item.keys !== undefined && <span className="palette-keys">{item.keys.split(' ').map((key) => <Kbd key={key} size="xs">{key}</Kbd>)}</span>}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
