import { lexer, type Token, type Tokens } from 'marked';
import { createElement, Fragment, type ReactNode, useMemo } from 'react';

const DEPTH_MAX = 12;
/** Quotes and lists within each other on one line: the lexer reads the rest of the text once for each. */
const TOO_DEEP = /^[ \t]*(?:>[ \t]*|(?:[-*+]|\d{1,9}[.)])[ \t]+){64}/m;
/** A page has its own h1 and h2: those of a text come below. */
const HEADING_FIRST = 2;
const HEADING_LAST = 6;

/** An address that a text may lead to: of the web, of mail, or one of ours. Anything else is shown as what it is. */
export function safeAddress(address: string): string | undefined {
  return /^(https?:\/\/|mailto:|#|\/(?![/\\]))/i.test(address) && !/[\s\\]/.test(address) ? address : undefined;
}

/** The texts of marked are escaped as for HTML, which nothing here is. */
function plain(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '');
}

function parts(tokens: readonly Token[] | undefined, depth: number): ReactNode {
  return tokens?.map((token, at) => <Fragment key={at}>{part(token, depth + 1)}</Fragment>);
}

function list(token: Tokens.List, depth: number): ReactNode {
  const items = token.items.map((item, at) => (
    <li key={at}>{item.task && <input type="checkbox" checked={item.checked ?? false} readOnly disabled aria-label={item.checked ? 'done' : 'to do'} />}{parts(item.tokens, depth)}</li>
  ));
  return token.ordered ? <ol start={token.start === '' ? 1 : token.start}>{items}</ol> : <ul>{items}</ul>;
}

function table(token: Tokens.Table, depth: number): ReactNode {
  return (
    <div className="table-wrap" data-scrolls tabIndex={0} role="group" aria-label="Table">
      <table className="table">
        <thead><tr>{token.header.map((cell, at) => <th key={at}>{parts(cell.tokens, depth)}</th>)}</tr></thead>
        <tbody>{token.rows.map((row, at) => <tr key={at}>{row.map((cell, column) => <td key={column}>{parts(cell.tokens, depth)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

function link(token: Tokens.Link, depth: number): ReactNode {
  const address = safeAddress(token.href);
  if (address === undefined) return <>{parts(token.tokens, depth)} ({token.href})</>;
  return <a href={address} rel="noreferrer noopener nofollow">{parts(token.tokens, depth)}</a>;
}

function part(token: Token, depth: number): ReactNode {
  if (depth > DEPTH_MAX) return token.raw;
  switch (token.type) {
    case 'heading': return createElement(`h${Math.min(token.depth + HEADING_FIRST, HEADING_LAST)}`, null, parts(token.tokens, depth));
    case 'paragraph': return <p>{parts(token.tokens, depth)}</p>;
    case 'blockquote': return <blockquote>{parts(token.tokens, depth)}</blockquote>;
    case 'list': return list(token as Tokens.List, depth);
    case 'table': return table(token as Tokens.Table, depth);
    case 'code': return <pre className="mono" tabIndex={0}>{token.text}</pre>;
    case 'codespan': return <code className="mono">{plain(token.text)}</code>;
    case 'strong': return <strong>{parts(token.tokens, depth)}</strong>;
    case 'em': return <em>{parts(token.tokens, depth)}</em>;
    case 'del': return <del>{parts(token.tokens, depth)}</del>;
    case 'link': return link(token as Tokens.Link, depth);
    case 'image': return <span className="muted">[{token.text || 'image'}: {token.href}]</span>;
    case 'br': return <br />;
    case 'hr': return <hr />;
    case 'space': case 'def': case 'checkbox': return null;
    case 'escape': return plain(token.text);
    case 'text': return token.tokens ? parts(token.tokens, depth) : plain(token.text);
    // HTML, and what a later version may know: as it is written.
    default: return token.raw;
  }
}

/** The tokens of a text; none of one that is nested so deep that the lexer gives up, which nobody has written to be read. */
function tokensOf(text: string): readonly Token[] | undefined {
  if (TOO_DEEP.test(text)) return undefined;
  try {
    return lexer(text);
  } catch (failure) {
    if (failure instanceof RangeError) return undefined;
    throw failure;
  }
}

/** Markdown as elements of ours. No HTML is made of it: what looks like a tag is text, an image is its address, a link leads to the web or to us. */
export function Markdown({ text }: { text: string }) {
  const tokens = useMemo(() => tokensOf(text), [text]);
  return <div className="markdown">{tokens ? parts(tokens, 0) : <pre className="mono" tabIndex={0}>{text}</pre>}</div>;
}
