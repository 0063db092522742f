/** What a tour works in: projects of its own, whose names say whose they are. */
export interface Demo {
  /** Its project. */
  project: string;
  /** A second project, with which it shares. */
  partner: string;
}

/** A place of the interface. */
export interface Place {
  to: string;
  search?: Readonly<Record<string, string>>;
}

/** One thing to do. */
export interface Step {
  id: string;
  title: string;
  text: (demo: Demo) => string;
  /** What has to be typed, to be copied. */
  paste?: (demo: Demo) => string;
  /** Where it is done by hand. */
  route: (demo: Demo) => Place;
  /** Where one sees what became of it, if that is elsewhere. */
  result?: (demo: Demo) => Place;
  /** The `data-tour` of what it is done with. */
  target: string;
  /** Does it by the requests that the page would make, and says what came of it. A step without one is only looked at. */
  action?: (demo: Demo) => Promise<string>;
  /** Whether the server shows that it is done, whoever did it and with what. A step of which no server knows is done when it was seen. */
  done: 'seen' | ((demo: Demo) => Promise<boolean>);
}

/** Steps that belong together: five at most, for longer ones are left. */
export interface Chapter {
  title: string;
  steps: readonly Step[];
}

/** A way through the platform, as data; `TourPanel` runs it. */
export interface Tour {
  id: string;
  title: string;
  /** How many projects it makes: the first, and one with which that shares. */
  projects: 1 | 2;
  /** What one learns, in one sentence. */
  about: string;
  chapters: readonly Chapter[];
}

/** All steps of a tour, in their order. */
export function stepsOf(tour: Tour): readonly Step[] {
  return tour.chapters.flatMap((chapter) => chapter.steps);
}
