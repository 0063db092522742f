import { notifications } from '@mantine/notifications';

/** Says that something was done. */
export function said(message: string): void {
  notifications.show({ message, autoClose: 4000, withBorder: true, color: 'brand', closeButtonProps: { 'aria-label': 'Dismiss' } });
}
