import { Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface FormPartProps {
  title: string;
  hint?: string;
  error?: string | undefined;
  children: ReactNode;
}

/** A part of a form with a heading, what helps to fill it, and what is wrong with it. */
export function FormPart({ title, hint, error, children }: FormPartProps) {
  return (
    <section aria-label={title}>
      <Title order={2} mb={4}>{title}</Title>
      {hint && <p className="muted">{hint}</p>}
      {children}
      {error && <p className="field-error" role="alert">{error}</p>}
    </section>
  );
}
