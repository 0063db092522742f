import { kafka } from './kafka';
import { streaming } from './streaming';
import type { Tour } from './tour';

/** Every tour that there is; a new one has its line here. */
export const TOURS: readonly Tour[] = [kafka, streaming];
