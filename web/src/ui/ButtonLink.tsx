import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, RefAttributes } from 'react';

type PlainProps = ButtonProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> & RefAttributes<HTMLAnchorElement>;

function PlainButton(props: PlainProps) {
  return <Button component="a" {...props} />;
}

/** A link to a page of ours that looks like a button. */
export const ButtonLink = createLink(PlainButton);
