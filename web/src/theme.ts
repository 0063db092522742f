import { createTheme } from '@mantine/core';

// The page scrolls within its frame, so there is nothing to lock; locking would write a style that the policy of the server refuses.
// Its header names a dialog: the page has a banner already, and one is what there may be.
const CLOSE = {
  lockScroll: false, closeButtonProps: { 'aria-label': 'Close' }, transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.35 },
  attributes: { header: { role: 'presentation' } },
};
const FIELD = { size: 'xs' };
// No asterisk: where a field that must be filled is empty, the browser says it.
const LINE = { ...FIELD, withAsterisk: false };
const SHOW = { 'aria-label': 'Show the password', tabIndex: 0 };
const ICON = { stroke: 1.5 };

/** How Tabler icons are drawn: beside text, and alone. */
export const icon = { small: { size: 16, ...ICON }, normal: { size: 18, ...ICON }, large: { size: 28, ...ICON } } as const;

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'sm',
  radius: { xs: '2px', sm: '4px', md: '4px', lg: '6px', xl: '8px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: '13px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.5', sm: '1.5', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '20px', lineHeight: '1.3' }, h2: { fontSize: '14px', lineHeight: '1.4' }, h3: { fontSize: '13px' } } },
  colors: {
    brand: ['#e4f6f8', '#cbe9ed', '#9fd6dd', '#66cad8', '#3db9ca', '#2199ab', '#118a9b', '#0b7d8e', '#076775', '#04505b'],
    red: ['#fde6e7', '#fbd0d2', '#ffa8a8', '#ff8787', '#e35d63', '#d23d46', '#c22b35', '#b3202a', '#a3161f', '#7d0f16'],
  },
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Anchor: { defaultProps: { underline: 'hover' } },
    TextInput: { defaultProps: LINE },
    PasswordInput: { defaultProps: { ...LINE, visibilityToggleButtonProps: SHOW } },
    NumberInput: { defaultProps: LINE },
    Textarea: { defaultProps: FIELD },
    Select: { defaultProps: FIELD },
    NativeSelect: { defaultProps: FIELD },
    Checkbox: { defaultProps: FIELD },
    Radio: { defaultProps: FIELD },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Table: { defaultProps: { verticalSpacing: 0, horizontalSpacing: 12 } },
    Tabs: { defaultProps: { keepMounted: false } },
    Modal: { defaultProps: { ...CLOSE, centered: false, yOffset: '12vh', size: 460 } },
    Drawer: { defaultProps: { ...CLOSE, position: 'right', size: 480 } },
    Paper: { defaultProps: { shadow: 'none' } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end', transitionProps: { duration: 120 } } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, multiline: true, maw: 320 } },
  },
});
