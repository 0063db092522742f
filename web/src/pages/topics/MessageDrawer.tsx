import { Drawer, Tabs } from '@mantine/core';
import { prettyJson } from '../../avro/avro';
import { CopyBox } from '../../ui/CopyBox';
import { Facts } from '../../ui/Facts';
import { bytes } from '../../ui/format';
import type { Message, Payload } from './message';

const FORMS: Record<Payload['form'], string> = { NULL: 'No bytes', JSON: 'JSON by its schema', TEXT: 'Text', RAW: 'Hexadecimal digits of the first bytes' };

/** One message whole. Its numbers are shown as the digits that they are. */
export function MessageDrawer({ message, onClose }: { message: Message; onClose: () => void }) {
  return (
    <Drawer opened onClose={onClose} title={`Partition ${message.partition}, offset ${message.offset}`} size={560}>
      <Tabs defaultValue="value">
        <Tabs.List mb="sm"><Tabs.Tab value="value">Value</Tabs.Tab><Tabs.Tab value="key">Key</Tabs.Tab><Tabs.Tab value="headers">Headers {message.headers.length}</Tabs.Tab><Tabs.Tab value="facts">Facts</Tabs.Tab></Tabs.List>
        <Tabs.Panel value="value"><PayloadPanel label="Value" payload={message.value} /></Tabs.Panel>
        <Tabs.Panel value="key"><PayloadPanel label="Key" payload={message.key} /></Tabs.Panel>
        <Tabs.Panel value="headers">
          {message.headers.length === 0 && <p className="muted">It has no headers.</p>}
          {message.headers.map((header, index) => <div key={index} className="header-part"><p className="mono">{header.name}</p><PayloadPanel label={header.name} payload={header.value} /></div>)}
        </Tabs.Panel>
        <Tabs.Panel value="facts"><Facts facts={[['Time', message.time ?? 'none'], ['Size', bytes(message.sizeBytes)], ['Schema', message.value.schemaId === null ? 'none' : String(message.value.schemaId)]]} /></Tabs.Panel>
      </Tabs>
    </Drawer>
  );
}

function PayloadPanel({ label, payload }: { label: string; payload: Payload }) {
  if (payload.text === null) return <p className="muted">{FORMS[payload.form]}</p>;
  return (
    <>
      {payload.reason !== null && <p className="field-error">{payload.reason}</p>}
      <p className="muted">{FORMS[payload.form]}{payload.schemaId !== null && `, schema ${payload.schemaId}`}</p>
      <div className="payload"><CopyBox label={label} text={payload.form === 'JSON' ? prettyJson(payload.text) : payload.text} /></div>
    </>
  );
}
