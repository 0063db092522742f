import { Kbd, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useShortcut } from '../keys/registry';
import { icon } from '../theme';

const load = () => import('./Palette');
const Palette = lazy(load);
const IDLE_MS = 2000;

/** The way to everything: opens the palette, as `Ctrl+K` does wherever one is. */
export function SearchButton() {
  const [isOpen, setOpen] = useState(false);
  const before = useRef<Element | null>(null);
  const open = useCallback(() => {
    before.current = document.activeElement;
    setOpen(true);
  }, []);
  const close = () => {
    setOpen(false);
    // Once the palette is gone, and before what was chosen in it is done.
    setTimeout(() => before.current instanceof HTMLElement && before.current.focus());
  };
  useShortcut('Ctrl+K', 'Search, go anywhere, do something', open);
  useEffect(() => {
    // Whoever types at once after the key should find it there.
    const timer = setTimeout(() => void load(), IDLE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <UnstyledButton className="search-button" onClick={open} aria-keyshortcuts="Control+K">
        <IconSearch {...icon.small} aria-hidden /><span>Search</span><Kbd size="xs" aria-hidden>Ctrl K</Kbd>
      </UnstyledButton>
      {isOpen && <Suspense fallback={<Coming />}><Palette onClose={close} /></Suspense>}
    </>
  );
}

/** Until the palette is there: what is typed meanwhile is meant for it, and must not be taken for a shortcut of the page. */
function Coming() {
  return <div role="dialog" aria-modal="true" aria-label="Palette" />;
}
