import { Anchor, type AnchorProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, RefAttributes } from 'react';

type PlainProps = AnchorProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps> & RefAttributes<HTMLAnchorElement>;

function PlainAnchor(props: PlainProps) {
  return <Anchor {...props} />;
}

/** A link to a page of ours. */
export const TextLink = createLink(PlainAnchor);
