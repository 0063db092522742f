import { Button, Popover, Tabs } from '@mantine/core';
import { IconTerminal2 } from '@tabler/icons-react';
import { icon } from '../theme';
import { CopyBox } from './CopyBox';

interface CopyAsProps {
  /** The command of the `hops` program. */
  command: string;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The route, such as `/api/v1/projects`. */
  path: string;
  /** What is sent, as JSON. */
  content?: unknown;
  /** What is sent, as the text that it is: where a number of JavaScript does not hold all digits. */
  text?: string;
}

/** A word as a POSIX shell takes it, whatever is in it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function curlOf(method: string, url: string, content: string | undefined): string {
  const sent = content === undefined ? '' : ` -H "Content-Type: application/json" -d ${shellWord(content)}`;
  return `curl ${method === 'GET' ? '' : `-X ${method} `}-H "Authorization: Bearer $HOPS_TOKEN"${sent} ${shellWord(url)}`;
}

function pythonOf(method: string, url: string, content: string | undefined): string {
  return [
    'import json, os, urllib.request',
    ...(content === undefined ? [] : [`content = json.loads(${JSON.stringify(content)})`]),
    `request = urllib.request.Request(${JSON.stringify(url)}, method=${JSON.stringify(method)},`,
    ...(content === undefined ? [] : ['    data=json.dumps(content).encode(),']),
    `    headers={"Authorization": "Bearer " + os.environ["HOPS_TOKEN"]${content === undefined ? '' : ', "Content-Type": "application/json"'}})`,
    'with urllib.request.urlopen(request) as answer:',
    '    print(json.load(answer))',
  ].join('\n');
}

/** What this screen shows, as a command, for curl and for Python. */
export function CopyAs({ command, method = 'GET', path, content, text }: CopyAsProps) {
  const url = new URL(path, window.location.origin).href;
  const sent = text ?? (content === undefined ? undefined : JSON.stringify(content));
  const texts = [['cli', 'CLI', command], ['curl', 'curl', curlOf(method, url, sent)], ['python', 'Python', pythonOf(method, url, sent)]] as const;
  return (
    <Popover width={460} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconTerminal2 {...icon.small} />}>Copy as</Button>
      </Popover.Target>
      <Popover.Dropdown maw="calc(100vw - 24px)">
        <Tabs defaultValue="cli">
          <Tabs.List>{texts.map(([id, label]) => <Tabs.Tab key={id} value={id}>{label}</Tabs.Tab>)}</Tabs.List>
          {texts.map(([id, label, shown]) => <Tabs.Panel key={id} value={id} pt="xs"><CopyBox text={shown} label={label} /></Tabs.Panel>)}
        </Tabs>
      </Popover.Dropdown>
    </Popover>
  );
}
