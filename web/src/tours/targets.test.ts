import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, vi } from 'vitest';
import { demoOf } from './demo';
import { stepsOf } from './tour';

vi.stubGlobal('window', { location: { origin: 'http://localhost' } });
const { TOURS } = await import('./tours');

const SOURCES = join(import.meta.dirname, '..');

function textsOf(extension: string): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(extension));
  return files.map((file) => readFileSync(join(SOURCES, file), 'utf8'));
}

const pages = textsOf('.tsx').join('\n');
const patterns = textsOf('routes.ts').flatMap((text) => [...text.matchAll(/path: '([^']*)'/g)].map((match) => match[1] ?? ''));

/** Whether a pattern below the project or the platform, such as `/topics/$topic`, has this address. */
function leadsTo(address: string): boolean {
  const below = address.replace(/^\/p\/[^/]+/, '');
  return patterns.some((pattern) => new RegExp(`^${pattern.replaceAll(/\$\w+/g, '[^/]+')}/?$`).test(below === '' ? '/' : below));
}

test.each(TOURS.flatMap((tour) => stepsOf(tour).map((step) => ({ name: `${tour.id} ${step.id}`, tour, step }))))('$name points at something of a page that there is', ({ tour, step }) => {
  const demo = demoOf(tour.id, 'ann');
  assert.ok(pages.includes(`data-tour="${step.target}"`), `No source has data-tour="${step.target}".`);
  for (const place of [step.route(demo), step.result?.(demo)]) {
    if (place) assert.ok(leadsTo(place.to), `No page is at ${place.to}.`);
  }
});

test('the server knows the same tours, with the same steps in the same order', () => {
  const known: unknown = JSON.parse(readFileSync(join(SOURCES, '../../src/Hops.Platform/Tours/tours.json'), 'utf8'));
  assert.deepEqual(known, TOURS.map((tour) => ({ id: tour.id, title: tour.title, projects: tour.projects, steps: stepsOf(tour).map(({ id, title }) => ({ id, title })) })));
});

test('a tour names its steps once and a chapter has five at most', () => {
  for (const tour of TOURS) {
    const ids = stepsOf(tour).map((step) => step.id);
    assert.equal(new Set(ids).size, ids.length, tour.id);
    for (const chapter of tour.chapters) assert.ok(chapter.steps.length >= 1 && chapter.steps.length <= 5, `${tour.id}: ${chapter.title}`);
  }
});

test('a step that the server knows nothing of is one that is only looked at', () => {
  for (const step of TOURS.flatMap(stepsOf)) assert.equal(step.done === 'seen', step.action === undefined, step.id);
});
