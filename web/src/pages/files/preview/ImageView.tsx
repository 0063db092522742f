import { useEffect, useState } from 'react';
import type { Source } from './source';

const IMAGE_MAX_BYTES = 8 * 1024 * 1024;

/** A picture of dots; one that can hold a program is not among the formats that come here. */
export async function view(source: Source) {
  if (source.lengthBytes > IMAGE_MAX_BYTES) return <p className="muted">This picture is too large for a preview: download it.</p>;
  const bytes = await source.read(0, IMAGE_MAX_BYTES);
  return <Picture bytes={bytes} name={source.name} />;
}

function Picture({ bytes, name }: { bytes: Uint8Array<ArrayBuffer>; name: string }) {
  const [url, setUrl] = useState('');
  useEffect(() => {
    // Without a type that a name could claim: the browser finds it by the bytes, and an image element runs nothing.
    const made = URL.createObjectURL(new Blob([bytes]));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return url === '' ? null : <img className="preview-image" src={url} alt={name} />;
}
