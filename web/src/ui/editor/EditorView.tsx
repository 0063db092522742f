import { autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { type Diagnostic, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension, Prec, type Text } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useMemo, useRef } from 'react';
import { styleNonce } from '../../nonce';
import { jsonLanguage, sqlLanguage } from './languages';
import { look } from './look';
import type { EditorProps, Mark } from './marks';

const LINE_PX = 20;
const NO_TABLES: NonNullable<EditorProps['tables']> = [];

/** Tab leaves the editor, as it leaves every field. */
const BASICS: Extension = [
  lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), autocompletion({ icons: false }),
  EditorView.lineWrapping, EditorState.tabSize.of(2),
  keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
  look,
];

function diagnosticOf(text: Text, mark: Mark): Diagnostic {
  const line = text.line(Math.min(Math.max(mark.line, 1), text.lines));
  const from = Math.min(line.from + Math.max(mark.column - 1, 0), line.to);
  const word = /^\w+/.exec(text.sliceString(from, line.to))?.[0].length ?? 1;
  return { from, to: Math.min(from + word, text.length), severity: 'error', message: mark.message };
}

function accessOf({ label, isReadOnly, rows = 6 }: EditorProps): Extension {
  return [
    EditorState.readOnly.of(isReadOnly ?? false),
    isReadOnly ? [] : [highlightActiveLine(), highlightActiveLineGutter()],
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', 'autocorrect': 'off', 'autocapitalize': 'off' }),
    EditorView.theme({ '.cm-content, .cm-gutter': { minHeight: `${rows * LINE_PX + 12}px` } }),
  ];
}

/** The editor itself; it is loaded when one is shown. */
export default function EditorPane(props: EditorProps) {
  const { value, language, tables = NO_TABLES, table, marks, isReadOnly = false } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  const spoken = useMemo(() => new Compartment(), []);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (!host.current) return;
    const run = () => {
      closeCompletion(editor);
      latest.current.onRun?.();
      return latest.current.onRun !== undefined;
    };
    const editor = new EditorView({
      parent: host.current,
      doc: latest.current.value,
      extensions: [
        EditorView.cspNonce.of(styleNonce()),
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
        BASICS,
        spoken.of([]),
        accessOf(latest.current),
        EditorView.updateListener.of((update) => update.docChanged && latest.current.onChange?.(update.state.doc.toString())),
      ],
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [spoken]);

  useEffect(() => {
    const extension = language === 'sql' ? sqlLanguage(tables, table) : language === 'json' ? jsonLanguage(isReadOnly) : [];
    view.current?.dispatch({ effects: spoken.reconfigure(extension) });
  }, [spoken, language, tables, table, isReadOnly]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (editor && marks) editor.dispatch(setDiagnostics(editor.state, marks.map((mark) => diagnosticOf(editor.state.doc, mark))));
  }, [marks]);

  return <div ref={host} className="editor" />;
}
