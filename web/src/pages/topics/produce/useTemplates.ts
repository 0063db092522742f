import { useState } from 'react';
import { useProject } from '../../../frame/project';
import { useMe } from '../../../frame/session';
import { type Template, templatesIn, withTemplate } from './templates';

/** The templates of a topic that this browser keeps for its user. */
export function useTemplates(topic: string) {
  const { name: project } = useProject();
  const { name: user } = useMe();
  const key = `hops.templates.${user}.${project}.${topic}`;
  const [templates, setTemplates] = useState(() => templatesIn(localStorage.getItem(key)));
  const keep = (next: readonly Template[] | undefined) => {
    if (next === undefined) return false;
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      return false;
    }
    setTemplates(next);
    return true;
  };
  return {
    templates,
    /** Keeps one; false if there is no room. */
    add: (template: Template) => keep(withTemplate(templates, template)),
    remove: (name: string) => keep(templates.filter((one) => one.name !== name)),
  };
}
