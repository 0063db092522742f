import { type SearchAnswer, TYPE_WORDS } from '../../search/found';
import { count } from '../../ui/format';
import { visible } from '../../ui/Name';

interface FacetsProps {
  answer: SearchAnswer;
  type: string;
  project: string;
  onType: (type: string) => void;
  onProject: (project: string) => void;
}

/** How many there are of each type and in each project, and the way to see those alone. */
export function Facets({ answer, type, project, onType, onProject }: FacetsProps) {
  const types = answer.types.filter((each) => each.count > 0 || each.type === type);
  const projects = answer.projects.length > 0 || project === '' ? answer.projects : [{ project, count: 0 }];
  return (
    <aside aria-label="Narrow the results">
      {types.length > 0 && <strong>Type</strong>}
      <ul className="facet">
        {types.map((each) => (
          <Choice key={each.type} label={TYPE_WORDS[each.type][1]} amount={`${count(each.count)}${each.hasMore ? '+' : ''}`} isChosen={each.type === type} onChoose={() => onType(each.type === type ? '' : each.type)} />
        ))}
      </ul>
      {projects.length > 0 && <strong>Project</strong>}
      <ul className="facet">
        {projects.map((each) => (
          <Choice key={each.project} label={visible(each.project)} amount={count(each.count)} isChosen={each.project === project} onChoose={() => onProject(each.project === project ? '' : each.project)} />
        ))}
      </ul>
    </aside>
  );
}

interface ChoiceProps {
  label: string;
  amount: string;
  isChosen: boolean;
  onChoose: () => void;
}

function Choice({ label, amount, isChosen, onChoose }: ChoiceProps) {
  return (
    <li>
      <button type="button" aria-pressed={isChosen} onClick={onChoose}><span className="ellipsis">{label}</span><span className="facet-count">{amount}</span></button>
    </li>
  );
}
