import { Button, CopyButton } from '@mantine/core';

/** Text to be taken along: shown whole, with a button that copies it. */
export function CopyBox({ text, label }: { text: string; label: string }) {
  return (
    <div className="copybox">
      <pre tabIndex={0} aria-label={label}>{text}</pre>
      <CopyButton value={text}>
        {({ copied, copy }) => <Button variant="default" size="compact-sm" onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
      </CopyButton>
    </div>
  );
}
