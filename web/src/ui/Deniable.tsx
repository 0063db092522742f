import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import { type MouseEvent, type ReactNode, useId } from 'react';

interface DeniableProps extends ButtonProps {
  /** Why it may not be done, and whom to ask; undefined if it may. */
  denied: string | undefined;
  onClick?: () => void;
  type?: 'button' | 'submit';
  children: ReactNode;
  'aria-label'?: string;
  /** The name by which a step of a tour points at it. */
  'data-tour'?: string;
}

/** A button that stays where it is when it is not allowed, and says why; the keyboard reaches it so that the reason can be read. */
export function Deniable({ denied, onClick, children, ...rest }: DeniableProps) {
  const reason = useId();
  if (denied === undefined) return <Button {...rest} onClick={onClick}>{children}</Button>;
  const refuse = (event: MouseEvent) => event.preventDefault();
  return (
    <Tooltip label={denied} events={{ hover: true, focus: true, touch: true }}>
      <Button {...rest} data-disabled aria-disabled aria-describedby={reason} onClick={refuse}>
        {children}
        <span id={reason} hidden>{denied}</span>
      </Button>
    </Tooltip>
  );
}
