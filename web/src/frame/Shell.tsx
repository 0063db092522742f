import { Drawer } from '@mantine/core';
import { useDisclosure, useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { TourDock } from '../tours/TourDock';
import { UploadDock } from '../uploads/UploadDock';
import { ShortcutList } from '../keys/ShortcutList';
import { Banner } from './Banner';
import { Nav } from './Nav';
import { TopBar } from './TopBar';

/** The frame: top bar, navigation (a sheet where the screen is narrow), and the page. */
export function Shell() {
  const [isSheetOpen, sheet] = useDisclosure(false);
  const [isNarrowNav, setNarrowNav] = useLocalStorage({ key: 'hops.nav.narrow', defaultValue: false });
  const isSmall = useMediaQuery('(max-width: 1023px)', window.innerWidth < 1024);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { close } = sheet;
  useEffect(close, [path, close]);
  return (
    <div className="shell" data-narrow={isNarrowNav || undefined}>
      <a className="skip" href="#main">Skip to the page</a>
      <TopBar onMenu={isSmall ? sheet.open : undefined} />
      {isSmall
        ? <Drawer opened={isSheetOpen} onClose={close} position="left" size={260} title="Hops"><Nav isNarrow={false} /></Drawer>
        : <Nav isNarrow={isNarrowNav} onToggle={() => setNarrowNav(!isNarrowNav)} />}
      <main id="main" className="main" tabIndex={-1}><Banner /><Outlet /></main>
      <TourDock />
      <UploadDock />
      <ShortcutList />
    </div>
  );
}
