import { TextInput, type TextInputProps } from '@mantine/core';

/** Takes a code of a device, or a recovery code: so not digits alone. */
export function CodeInput(props: TextInputProps) {
  return (
    <TextInput
      label="Code" description="Six digits that your device shows, or one of your recovery codes." name="code" autoComplete="one-time-code" autoCapitalize="none"
      spellCheck={false} required maxLength={64} {...props}
    />
  );
}
