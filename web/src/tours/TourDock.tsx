import { lazy, Suspense } from 'react';
import { useMe } from '../frame/session';
import { useOpenTour } from './open';

const TourPanel = lazy(() => import('./TourPanel'));

/** The tour that is open, beside every page; nothing of tours is loaded where none is. */
export function TourDock() {
  const { user } = useMe();
  const [open] = useOpenTour(user);
  return open === null ? null : <Suspense><TourPanel key={open} id={open} /></Suspense>;
}
