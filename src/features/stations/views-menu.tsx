import { Menu } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import type { UrlValues } from '../../../web/kit/url-state.ts';
import { ViewsButton } from './views-button.tsx';

const page = 'stations';
const SaveView = lazy(() => import('./save-view.tsx'));

/** The kept views and what can be done with them; open when it comes. */
export default function ViewsMenu({ values }: { values: UrlValues }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const [saving, setSaving] = useState(false);
  const views = useRead('/views', { query: { page } }, { staleMs: 60_000 });
  const remove = useWrite('DELETE', '/views/:viewId', { invalidates: ['/views'] });
  return (
    <>
      <Menu position="bottom-end" width={250} defaultOpened>
        <Menu.Target>
          <ViewsButton />
        </Menu.Target>
        <Menu.Dropdown>
          {(views.data?.items ?? []).map((view) => (
            <div key={view.id} className="view-row">
              <Menu.Item onClick={() => void navigate({ to: '/stations' as never, search: view.query as never })}>
                {view.name}
              </Menu.Item>
              <Menu.Item
                w={36}
                aria-label={intl.formatMessage({ id: 'stations.views.remove' }, { name: view.name })}
                closeMenuOnClick={false}
                onClick={() => remove.mutate({ params: { viewId: view.id } })}
              >
                <IconTrash size={15} stroke={1.7} aria-hidden />
              </Menu.Item>
            </div>
          ))}
          {views.data?.items.length === 0 ? (
            <Menu.Label>
              <FormattedMessage id="stations.views.none" />
            </Menu.Label>
          ) : null}
          <Menu.Divider />
          <Menu.Item onClick={() => setSaving(true)}>
            <FormattedMessage id="stations.views.save" />
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>{saving ? <SaveView page={page} values={values} onClose={() => setSaving(false)} /> : null}</Suspense>
    </>
  );
}
