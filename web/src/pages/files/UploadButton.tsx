import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconUpload } from '@tabler/icons-react';
import { type ChangeEvent, useRef } from 'react';
import { icon } from '../../theme';
import type { Chosen } from '../../uploads/queue';
import { ofInput } from './chosen';

/** Every browser knows it; the types of React do not. */
const DIRECTORY = { webkitdirectory: '' };

/** Chooses files or a folder of this computer. */
export function UploadButton({ onFiles }: { onFiles: (files: AsyncIterable<Chosen>) => void }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    onFiles(ofInput([...(event.currentTarget.files ?? [])]));
    event.currentTarget.value = '';
  };
  return (
    <>
      <input ref={files} type="file" multiple hidden aria-label="Files to upload" onChange={take} />
      <input ref={folder} type="file" {...DIRECTORY} hidden aria-label="Folder to upload" onChange={take} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button leftSection={<IconUpload {...icon.small} />} rightSection={<IconChevronDown {...icon.small} />}>Upload</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => files.current?.click()}>Files</Menu.Item>
          <Menu.Item onClick={() => folder.current?.click()}>A folder</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
