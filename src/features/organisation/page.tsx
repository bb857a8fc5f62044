import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { FilterSegments } from '../../../web/kit/filter-bar.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { useRight } from '../../../web/shell/session.tsx';
import { WithStanding } from '../../../web/shell/standing/with-standing.tsx';
import { Entities } from './entities.tsx';
import { Roles } from './roles.tsx';
import { texts } from './texts.ts';

const views = ['entities', 'roles'] as const;

export default function OrganisationPage() {
  return (
    <WithStanding texts={texts}>
      <Organisation />
    </WithStanding>
  );
}

/** How the operator is made up: its entities, and what its roles may do. */
function Organisation() {
  const intl = useIntl();
  const may = useRight('organisation.administer');
  const [values, change] = useUrlState();
  const [adding, setAdding] = useState(false);
  const view = values.view === 'roles' ? 'roles' : 'entities';
  return (
    <Page
      title={intl.formatMessage({ id: 'organisation.title' })}
      note={intl.formatMessage({ id: `organisation.${view}.note` })}
      actions={
        may ? (
          <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setAdding(true)}>
            <FormattedMessage id={`organisation.${view}.add`} />
          </Button>
        ) : null
      }
    >
      <div className="row">
        <FilterSegments
          label={intl.formatMessage({ id: 'organisation.title' })}
          value={view}
          onChange={(next) => change({ view: next === 'entities' ? undefined : next })}
          choices={views.map((value) => ({ value, label: intl.formatMessage({ id: `organisation.${value}` }) }))}
        />
      </div>
      {view === 'roles' ? (
        <Roles adding={adding} onAdded={() => setAdding(false)} />
      ) : (
        <Entities adding={adding} onAdded={() => setAdding(false)} />
      )}
    </Page>
  );
}
