import { lazy, Suspense, useSyncExternalStore } from 'react';
import { snapshot, subscribe } from './queue';

const UploadTray = lazy(() => import('./UploadTray'));

/** The tray, where there is something in it; it stays while one goes from page to page. */
export function UploadDock() {
  const uploads = useSyncExternalStore(subscribe, snapshot);
  return uploads.length === 0 ? null : <Suspense><UploadTray uploads={uploads} /></Suspense>;
}
