import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

// Only the variables of palette.ts: what CodeMirror brings along is too faint on a dark ground, and knows two grounds where we have variables.
const view = EditorView.theme({
  '&': { color: 'var(--hops-text)', backgroundColor: 'var(--hops-surface)', border: '1px solid var(--hops-border)', borderRadius: '4px', fontSize: '12px' },
  '&.cm-focused': { outline: '2px solid var(--hops-link)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '20px', borderRadius: '3px' },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--hops-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--hops-text)' },
  '.cm-gutters': { backgroundColor: 'var(--hops-subtle)', color: 'var(--hops-idle-text)', border: 'none', borderRight: '1px solid var(--hops-line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--hops-link) 6%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--hops-idle-back)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { background: 'color-mix(in srgb, var(--hops-accent) 30%, transparent)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--hops-idle-back)', outline: '1px solid var(--hops-border)' },
  '.cm-placeholder': { color: 'var(--hops-muted)' },
  '.cm-tooltip': { color: 'var(--hops-text)', backgroundColor: 'var(--hops-surface)', border: '1px solid var(--hops-border)', borderRadius: '4px', boxShadow: 'var(--mantine-shadow-md)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '12px', maxHeight: '14em' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px', lineHeight: '20px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { color: '#fff', backgroundColor: 'var(--hops-accent)' },
  '.cm-completionDetail': { fontStyle: 'normal', marginLeft: '12px', opacity: '1' },
  '.cm-diagnostic': { padding: '6px 10px', fontFamily: 'inherit', maxWidth: '60ch' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--hops-danger)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--hops-danger-text)', textUnderlineOffset: '3px' },
  '.cm-gutter-lint': { width: '14px' },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--hops-link)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--hops-ok-text)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--hops-waiting-text)' },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: 'var(--hops-muted)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.standard(tags.name), tags.function(tags.variableName)], color: 'var(--hops-running-text)' },
  { tag: [tags.propertyName, tags.quote], color: 'var(--hops-running-text)' },
  { tag: tags.invalid, color: 'var(--hops-danger-text)' },
]);

export const look = [view, syntaxHighlighting(colours)];
