import { lazy, Suspense, useSyncExternalStore } from 'react';
import { snapshot, subscribe } from './queue';

const UploadTray = lazy(() => import('./UploadTray'));

/** The tray, where there is something in it; it stays while one goes from page to page. */
export function UploadDock() {
  const tray = useSyncExternalStore(subscribe, snapshot);
  return tray.uploads.length === 0 && !tray.hasMore ? null : <Suspense><UploadTray tray={tray} /></Suspense>;
}
