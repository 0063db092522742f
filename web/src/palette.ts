import type { CSSVariablesResolver } from '@mantine/core';

/** Every colour of ours: [light, dark]. Contrast was computed for the pairs that meet; a new pair needs 4.5 (3 for what is not text). */
const PALETTE: Record<string, readonly [light: string, dark: string]> = {
  surface: ['#ffffff', '#1a1b1e'],
  subtle: ['#f5f6f7', '#25262b'],
  line: ['#dfe2e5', '#33363b'],
  text: ['#212529', '#d5d7da'],
  muted: ['#5c636a', '#9aa0a6'],
  accent: ['#0b7d8e', '#0b7d8e'],
  link: ['#076775', '#66cad8'],
  danger: ['#b3202a', '#b3202a'],
  'danger-text': ['#a3161f', '#ffa8a8'],
  border: ['#868e96', '#6b7178'],
  'ok-text': ['#1b6b2f', '#8ce99a'],
  'ok-back': ['#e3f5e6', '#14301b'],
  'running-text': ['#0b5394', '#8cc8ff'],
  'running-back': ['#e1effb', '#10293f'],
  'waiting-text': ['#7a4b00', '#ffd479'],
  'waiting-back': ['#fdf0d2', '#37290b'],
  'failed-text': ['#a3161f', '#ffa8a8'],
  'failed-back': ['#fde6e7', '#3d1618'],
  'idle-text': ['#495057', '#c1c7cd'],
  'idle-back': ['#eef0f2', '#2b3035'],
  'series-1': ['#0b7d8e', '#3db9ca'],
  'series-2': ['#c2410c', '#fb923c'],
  'series-3': ['#6d28d9', '#a78bfa'],
  'series-4': ['#2b8a3e', '#69db7c'],
  'series-5': ['#b3202a', '#ff8787'],
  'series-6': ['#1d4ed8', '#74a9ff'],
  'series-7': ['#8a5a00', '#e0b13c'],
  'series-8': ['#a21caf', '#e879f9'],
};

/** Variables of Mantine's that take a colour of ours. */
const ALIASES: Record<string, string> = {
  '--mantine-color-body': 'surface',
  '--mantine-color-text': 'text',
  '--mantine-color-dimmed': 'muted',
  '--mantine-color-placeholder': 'muted',
  '--mantine-color-anchor': 'link',
  '--mantine-color-error': 'danger-text',
  '--mantine-color-default': 'surface',
  '--mantine-color-default-hover': 'subtle',
  '--mantine-color-default-color': 'text',
  '--mantine-color-default-border': 'border',
  '--mantine-color-disabled': 'idle-back',
  '--mantine-color-disabled-color': 'muted',
  '--mantine-color-disabled-border': 'line',
};

function variablesOf(scheme: 0 | 1): Record<string, string> {
  const own = Object.entries(PALETTE).map(([name, colours]) => [`--hops-${name}`, colours[scheme]] as const);
  const theirs = Object.entries(ALIASES).map(([name, ours]) => [name, `var(--hops-${ours})`] as const);
  return Object.fromEntries([...own, ...theirs]);
}

export const variables: CSSVariablesResolver = () => ({ variables: {}, light: variablesOf(0), dark: variablesOf(1) });
