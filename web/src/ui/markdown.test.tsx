import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Markdown, safeAddress } from './Markdown';

const shown = (text: string) => renderToStaticMarkup(<Markdown text={text} />);

test('what people write is what they see', () => {
  expect(shown('# Flights\n\nAll *departures* of `2026`, **hourly**.\n\n- one\n- two')).toBe(
    '<div class="markdown"><h3>Flights</h3><p>All <em>departures</em> of <code class="mono">2026</code>, <strong>hourly</strong>.</p><ul><li>one</li><li>two</li></ul></div>',
  );
});

test('no tag of a text becomes one of the page', () => {
  const page = shown('<script>alert(1)</script>\n\na <img src=x onerror=alert(1)> b\n\n<b>bold</b> `a < b`');
  expect(page).not.toMatch(/<(script|img|b)[ >]/);
  expect(page).toContain('&lt;script&gt;');
});

test('a link leads to the web, to mail or to us, and nowhere else', () => {
  expect(shown('[a](javascript:alert(1)) [b](https://example.org) ![c](https://example.org/c.png)')).not.toMatch(/href="javascript|<img/);
  for (const address of ['https://example.org', '/p/atlas', '#top', 'mailto:a@example.org']) expect(safeAddress(address)).toBe(address);
  for (const address of ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', '//evil.example', '/\\evil.example', 'java\nscript:x']) expect(safeAddress(address)).toBeUndefined();
});

test('deep nesting ends', () => {
  for (const text of ['> '.repeat(30_000) + 'x', '- '.repeat(30_000) + 'x', '['.repeat(5000)]) expect(shown(text).length).toBeLessThan(4 * text.length + 1000);
});
